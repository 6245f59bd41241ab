//! Who of a family sees what.

use std::num::NonZeroU16;
use std::path::PathBuf;

use crate::section::section;

section! {
    /// What parents and guardians see of the charts of minors, by age. docs/privacy.md has the whole table, its sources, and
    /// what cannot be changed here.
    Family = "family" {
        /// The age at which a child becomes a teenager to these rules.
        teen_age: NonZeroU16 = "12",
        /// The age at which parents no longer see the chart.
        adult_age: NonZeroU16 = "18",
        /// What parents of children see, where it differs from the table: areas with what may be done, such as
        /// `messages=none results=view`. The words are `none`, `own` (what the parent took part in), `view` and `write`. A label
        /// such as `mental=none` hides what carries it; labels know `none` and `view`.
        parents_of_children: String = "",
        /// What parents of teenagers see, where it differs from the table, written the same way.
        parents_of_teens: String = "",
        /// From what age on a minor consents to care alone, where it differs from Oregon's law
        /// (`sexual=0 mental=14 substance=14 medical=15`): kinds with an age or with `none`. Clinicians may record such care as
        /// the minor's own, which parents then do not see.
        minor_consent: String = "",
        /// A file of rules on codes that say what is sensitive, beside the built-in ones: lines of label, code system, how to
        /// compare, code, what it is, with tabs between (docs/privacy.md). Records that are here get their labels again.
        sensitivity_rules: Option<PathBuf> = "",
    }
}
