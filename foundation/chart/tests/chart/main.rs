//! The store on both engines.

mod access;
mod search;
mod world;
mod write;
