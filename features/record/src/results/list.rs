//! The list of results: two searches, reports and single results, merged by date a page at a time. However long the
//! record, a page costs a bounded number of searches; where that was not enough to fill it, the page says how far back
//! it looked and leads on.

use std::collections::{HashMap, VecDeque};

use madrone_fhir::ResourceType;
use madrone_fhir::view;
use madrone_kernel::Instant;
use madrone_web::Failure;
use madrone_web::components::Row;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::reading::Person;
use super::row::{self, observation_row, report_row};
use super::{DATES, unread};
use crate::chart::{Chart, Item, encoded};
use crate::say::{self, Say};

/// How many rows a page has.
const ROWS: usize = 20;
/// How many searches a page may take.
const SEARCHES: usize = 8;
/// How much one search reads when nearly all of it is shown, and when most of it may be left out.
const FEW: usize = ROWS + 1;
const MANY: usize = 60;
/// Stands in place of a cursor when a search has come to its end.
const END: &str = "end";

/// What the reader asked for: filters, and where the page begins.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Wish {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) q: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) show: String,
    /// Reports: the cursor of the batch, and how many of it have been shown.
    #[serde(skip_serializing_if = "String::is_empty")]
    rc: String,
    #[serde(skip_serializing_if = "is_zero")]
    rs: usize,
    /// The same for single results.
    #[serde(skip_serializing_if = "String::is_empty")]
    oc: String,
    #[serde(skip_serializing_if = "is_zero")]
    os: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// What of the results is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Show {
    Everything,
    New,
    OutOfRange,
}

impl Wish {
    pub(crate) fn show(&self) -> Show {
        match self.show.as_str() {
            "new" => Show::New,
            "out" => Show::OutOfRange,
            _ => Show::Everything,
        }
    }

    /// Whether this is the first page.
    pub(crate) fn is_first(&self) -> bool {
        self.rc.is_empty() && self.oc.is_empty() && self.rs == 0 && self.os == 0
    }

    /// Whether anything is left out by the reader's wish.
    pub(crate) fn is_filtered(&self) -> bool {
        !self.q.is_empty() || self.show() != Show::Everything
    }

    /// Everything of this kind, from the beginning.
    pub(crate) fn of_kind(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            ..Self::default()
        }
    }

    /// The same filters from the beginning.
    pub(crate) fn first_page(&self) -> Self {
        Self {
            kind: self.kind.clone(),
            q: self.q.clone(),
            show: self.show.clone(),
            ..Self::default()
        }
    }

    /// The address of this page.
    pub(crate) fn href(&self) -> String {
        match serde_urlencoded::to_string(self).unwrap_or_default() {
            query if query.is_empty() => "/results".to_owned(),
            query => format!("/results?{query}"),
        }
    }
}

/// One page of the list.
pub(crate) struct Listed {
    pub(crate) rows: Vec<Row>,
    pub(crate) next: Option<Wish>,
    /// Where the search stopped for now, if it stopped before the page was full.
    pub(crate) looked_back_to: Option<String>,
    pub(crate) items: Vec<Item>,
}

/// Who reads, and when.
pub(crate) struct Reader<'a> {
    pub(crate) account: &'a str,
    pub(crate) person: &'a Person,
    pub(crate) now: Instant,
}

/// The searches of a kind: what of reports and of single results belongs to it; `None` for nothing.
fn queries(kind: &str) -> (Option<&'static str>, Option<&'static str>) {
    match kind {
        "lab" => (
            Some("category=LAB,CH,HM,MB,SR,TX,IMM,BLB,LP29693-6"),
            Some("category=laboratory"),
        ),
        "imaging" => (
            Some("category=RAD,RX,CT,NMR,NMS,RUS,OUS,VUS,CUS,XRC,imaging,LP29684-5,LP29708-2"),
            Some("category=imaging"),
        ),
        "pathology" => (Some("category=PAT,PATH,SP,CP,CG,GE,LP7839-6"), None),
        "vitals" => (None, Some("category=vital-signs")),
        "other" => (
            None,
            Some("category:not=laboratory,imaging,procedure,exam,clinical-test,vital-signs"),
        ),
        _ => (Some(unread::REPORTS), Some(unread::OBSERVATIONS)),
    }
}

