//! A resource as the store has it.

use madrone_db::{Result, Row};
use madrone_fhir::ResourceType;
use madrone_kernel::Instant;
use serde_json::Value;

/// One version of a resource.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stored {
    /// Its type.
    pub kind: ResourceType,
    /// Its id.
    pub id: String,
    /// `meta.versionId`, from 1.
    pub version: i64,
    /// `meta.lastUpdated`.
    pub updated: Instant,
    /// Whether this version is the deletion; then there is no text.
    pub deleted: bool,
    /// The resource as JSON: every digit, extension and order as received.
    pub text: String,
    pub(crate) rid: i64,
}

/// What a read finds: `None` when there is nothing for whoever asks; the version may be a deletion.
pub type Found = Option<Stored>;

impl Stored {
    /// The resource as a value.
    ///
    /// # Panics
    /// For a deletion, which has none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("what is stored is JSON and no deletion")
    }

    /// `Type/id`.
    pub fn reference(&self) -> String {
        format!("{}/{}", self.kind, self.id)
    }

    /// The number that the door knows the resource by, where a relationship rests on it.
    pub fn number(&self) -> i64 {
        self.rid
    }

    /// The version as the HTTP header `ETag`: `W/"3"`.
    pub fn etag(&self) -> String {
        format!("W/\"{}\"", self.version)
    }

    /// Reads the columns `rid, id, version, updated, deleted, text` from `first` on.
    pub(crate) fn read(row: &Row, first: usize) -> Result<Self> {
        let rid: i64 = row.get(first)?;
        let deleted: bool = row.get(first + 4)?;
        Ok(Self {
            kind: kind_of(rid).ok_or(madrone_db::Error::Column(first))?,
            id: row.get(first + 1)?,
            version: row.get(first + 2)?,
            updated: row.get(first + 3)?,
            deleted,
            text: if deleted { String::new() } else { row.get(first + 5)? },
            rid,
        })
    }
}

/// The columns that [`Stored::read`] reads, of a table called `r`.
pub(crate) const COLUMNS: &str = "r.rid, r.id, r.version, r.updated, r.deleted, r.text";

/// The type of the resource numbered `rid`: its last byte.
pub(crate) fn kind_of(rid: i64) -> Option<ResourceType> {
    ResourceType::from_code(rid & 0xff)
}
