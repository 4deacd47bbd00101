//! What a correction needs: an id that is free, and the day on which it became known.

use jiff::civil::Date;

use super::{Desk, DeskError};
use crate::record::{Body, Name};

impl Desk {
    /// The id of what is said anew in place of `id`: `id.2`, or the next number that is free.
    ///
    /// # Errors
    /// When no such id can be, or the file cannot be read.
    pub fn next_id(&self, id: &str) -> Result<Name, DeskError> {
        let stem = match id.rsplit_once('.') {
            Some((stem, n)) if n.parse::<u32>().is_ok() => stem,
            _ => id,
        };
        for n in 2_u32.. {
            let next = format!("{stem}.{n}");
            if self.ledger.entry_by_id(&next)?.is_none() {
                return Ok(Name::parse(&next).map_err(|e| e.under("id"))?);
            }
        }
        Err(DeskError::refuse(
            "",
            "",
            "no identifier is left",
            "give another with `summit add --id`",
        ))
    }

    /// The day on which a correction of what was told became known: today where its questions are
    /// open today, else the latest day known of them, never after today.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn correction_day(&mut self, told: &Body, today: Date) -> Result<Date, DeskError> {
        let mut day = told.known_on().unwrap_or(today).min(today);
        for id in told.questions() {
            let standing = self.standing(id, None)?;
            let q = &standing.question;
            let here = match (q.opens..=q.deadline).contains(&today) {
                true => today,
                false => standing.as_of.min(today),
            };
            day = day.max(here);
        }
        Ok(day)
    }
}
