//! The charts that a request may mean, for the staff to look at: found through the door, each opened by itself so that the
//! audit's record has it under its patient.

use madrone_authz::{Action, Area, ChartAccess};
use madrone_web::{Cx, Failure};

use crate::account;
use crate::on_file::{self, OnFile};
use crate::request::find;
use madrone_accounts::matching::{Agreement, Claim, Compared};

/// A chart that somebody may mean.
pub(super) struct Candidate {
    pub(super) on_file: OnFile,
    pub(super) compared: Compared,
    pub(super) has_account: bool,
    /// Another chart has the contact that was given.
    pub(super) is_shared: bool,
    /// That contact came into the chart within thirty days.
    pub(super) is_fresh: bool,
    pub(super) is_young: bool,
}

/// So many charts are shown.
const MOST: usize = 6;

/// What agrees in less is somebody else: a name and a sex, or a birth date alone.
const LEAST: u8 = 6;

/// The charts that agree in most, and those that `sought` finds, whose words the staff typed.
pub(super) fn of(cx: &mut Cx, claim: &Claim, sought: &str) -> Result<Vec<Candidate>, Failure> {
    let access = cx.open_all_charts(Action::view(Area::Demographics))?;
    let mut ranked = alike(cx, &access, claim)?;
    ranked.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let mut charts: Vec<String> = Vec::new();
    for found in asked_for(cx, &access, sought)?
        .into_iter()
        .chain(ranked.into_iter().map(|(_, found)| found))
    {
        if charts.len() < MOST && !charts.contains(&found.chart) {
            charts.push(found.chart);
        }
    }
    let mut candidates = Vec::with_capacity(charts.len());
    for chart in charts {
        candidates.extend(opened(cx, &access, claim, &chart)?);
    }
    Ok(candidates)
}

/// The charts that agree in enough, with how much it is.
fn alike(cx: &Cx, access: &ChartAccess, claim: &Claim) -> Result<Vec<(u8, OnFile)>, Failure> {
    let mut found = find::born_then(cx.tx(), access, claim)?;
    for query in find::queries(claim) {
        found.extend(find::patients(cx.tx(), access, &query)?);
    }
    let weighed = found
        .into_iter()
        .map(|on_file| (Compared::of(claim, &on_file).weight(), on_file));
    Ok(weighed.filter(|(weight, _)| *weight >= LEAST).collect())
}

/// What the staff's own words find: parts of names, and numbers of records.
fn asked_for(cx: &Cx, access: &ChartAccess, sought: &str) -> Result<Vec<OnFile>, Failure> {
    let terms: Vec<String> = sought
        .split_whitespace()
        .filter(|word| word.chars().count() > 1)
        .map(|word| {
            let name = if word.chars().any(|letter| letter.is_ascii_digit()) {
                "identifier"
            } else {
                "name"
            };
            format!("{name}={}", find::value(word))
        })
        .collect();
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    Ok(find::patients(
        cx.tx(),
        access,
        &format!("{}&_count={MOST}", terms.join("&")),
    )?)
}

/// One chart, opened by itself.
fn opened(cx: &mut Cx, all: &ChartAccess, claim: &Claim, chart: &str) -> Result<Option<Candidate>, Failure> {
    let access = cx.open_chart_of(chart, Action::view(Area::Demographics))?;
    let Some(on_file) = on_file::load(cx.tx(), &access)? else {
        return Ok(None);
    };
    let contact = [claim.contact.as_str()];
    let compared = Compared::of(claim, &on_file);
    let is_known = compared.contact == Agreement::Same;
    let today = cx.words().day_of(cx.now());
    Ok(Some(Candidate {
        has_account: account::by_chart(cx.tx(), chart)?.is_some(),
        is_shared: is_known && find::is_shared(cx.tx(), all, chart, &contact)?,
        is_fresh: is_known && find::is_fresh(cx.tx(), &access, &contact, cx.now())?,
        is_young: on_file.age(today).is_some_and(|age| age < crate::on_file::GROWN_UP),
        compared,
        on_file,
    }))
}
