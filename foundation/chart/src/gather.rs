//! Index rows of many resources, gathered by table in the order of their keys, and written or taken away at once.

use madrone_db::{Result, Tx, ValueRef};

use crate::prepared::Prepared;

/// Rows of the five index tables: each a patient, the row, and the resource's number.
#[derive(Default)]
pub(crate) struct Gathered<'a> {
    /// patient, param, code, rid, system
    tokens: Vec<(i64, i64, &'a str, i64, i64)>,
    /// patient, param, folded, exact, rid, edge
    texts: Vec<(i64, i64, &'a str, &'a str, i64, i64)>,
    /// patient, param, since, until, rid, edge
    dates: Vec<(i64, i64, i64, i64, i64, i64)>,
    /// patient, param, target, rid
    references: Vec<(i64, i64, i64, i64)>,
    quantities: Vec<QuantityRow<'a>>,
}

struct QuantityRow<'a> {
    patient: i64,
    row: &'a crate::rows::Quantity,
    words: [&'a str; 4],
    rid: i64,
}

impl<'a> Gathered<'a> {
    /// Adds all rows of a resource numbered `rid` in `charts`, whose references lead to `targets`.
    pub(crate) fn add(&mut self, prepared: &'a Prepared, rid: i64, charts: &[i64], targets: &[i64]) {
        let rows = &prepared.rows;
        for &patient in charts {
            let token = |row: &crate::rows::Token| (patient, row.param, rows.word(row.code), rid, row.system);
            self.tokens.extend(rows.tokens.iter().map(token));
            self.texts.extend(rows.texts.iter().map(|row| {
                (
                    patient,
                    row.param,
                    rows.word(row.folded),
                    rows.word(row.exact),
                    rid,
                    row.edge,
                )
            }));
            self.dates.extend(
                rows.dates
                    .iter()
                    .map(|row| (patient, row.param, row.since, row.until, rid, row.edge)),
            );
            self.references.extend(
                rows.links
                    .iter()
                    .map(|row| (patient, row.param, targets[row.target], rid)),
            );
            self.quantities.extend(rows.quantities.iter().map(|row| QuantityRow {
                patient,
                row,
                words: [row.code, row.unit_code, row.unit_word, row.dimension].map(|span| rows.word(span)),
                rid,
            }));
        }
    }

    /// Writes them. A row that is there already stays: two texts may be the same when they are cut.
    pub(crate) fn insert(mut self, tx: &Tx) -> Result<()> {
        const NEW: &str = "ON CONFLICT DO NOTHING";
        // In the order of the keys, so that neighbours go to the same pages.
        self.tokens.sort_unstable();
        self.texts.sort_unstable();
        self.dates.sort_unstable();
        self.references.sort_unstable();
        self.quantities
            .sort_by(|a, b| (a.patient, a.row.param, a.words[0]).cmp(&(b.patient, b.row.param, b.words[0])));
        let values: Vec<_> = self.tokens.iter().flat_map(token).collect();
        tx.insert_many(
            "INSERT INTO chart_token (patient, param, code, rid, system)",
            5,
            &values,
            NEW,
        )?;
        let values: Vec<_> = self
            .texts
            .iter()
            .flat_map(|row| [&text(row)[..], &[int(row.5)]].concat())
            .collect();
        tx.insert_many(
            "INSERT INTO chart_text (patient, param, folded, exact, rid, edge)",
            6,
            &values,
            NEW,
        )?;
        let values: Vec<_> = self
            .dates
            .iter()
            .flat_map(|row| [row.0, row.1, row.2, row.3, row.4, row.5].map(int))
            .collect();
        tx.insert_many(
            "INSERT INTO chart_date (patient, param, since, until, rid, edge)",
            6,
            &values,
            NEW,
        )?;
        let values: Vec<_> = self
            .references
            .iter()
            .flat_map(|row| [row.0, row.1, row.2, row.3].map(int))
            .collect();
        tx.insert_many(
            "INSERT INTO chart_reference (patient, param, target, rid)",
            4,
            &values,
            NEW,
        )?;
        let values: Vec<_> = self.quantities.iter().flat_map(quantity).collect();
        tx.insert_many(
            "INSERT INTO chart_quantity (patient, param, code, system, low, high, unit_system, unit_code, unit_word, rid,
             canonical_low, canonical_high, dimension)",
            13,
            &values,
            NEW,
        )
    }

    /// Takes them away, each by its whole primary key.
    pub(crate) fn delete(&self, tx: &Tx) -> Result<()> {
        for row in &self.tokens {
            let sql = "DELETE FROM chart_token
                WHERE patient = $1 AND param = $2 AND code = $3 AND rid = $4 AND system = $5";
            delete(tx, sql, &token(row))?;
        }
        for row in &self.texts {
            let sql = "DELETE FROM chart_text
                WHERE patient = $1 AND param = $2 AND folded = $3 AND exact = $4 AND rid = $5";
            delete(tx, sql, &text(row))?;
        }
        for row in &self.dates {
            let sql = "DELETE FROM chart_date
                WHERE patient = $1 AND param = $2 AND since = $3 AND until = $4 AND rid = $5";
            delete(tx, sql, &[row.0, row.1, row.2, row.3, row.4].map(int))?;
        }
        for row in &self.references {
            let sql = "DELETE FROM chart_reference WHERE patient = $1 AND param = $2 AND target = $3 AND rid = $4";
            delete(tx, sql, &[row.0, row.1, row.2, row.3].map(int))?;
        }
        for row in &self.quantities {
            let sql = "DELETE FROM chart_quantity WHERE patient = $1 AND param = $2 AND code = $3 AND system = $4
                AND low = $5 AND high = $6 AND unit_system = $7 AND unit_code = $8 AND unit_word = $9 AND rid = $10";
            delete(tx, sql, &quantity(row)[..10])?;
        }
        Ok(())
    }
}

fn int(value: i64) -> ValueRef<'static> {
    ValueRef::Int(value)
}

fn token<'a>(row: &(i64, i64, &'a str, i64, i64)) -> [ValueRef<'a>; 5] {
    [int(row.0), int(row.1), ValueRef::Text(row.2), int(row.3), int(row.4)]
}

fn text<'a>(row: &(i64, i64, &'a str, &'a str, i64, i64)) -> [ValueRef<'a>; 5] {
    [
        int(row.0),
        int(row.1),
        ValueRef::Text(row.2),
        ValueRef::Text(row.3),
        int(row.4),
    ]
}

fn quantity<'a>(
    QuantityRow {
        patient,
        row,
        words,
        rid,
    }: &QuantityRow<'a>,
) -> [ValueRef<'a>; 13] {
    let [code, unit_code, unit_word, dimension] = words.map(ValueRef::Text);
    let real = ValueRef::Real;
    [
        int(*patient),
        int(row.param),
        code,
        int(row.system),
        real(row.low),
        real(row.high),
        int(row.unit_system),
        unit_code,
        unit_word,
        int(*rid),
        real(row.canonical_low),
        real(row.canonical_high),
        dimension,
    ]
}

fn delete(tx: &Tx, sql: &str, key: &[ValueRef<'_>]) -> Result<()> {
    let params: Vec<&dyn madrone_db::Param> = key.iter().map(|value| value as &dyn madrone_db::Param).collect();
    tx.execute(sql, &params).map(drop)
}
