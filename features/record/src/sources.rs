//! Where a list comes from, when it last changed and how far back it goes: below every list, so that "nothing" never looks
//! like "not loaded".

use madrone_authz::Area;
use madrone_fhir::{ResourceType, view};
use madrone_web::components::Link;
use madrone_web::{Cx, Failure};

use crate::chart::{Chart, Item};
use crate::say::{self, Say};

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

/// The way to where a patient says who sees an item of her own record, besides herself and the clinic.
pub(crate) fn who_sees(cx: &Cx, item: &Item) -> Option<Link> {
    let say = Say::new(cx.words());
    let is_shared =
        !matches!(Area::of(item.kind), Area::Demographics | Area::Sharing) && item.kind != ResourceType::Coverage;
    (is_shared && cx.whose().is_none())
        .then(|| Link::new(format!("/sharing/items/{}", item.reference()), say.t("who-sees")))
}

/// As [`line`], and how far back the list goes: `oldest` is the day of its oldest entry, where one has a date.
pub(crate) fn of_list(cx: &Cx, items: &[Item], oldest: Option<String>) -> String {
    let say = Say::new(cx.words());
    let oldest = oldest.map(|day| say.t1("oldest-entry", "date", day));
    let phone = &cx.site().phone;
    let elsewhere = if phone.is_empty() {
        say.t("older-at-clinic")
    } else {
        say.t1("older-at-clinic-call", "phone", phone.as_str())
    };
    let all = [Some(line(cx, items)), oldest, Some(elsewhere)];
    all.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The day of the oldest of `items`, of a list that is read whole. `dates` say where they keep it, the best first.
pub(crate) fn oldest_of(items: &[Item], dates: &[&str], say: Say<'_>) -> Option<String> {
    let dated = items
        .iter()
        .filter_map(|item| Some((say::moment(&item.json, dates)?, item)));
    let (_, oldest) = dated.min_by_key(|(moment, _)| *moment)?;
    say.day_at(&oldest.json, dates)
}

/// As [`oldest_of`], of a list that is read by pages: the first of each search, sorted by its parameter for the date.
pub(crate) fn oldest_found(
    chart: Chart<'_>,
    searches: &[(ResourceType, &str, &str)],
    dates: &[&str],
    say: Say<'_>,
) -> Result<Option<String>, Failure> {
    let mut oldest = Vec::new();
    for (kind, query, date) in searches {
        let found = chart.search(*kind, &format!("{query}&_sort={date}&_count=1"))?;
        oldest.extend(found.items);
    }
    Ok(oldest_of(&oldest, dates, say))
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
    use madrone_fhir::ResourceType;
    use serde_json::{Value, json};

    use super::{host, oldest_of};
    use crate::chart::Item;
    use crate::say::Say;
    use crate::testing::words;

    #[test]
    fn the_oldest_is_found_among_those_that_have_a_date() {
        let words = words();
        let item = |json: Value| Item {
            kind: ResourceType::Encounter,
            id: "x".into(),
            version: 1,
            updated: madrone_kernel::Instant::from_micros(0),
            json: json.into(),
        };
        let items = [
            item(json!({})),
            item(json!({"period": {"start": "2024-05-01"}})),
            item(json!({"period": {"start": "2019-03"}})),
        ];
        let oldest = |items: &[Item]| oldest_of(items, &["period"], Say::new(&words));
        assert_eq!(oldest(&items).unwrap(), "March\u{a0}2019");
        assert_eq!(oldest(&items[..1]), None);
    }

    #[test]
    fn a_source_is_named_by_its_server() {
        assert_eq!(host("https://labs.example.org/fhir#1").unwrap(), "labs.example.org");
        assert_eq!(host("urn:oid:1.2.3"), None);
    }
}
