//! The clinic's patients, one story a file.

mod deshawn;
mod grace;
mod leo;
mod maria;
mod sofia;
mod walter;

use jiff::civil::Date;
use madrone_kernel::Random;

use crate::Chart;

/// Everyone's chart.
pub(crate) fn charts(today: Date, random: &Random) -> Vec<Chart> {
    vec![
        maria::chart(today, random),
        sofia::chart(today, random),
        leo::chart(today, random),
        grace::chart(today, random),
        walter::chart(today, random),
        deshawn::chart(today, random),
    ]
}
