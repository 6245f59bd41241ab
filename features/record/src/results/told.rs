//! Telling a patient that there are new results. Import is what brings results in: it asks for one job a chart and import,
//! in the transaction that writes them, and the job finds out whether there is anything to tell of.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use madrone_accounts::account;
use madrone_authz::{Action, Actor, Area, audit};
use madrone_chart::Prepared;
use madrone_db::{Access, Db, Result, Tx};
use madrone_fhir::ResourceType;
use madrone_jobs::{Failed, Handler, enqueue_once};
use madrone_kernel::Instant;
use madrone_notify::{Notice, tell};
use madrone_web::{App, Channel, Event, Failure, Topic};
use serde_json::{Value, json};

use super::unread::{OBSERVATIONS, REPORTS, is_new, since};
use crate::chart::Chart;

const TELL: &str = "record-tell-of-results";

/// What belongs to one import comes within such a time, most of it.
const TOGETHER: Duration = Duration::from_mins(1);

/// Where results stand in the settings of notices.
pub(crate) const RESULTS: Topic = Topic {
    name: "record-results",
    order: 10,
    on: &[Channel::Email, Channel::Push],
    locked: false,
};

/// There is a new result.
pub(crate) const NEW_RESULT: Event = Event {
    name: "record-new-result",
    topic: &RESULTS,
    urgent: false,
};

/// Has the patients told, in whose charts `resources` may be new results and who have an account: once for the import that
/// began at `import`, however often it comes back to a chart.
///
/// # Errors
/// When the database fails.
pub fn tell_of_results(tx: &Tx, resources: &[Prepared], import: Instant, now: Instant) -> Result<()> {
    let results = resources
        .iter()
        .filter(|one| matches!(one.kind, ResourceType::DiagnosticReport | ResourceType::Observation));
    let charts: BTreeSet<&String> = results.flat_map(Prepared::charts).collect();
    for chart in charts {
        if account::by_chart(tx, chart)?.is_none() {
            continue;
        }
        let key = format!("results {} {chart}", import.micros());
        let payload = json!({ "chart": chart, "import": import.micros() });
        enqueue_once(tx, TELL, &key, &payload, now.plus(TOGETHER))?;
    }
    Ok(())
}

pub(crate) fn job(app: &Arc<App>) -> (&'static str, Handler) {
    let app = Arc::clone(app);
    let handler = move |db: &Db, payload: &Value| {
        let chart = madrone_notify::text(payload, "chart")?.to_owned();
        let import = payload["import"].as_i64().map(Instant::from_micros);
        let import = import.ok_or_else(|| Failed::ForGood("the payload has no import".into()))?;
        let house = Arc::clone(&app);
        // Why a chart could not be read may hold words of it: the log has them, the queue does not.
        db.wait(Access::Write, move |tx| tell_of(&house, tx, &chart, import))
            .map_err(|failure: Failure| {
                tracing::error!(%failure, "new results could not be looked for");
                Failed::ForNow("the chart could not be read".into())
            })
    };
    (TELL, Arc::new(handler))
}

fn tell_of(app: &App, tx: &Tx, chart: &str, import: Instant) -> std::result::Result<(), Failure> {
    let Some(account) = account::by_chart(tx, chart)? else {
        return Ok(());
    };
    if !has_news(app, tx, chart, import)? {
        return Ok(());
    }
    let notice = Notice {
        account: &account.id,
        event: &NEW_RESULT,
        occasion: &import.micros().to_string(),
        path: "/results",
    };
    Ok(tell(app, tx, notice, app.clock.now())?)
}

/// Whether `import` brought a recent result that may be told of. What carries a sensitivity label is not announced: a notice
/// alone, seen by others, may say too much.
fn has_news(app: &App, tx: &Tx, chart: &str, import: Instant) -> std::result::Result<bool, Failure> {
    let (actor, now) = (Actor::System { part: "notices" }, app.clock.now());
    let (opened, entry) = madrone_authz::open(
        tx,
        &app.rules,
        &actor,
        chart,
        Action::view(Area::Results),
        ("", TELL, now),
    )?;
    audit::write(tx, &[entry])?;
    let access = opened?.without_labelled();
    let chart = Chart::new(tx, &access);
    let came = format!("_lastUpdated=ge{}&{}", import.timestamp(), since(now));
    for (kind, which) in [
        (ResourceType::DiagnosticReport, REPORTS),
        (ResourceType::Observation, OBSERVATIONS),
    ] {
        let (heads, _) = chart.heads(kind, &format!("{which}&{came}&_count=100"))?;
        let items = chart.texts(&heads)?;
        if items.iter().any(|item| is_new(item, None, now)) {
            return Ok(true);
        }
    }
    Ok(false)
}