/// Makes one page.
pub(crate) fn list(chart: Chart<'_>, wish: &Wish, reader: &Reader<'_>, say: Say<'_>) -> Result<Listed, Failure> {
    let (reports, observations) = queries(&wish.kind);
    let mut filter = String::new();
    if !wish.q.trim().is_empty() {
        filter = format!("&{}", say.sought("code", &wish.q));
    }
    if wish.show() == Show::New {
        filter = format!("{filter}&{}", unread::since(reader.now));
    }
    // What is out of range is single results, whether in a panel or not; so is what is searched for by name.
    let reports = reports.filter(|_| wish.show() != Show::OutOfRange);
    let inside_panels = wish.show() == Show::OutOfRange || !wish.q.is_empty();
    let batch = if wish.is_filtered() { MANY } else { FEW };
    let mut merge = Merge {
        chart,
        searches: 0,
        reports: Stream::new(
            ResourceType::DiagnosticReport,
            reports,
            &format!("{filter}&_count={batch}"),
            (&wish.rc, wish.rs),
        ),
        observations: Stream::new(
            ResourceType::Observation,
            observations,
            &format!("{filter}&_count={MANY}"),
            (&wish.oc, wish.os),
        )
        .alone(!inside_panels),
    };
    let mut shown: Vec<Item> = Vec::new();
    let mut last: Option<Instant> = None;
    let mut stopped = false;
    while shown.len() < ROWS {
        let item = match merge.next()? {
            Step::Item(item) => item,
            Step::End => break,
            Step::Enough => {
                stopped = true;
                break;
            }
        };
        last = say::moment(&item.json, DATES).or(last);
        if merge.wants(&item, wish, reader, say)? {
            shown.push(*item);
        }
    }
    let next = merge.rest(wish);
    let opened = unread::opened(chart, reader.account, &shown)?;
    let members = members(chart, &shown)?;
    let members: HashMap<String, &Value> = members.iter().map(|item| (item.reference(), &*item.json)).collect();
    let rows: Vec<Row> = shown
        .iter()
        .map(|item| {
            let mut row = match item.kind {
                ResourceType::DiagnosticReport => report_row(item, &members, reader.person, say),
                _ => observation_row(item, reader.person, say),
            };
            if unread::is_new(item, opened.get(&item.reference()).copied(), reader.now) {
                row.badges.insert(0, row::new_badge(say));
            }
            row
        })
        .collect();
    Ok(Listed {
        rows,
        looked_back_to: last.filter(|_| stopped && next.is_some()).map(|at| say.day_of(at)),
        next,
        items: shown,
    })
}

/// What the reports among `shown` hold.
fn members(chart: Chart<'_>, shown: &[Item]) -> Result<Vec<Item>, Failure> {
    let references: Vec<String> = shown
        .iter()
        .flat_map(|item| view::all(&item.json, "result.reference"))
        .filter_map(|reference| reference.as_str().map(str::to_owned))
        .collect();
    chart.resolve(&references)
}

enum Step {
    Item(Box<Item>),
    /// There is nothing more.
    End,
    /// There may be more, but this page has searched enough.
    Enough,
}

/// The two searches as one, by date.
struct Merge<'a> {
    chart: Chart<'a>,
    searches: usize,
    reports: Stream,
    observations: Stream,
}

