//! Every danger the database threads guard against, each as a test, on both engines wherever both have it.

mod grouping;
mod keeping;
mod limits;
mod queues;
mod servers;
mod starting;
mod surviving;
mod transactions;
mod values;
mod world;
