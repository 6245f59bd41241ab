//! The versions of one resource, or of all of a type, the last first.

use madrone_authz::ChartAccess;
use madrone_db::{Tx, Value};
use madrone_fhir::ResourceType;

use crate::Refused;
use crate::place::{EVERYBODY, Scope};
use crate::read::{is_open, read};
use crate::search::{Cursor, KeyType, Search, Way};
use crate::stored::Stored;
use crate::write::deleted_kind;

/// One page of versions.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Versions {
    /// The versions, the last first; deletions among them.
    pub versions: Vec<Stored>,
    /// The cursor of the next page; `None` on the last.
    pub next: Option<String>,
}

/// At most `count` versions of a resource, or of all resources of a type when `id` is `None`, from `cursor` on. Only
/// what the key opens now: who could see an older version in another chart is not asked.
///
/// # Errors
/// [`Refused::NotFound`] when there is no such resource for this key; a fault when the cursor is none of ours.
pub fn history(
    tx: &Tx,
    access: &ChartAccess,
    kind: ResourceType,
    id: Option<&str>,
    cursor: Option<&str>,
    count: u32,
) -> Result<Versions, Refused> {
    let after = cursor.map(Cursor::read).transpose()?;
    if after.as_ref().is_some_and(|cursor| cursor.way != Way::Updated) {
        return Err(Cursor::refused());
    }
    // When, which version, of which resource.
    let after = after
        .map(|cursor| cursor.fits(&[KeyType::Int, KeyType::Int]))
        .transpose()?
        .map(|cursor| cursor.keys);
    let rid = match id {
        Some(id) => Some(read(tx, access, kind, id)?.ok_or(Refused::NotFound)?.rid),
        None => None,
    };
    let scope = Scope::of(access, kind);
    if scope.is_shut() {
        return Ok(Versions::default());
    }
    let count = count.clamp(1, 500);
    let look = Look {
        kind,
        scope,
        rid,
        after,
        limit: i64::from(count) + 1,
    };
    let mut all = look.at_current(&mut Search::new(tx, access))?;
    all.extend(look.at_older(&mut Search::new(tx, access))?);
    all.sort_by_key(|stored| std::cmp::Reverse((stored.updated, stored.version, stored.rid)));
    let more = all.len() > count as usize;
    all.truncate(count as usize);
    let next = all.last().filter(|_| more).map(|last| {
        let keys = [last.updated.micros(), last.version, last.rid].map(Value::Int);
        Cursor {
            way: Way::Updated,
            keys: keys.to_vec(),
        }
        .write()
    });
    // A page may be shorter for it; the next one goes on behind.
    all.retain(|stored| is_open(access, stored));
    Ok(Versions { versions: all, next })
}

/// Which versions are looked for.
struct Look {
    kind: ResourceType,
    scope: Scope,
    rid: Option<i64>,
    after: Option<Vec<Value>>,
    limit: i64,
}

impl Look {
    fn at_current(&self, search: &mut Search) -> Result<Vec<Stored>, Refused> {
        let members = self.members(search);
        let from = "chart_member m JOIN chart_resource v ON v.rid = m.rid AND v.updated = m.updated
            JOIN chart_resource r ON r.rid = v.rid";
        self.rows(search, from, vec![members])
    }

    fn at_older(&self, search: &mut Search) -> Result<Vec<Stored>, Refused> {
        let mut tests = vec![format!("v.kind = {}", search.bind(self.kind.code()))];
        if self.rid.is_none() && self.scope != Scope::All {
            let members = self.members(search);
            tests.push(format!("v.rid IN (SELECT m.rid FROM chart_member m WHERE {members})"));
        }
        self.rows(search, "chart_version v JOIN chart_resource r ON r.rid = v.rid", tests)
    }

    /// The resources of the type that the scope holds, deleted ones too.
    fn members(&self, search: &mut Search) -> String {
        let charts = match &self.scope {
            Scope::All => vec![EVERYBODY],
            Scope::Charts(charts) => charts.clone(),
        };
        let charts = search.is_one_of("m.patient", &charts);
        let kinds = search.is_one_of("m.kind", &[self.kind.code(), deleted_kind(self.kind)]);
        format!("{charts} AND {kinds}")
    }

    fn rows(&self, search: &mut Search, from: &str, mut tests: Vec<String>) -> Result<Vec<Stored>, Refused> {
        if let Some(rid) = self.rid {
            tests.push(format!("v.rid = {}", search.bind(rid)));
        }
        if let Some(after) = &self.after {
            let keys: Vec<_> = after.iter().map(|key| search.bind(key.clone())).collect();
            tests.push(format!("(v.updated, v.version, v.rid) < ({})", keys.join(", ")));
        }
        let limit = search.bind(self.limit);
        let sql = format!(
            "SELECT v.rid, r.id, v.version, v.updated, v.deleted, v.text FROM {from} WHERE {}{}
             ORDER BY v.updated DESC, v.version DESC, v.rid DESC LIMIT {limit}",
            tests.join(" AND "),
            search.within_reach("v.rid")
        );
        search.query(&sql, |row| Stored::read(row, 0))
    }
}
