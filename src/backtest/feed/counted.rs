//! Events counted by day, partner and kind, as CSV.

use super::{Event, Form};
use crate::backtest::csv::rows;
use crate::record::Invalid;

const COLUMNS: [&str; 4] = ["date", "partner", "kind", "count"];

/// The form.
pub const FORM: Form = Form {
    holds: "CSV with date,partner,kind,count",
    fits: |text| {
        let header = text.lines().next().unwrap_or_default();
        COLUMNS.iter().all(|name| header.contains(name))
    },
    read,
};

/// How many there were on a day does not matter, only that there was one.
fn read(text: &str, each: &mut dyn FnMut(Event<'_>)) -> Result<(), Invalid> {
    for row in rows(text, &COLUMNS)? {
        let day = row.day(0, "date")?;
        let partner = row.text(1, "partner")?;
        let kind = row.text(2, "kind")?;
        let count: u32 = row
            .raw(3)
            .parse()
            .map_err(|_| row.bad("count", row.raw(3), "not a count", "a whole number from 0"))?;
        if count > 0 {
            each(Event { day, partner, kind });
        }
    }
    Ok(())
}
