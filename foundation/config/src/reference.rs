//! `docs/configuration.md`, written from the definitions.

use std::fmt::Write as _;

use crate::sections;

const INTRODUCTION: &str = "\
# Configuration

`madrone serve --config FILE` reads settings from a TOML file, one table for each section below. A variable
`MADRONE_SECTION__KEY`, as `MADRONE_SERVER__LISTEN`, sets the same and wins over the file; lists have commas between
their items there. A name that does not exist is refused, and `madrone check-config` says what is wrong without starting
anything. Keep passwords in variables, or in a file that only the portal's user may read.

<!-- Written by `cargo run -p madrone-config --example reference`: change foundation/config/src/sections instead. -->
";

/// The text of `docs/configuration.md`: every setting with its form, its default and its meaning.
pub fn reference() -> String {
    let mut text = INTRODUCTION.to_owned();
    for section in sections::ALL {
        let _ = write!(text, "\n## `[{}]`\n\n{}\n", section.name, prose(section.about));
        for field in section.fields {
            let default = if field.default.is_empty() {
                "nothing".to_owned()
            } else {
                format!("`{}`", field.default)
            };
            let _ = write!(
                text,
                "\n### `{}`\n\n{}\n\nForm: {}. Default: {default}.\n",
                field.key,
                prose(field.about),
                field.form
            );
        }
    }
    text
}

/// The lines of a doc comment as one paragraph.
fn prose(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}
