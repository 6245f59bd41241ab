//! What a chart holds of each type, in one statement.

use std::collections::HashMap;

use madrone_authz::ChartAccess;
use madrone_db::Tx;
use madrone_fhir::ResourceType;

use super::Search;
use crate::Refused;
use crate::place::EVERYBODY;

/// How many resources of each type are in the chart that the key opens, or in all charts; types of which there are none,
/// or that may not be read, are left out. The directory, which is open beside a chart, is not counted.
///
/// # Errors
/// When the database fails.
pub fn counts_by_type(tx: &Tx, access: &ChartAccess) -> Result<HashMap<ResourceType, u64>, Refused> {
    let open: Vec<i64> = ResourceType::all()
        .iter()
        .filter(|kind| access.sees(**kind))
        .map(|kind| kind.code())
        .collect();
    let mut search = Search::new(tx, access);
    let chart = search.bind(access.patient_rid().unwrap_or(EVERYBODY));
    let kinds = search.is_one_of("m.kind", &open);
    let within_reach = search.within_reach("m.rid");
    let sql = format!(
        "SELECT m.kind, count(*) FROM chart_member m WHERE m.patient = {chart} AND {kinds}{within_reach}
         GROUP BY m.kind"
    );
    let counts = search.query(&sql, |row| {
        Ok((ResourceType::from_code(row.get(0)?), row.get::<i64>(1)?))
    })?;
    let known = |(kind, count): (Option<ResourceType>, i64)| Some((kind?, u64::try_from(count).ok()?));
    Ok(counts.into_iter().filter_map(known).collect())
}
