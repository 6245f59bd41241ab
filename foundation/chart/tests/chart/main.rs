//! The store on both engines.

mod access;
mod bundle;
mod ingest;
mod labels;
mod search;
mod world;
mod write;
