//! What others publish, against what we do. The folder with it is named by `MADRONE_SHARED`; nothing of it is copied.

mod import;
mod oracle;
mod parameters;
mod shared;
