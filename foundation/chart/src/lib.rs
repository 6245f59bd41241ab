//! The chart: a FHIR store on two engines.
//!
//! Every function takes a [`ChartAccess`](madrone_authz::ChartAccess) and keeps to it in SQL: with the key to one chart
//! there is nothing else than that chart and the directory (practitioners, organizations, places), not even as a count.
//! Texts are kept as received, with every digit, extension and order; the store adds the id and the version in `meta`.
//!
//! What never enters: the meaning of a resource to a feature, and who may open which chart.

mod bundle;
mod gather;
mod heads;
mod history;
mod ingest;
mod labels;
mod numbers;
mod place;
mod prepared;
mod read;
mod refused;
mod resource;
mod rows;
mod search;
mod stored;
mod versions;
mod write;

pub use bundle::{searchset, transaction};
pub use heads::{Head, heads, last_change, texts, unreferred};
pub use history::{Versions, history};
pub use ingest::{Ingested, Resolved, Resolver, ingest, resolve_pending, unresolved};
pub use labels::{is_labelled_by_rules, relabel};
pub use prepared::{Prepared, content_id, set_id};
pub use read::{read, read_reference, read_references, vread};
pub use refused::Refused;
pub use resource::{Writer, create, create_unless, delete, update, update_matching};
pub use search::{Page, count, counts_by_type, search, search_text};
pub use stored::{Found, Stored};
pub use write::Change;
