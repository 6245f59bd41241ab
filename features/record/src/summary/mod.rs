//! The health summary: the record on one page, to read, print or keep. The clinic's view of a patient is made of the same
//! parts.

mod parts;
pub(crate) mod patient;
mod pdf;
mod person;
mod recent;
mod sections;

pub(crate) use parts::{Made, Part, Reader, SUMMARY};
pub(crate) use person::{name, record_number, who};
pub(crate) use sections::sections;
