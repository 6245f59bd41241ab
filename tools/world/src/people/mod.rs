//! The clinic's patients, one story a file.

mod deshawn;
mod maria;

use jiff::civil::Date;
use madrone_kernel::Random;

use crate::Chart;

/// Everyone's chart.
pub(crate) fn charts(today: Date, random: &Random) -> Vec<Chart> {
    vec![maria::chart(today, random), deshawn::chart(today, random)]
}