impl Merge<'_> {
    fn next(&mut self) -> Result<Step, Failure> {
        for stream in [&mut self.reports, &mut self.observations] {
            while stream.needs_more() {
                if self.searches == SEARCHES {
                    return Ok(Step::Enough);
                }
                self.searches += 1;
                stream.fetch(self.chart)?;
            }
        }
        let date = |stream: &Stream| stream.buffer.front().map(|item| say::moment(&item.json, DATES));
        let from_reports = match (date(&self.reports), date(&self.observations)) {
            (None, None) => return Ok(Step::End),
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (Some(report), Some(observation)) => report >= observation,
        };
        let stream = if from_reports {
            &mut self.reports
        } else {
            &mut self.observations
        };
        stream.taken += 1;
        Ok(stream
            .buffer
            .pop_front()
            .map_or(Step::End, |item| Step::Item(Box::new(item))))
    }

    /// Whether `item` is shown under this wish.
    fn wants(&self, item: &Item, wish: &Wish, reader: &Reader<'_>, say: Say<'_>) -> Result<bool, Failure> {
        Ok(match wish.show() {
            Show::Everything => true,
            Show::OutOfRange => !row::is_void(&item.json) && row::reading_of(&item.json, reader.person, say).is_out(),
            Show::New => {
                let opened = unread::opened(self.chart, reader.account, std::slice::from_ref(item))?;
                unread::is_new(item, opened.get(&item.reference()).copied(), reader.now)
            }
        })
    }

    /// Where the next page begins; `None` when there is none.
    fn rest(&self, wish: &Wish) -> Option<Wish> {
        if self.reports.is_over() && self.observations.is_over() {
            return None;
        }
        let (reports, observations) = (self.reports.place(), self.observations.place());
        Some(Wish {
            rc: reports.0,
            rs: reports.1,
            oc: observations.0,
            os: observations.1,
            ..wish.clone()
        })
    }
}

/// One search, read in batches, that can say where it stands.
struct Stream {
    kind: ResourceType,
    query: String,
    buffer: VecDeque<Item>,
    /// The cursor of the batch in the buffer; empty for the first.
    cursor: String,
    /// How many of the batch are gone from the buffer.
    taken: usize,
    next: Option<String>,
    loaded: bool,
    ended: bool,
    /// Whether what belongs to a panel is left out.
    alone: bool,
}

impl Stream {
    fn new(kind: ResourceType, query: Option<&str>, filter: &str, place: (&str, usize)) -> Self {
        Self {
            kind,
            query: format!("{}{filter}&_sort=-date", query.unwrap_or_default()),
            buffer: VecDeque::new(),
            cursor: place.0.to_owned(),
            taken: place.1,
            next: None,
            loaded: false,
            ended: query.is_none() || place.0 == END,
            alone: false,
        }
    }

    fn alone(mut self, alone: bool) -> Self {
        self.alone = alone;
        self
    }

    fn needs_more(&self) -> bool {
        !self.ended && self.buffer.is_empty()
    }

    /// Reads the next batch; of members of panels not even the text.
    fn fetch(&mut self, chart: Chart<'_>) -> Result<(), Failure> {
        if self.loaded {
            let Some(next) = self.next.take() else {
                self.ended = true;
                return Ok(());
            };
            (self.cursor, self.taken) = (next, 0);
        }
        let mut query = self.query.clone();
        if !self.cursor.is_empty() {
            query = format!("{query}&_cursor={}", encoded(&self.cursor));
        }
        let (mut heads, next) = chart.heads(self.kind, &query)?;
        if self.alone {
            heads = chart.unreferred(heads, &unread::PANELS)?;
        }
        let rest = heads.get(self.taken..).unwrap_or_default();
        self.buffer = chart.texts(rest)?.into();
        self.loaded = true;
        self.next = next;
        if self.buffer.is_empty() && self.next.is_none() {
            self.ended = true;
        }
        Ok(())
    }

    fn is_over(&self) -> bool {
        self.ended || (self.loaded && self.buffer.is_empty() && self.next.is_none())
    }

    fn place(&self) -> (String, usize) {
        if self.is_over() {
            return (END.to_owned(), 0);
        }
        (self.cursor.clone(), self.taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_filters_and_place_and_the_start_drops_the_place() {
        let wish = Wish {
            kind: "lab".into(),
            q: "LDL & co".into(),
            rc: "a=b".into(),
            rs: 3,
            ..Wish::default()
        };
        assert_eq!(wish.href(), "/results?kind=lab&q=LDL+%26+co&rc=a%3Db&rs=3");
        assert!(!wish.is_first() && wish.is_filtered());
        assert_eq!(wish.first_page().href(), "/results?kind=lab&q=LDL+%26+co");
        assert_eq!(Wish::default().href(), "/results");
    }
}
