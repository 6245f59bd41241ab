//! Where a list comes from and when it last changed: below every list, so that "nothing" never looks like "not loaded".

use madrone_fhir::view;
use madrone_web::Cx;

use crate::chart::Item;
use crate::say::Say;

/// "From Riverbend Clinic. Last updated November 20, 2026, 4:12 PM."
pub(crate) fn line(cx: &Cx, items: &[Item]) -> String {
    let say = Say::new(cx.words());
    let mut from = vec![cx.site().clinic.clone()];
    for host in items
        .iter()
        .filter_map(|item| host(view::text(&item.json, "meta.source")?))
    {
        if !from.contains(&host) {
            from.push(host);
        }
    }
    let from = say.t1("source", "from", from.join(", "));
    match items.iter().map(|item| item.updated).max() {
        Some(updated) => format!("{from} {}", say.t1("updated", "when", cx.words().date_time(updated))),
        None => from,
    }
}

/// The server that a `meta.source` names, if it names one.
fn host(source: &str) -> Option<String> {
    let rest = source
        .strip_prefix("https://")
        .or_else(|| source.strip_prefix("http://"))?;
    let host = rest.split(['/', '#', '?']).next()?;
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn a_source_is_named_by_its_server() {
        assert_eq!(host("https://labs.example.org/fhir#1").unwrap(), "labs.example.org");
        assert_eq!(host("urn:oid:1.2.3"), None);
    }
}
