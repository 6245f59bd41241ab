//! Puts a summary together. Parts that the reader may not see are left out and named as such, never shown as empty.

use madrone_web::Failure;
use madrone_web::components::Link;

use super::parts::{Part, Reader};
use super::person;
use crate::chart::Item;
use crate::page::{Block, Section};

/// The person and `parts` of their chart, and everything they were made from. `linked` puts the ways to the full lists
/// beside them.
pub(crate) fn sections<'p>(
    reader: Reader<'_>,
    parts: impl IntoIterator<Item = &'p Part>,
    linked: bool,
) -> Result<(Vec<Section>, Vec<Item>), Failure> {
    let Reader { chart, say, now } = reader;
    let patient = chart.patient()?.ok_or(Failure::NotFound)?;
    let related = chart.related([&patient])?;
    let facts = person::facts(&patient.json, &related, say.words().day_of(now), say);
    let mut sections = vec![Section::new(say.t("summary-person"), vec![Block::Facts(facts)])];
    let mut used = vec![patient];
    let mut closed = Vec::new();
    for part in parts {
        let heading = say.t(part.heading);
        if !chart.access.sees(part.kind) {
            closed.push(heading);
            continue;
        }
        let made = (part.make)(reader)?;
        used.extend(made.items);
        let link = Link::new(part.href, say.t1("summary-see-all", "what", &heading));
        let section = Section::new(heading, made.blocks);
        sections.push(if linked { section.link(link) } else { section });
    }
    if !closed.is_empty() {
        closed.dedup();
        let text = say.t1("not-for-your-role", "parts", closed.join(", "));
        sections.push(Section::new(say.t("summary-closed"), vec![Block::Small(text)]));
    }
    Ok((sections, used))
}
