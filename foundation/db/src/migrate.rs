//! Brings a schema up to date. Files of the same name stand in `migrations/sqlite` and `migrations/postgres`; they run
//! in the order of their names, each in a transaction, and are never changed once released.

use crate::{Error, Result};

struct Migration {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

const MIGRATIONS: &[Migration] = &include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS db_migration (name TEXT PRIMARY KEY)";

/// The names of the migrations that a schema which has had `applied` still needs.
///
/// # Errors
/// [`Error::Start`] when `applied` names one that this program does not know: the schema is newer.
pub fn pending(applied: &[String]) -> Result<Vec<&'static str>> {
    let unknown = applied
        .iter()
        .find(|name| MIGRATIONS.iter().all(|known| known.name != name.as_str()));
    if let Some(name) = unknown {
        return Err(Error::Start(format!(
            "The database was last used by a newer Madrone (it has had the change {name}, which this one does not know). Start the newer one, or restore a backup."
        )));
    }
    Ok(MIGRATIONS
        .iter()
        .map(|known| known.name)
        .filter(|name| !applied.iter().any(|had| had == name))
        .collect())
}

/// All there is to the schema, in words: two programs that give the same make the same schema.
pub fn schema() -> String {
    MIGRATIONS
        .iter()
        .flat_map(|known| [known.name, known.sqlite, known.postgres])
        .collect()
}

fn named(name: &str) -> &'static Migration {
    MIGRATIONS
        .iter()
        .find(|known| known.name == name)
        .expect("pending names come from the list")
}

pub(crate) fn sqlite(connection: &rusqlite::Connection) -> Result<()> {
    // Taken at once, so that two programs that start together do not both find the same change missing.
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let outcome = (|| {
        connection.execute_batch(LEDGER)?;
        let applied = connection
            .prepare("SELECT name FROM db_migration")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()?;
        for name in pending(&applied)? {
            connection.execute_batch(named(name).sqlite)?;
            connection.execute("INSERT INTO db_migration (name) VALUES (?1)", [name])?;
        }
        // A write that changes nothing but the disk: a full or read-only one is found now and not by a patient.
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS db_start (count BIGINT NOT NULL);
             INSERT INTO db_start SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM db_start);
             UPDATE db_start SET count = count + 1;",
        )?;
        Ok(())
    })();
    let end = if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" };
    let ended = if connection.is_autocommit() {
        Ok(())
    } else {
        connection.execute_batch(end)
    };
    outcome.and_then(|()| Ok(ended?))
}

pub(crate) fn postgres(client: &mut postgres::Client) -> Result<()> {
    let mut transaction = client.transaction()?;
    // Any fixed number: servers that start together take turns.
    transaction.batch_execute(&format!("SELECT pg_advisory_xact_lock(4627105); {LEDGER}"))?;
    let applied: Vec<String> = transaction
        .query("SELECT name FROM db_migration", &[])?
        .iter()
        .map(|row| row.get(0))
        .collect();
    for name in pending(&applied)? {
        transaction.batch_execute(named(name).postgres)?;
        transaction.execute("INSERT INTO db_migration (name) VALUES ($1)", &[&name])?;
    }
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_from_a_newer_program_is_refused_in_a_sentence() {
        let Err(Error::Start(said)) = pending(&["9999_from_the_future".into()]) else {
            panic!("must be refused")
        };
        assert!(
            said.contains("newer Madrone") && said.contains("9999_from_the_future"),
            "{said}"
        );
    }

    #[test]
    fn names_are_in_order_and_once_each() {
        let names: Vec<_> = MIGRATIONS.iter().map(|migration| migration.name).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(names, sorted);
    }
}
