//! What this room keeps of its own: which results an account has opened.

use std::collections::HashMap;

use madrone_db::{Param, Result, Tx, padded};
use madrone_kernel::Instant;

/// The versions of `targets` (`Type/id`) that `account` has opened.
pub(crate) fn read_versions(tx: &Tx, account: &str, targets: &[String]) -> Result<HashMap<String, i64>> {
    let mut found = HashMap::new();
    for targets in targets.chunks(256) {
        let list = padded(targets);
        let places: Vec<String> = (0..list.len()).map(|at| format!("${}", at + 2)).collect();
        let mut params: Vec<&dyn Param> = vec![&account];
        params.extend(list.iter().map(|target| target as &dyn Param));
        let sql = format!(
            "SELECT target, version FROM record_read WHERE account = $1 AND target IN ({})",
            places.join(", ")
        );
        found.extend(tx.query(&sql, &params, |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))?);
    }
    Ok(found)
}

/// Marks these versions as opened, whatever becomes of the page. What is marked already is not written again: most views
/// of a result are not the first.
pub(crate) fn keep_read(tx: &Tx, account: String, opened: Vec<(String, i64)>, now: Instant) -> Result<()> {
    let targets: Vec<String> = opened.iter().map(|(target, _)| target.clone()).collect();
    let marked = read_versions(tx, &account, &targets)?;
    let mut fresh = opened;
    fresh.retain(|(target, version)| marked.get(target) != Some(version));
    if fresh.is_empty() {
        return Ok(());
    }
    tx.keep(move |tx| {
        for (target, version) in &fresh {
            tx.execute(
                "INSERT INTO record_read (account, target, version, read_at) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (account, target) DO UPDATE SET version = excluded.version, read_at = excluded.read_at",
                &[&account, target, version, &now],
            )?;
        }
        Ok(())
    });
    Ok(())
}
