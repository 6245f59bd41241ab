//! What others publish, against what we do. The folder with it is named by `MADRONE_SHARED`; nothing of it is copied.

#[path = "../it/browser.rs"]
#[expect(dead_code, reason = "the whole of it is for the tests of the house")]
mod browser;
mod import;
mod oracle;
mod parameters;
#[path = "../it/portal.rs"]
#[expect(dead_code, reason = "the whole of it is for the tests of the house")]
mod portal;
mod reach;
mod shared;
