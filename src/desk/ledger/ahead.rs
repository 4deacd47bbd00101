//! Days that have not come: nothing can be known of them yet, and mostly the year was mistyped.

use jiff::civil::Date;

use super::DeskError;
use super::find::question_of;
use super::mind::Mind;
use crate::record::{Body, Name};
use crate::store::Ledger;

impl Mind {
    /// Refuses a fact that says what was on a day after today, where today is known.
    pub(super) fn not_ahead(&self, ledger: &Ledger, body: &Body) -> Result<(), DeskError> {
        let Some(today) = self.today else {
            return Ok(());
        };
        match body.days().into_iter().find(|(_, day)| *day > today) {
            None => Ok(()),
            Some((field, day)) => Err(ahead(ledger, body, (field, day), today)?),
        }
    }
}

fn ahead(
    ledger: &Ledger,
    body: &Body,
    (field, day): (&str, Date),
    today: Date,
) -> Result<DeskError, DeskError> {
    let mut meant = String::from("is that the year you meant?");
    let earlier = day.checked_sub(jiff::Span::new().years(1)).ok();
    if let Some(earlier) = earlier.filter(|day| *day <= today)
        && let Some(id) = within(ledger, body, earlier)?
    {
        meant.push_str(&format!(" {earlier} lies within question {id}."));
    }
    meant.push_str(" To replay a made-up world, say with --as-if-today which day it is there");
    Ok(DeskError::refuse(
        field,
        day.to_string(),
        format!("that day has not come: today is {today}"),
        meant,
    ))
}

/// A question of the fact in whose life a day lies.
fn within(ledger: &Ledger, body: &Body, day: Date) -> Result<Option<Name>, DeskError> {
    for id in body.questions() {
        let (_, q) = question_of(ledger, id)?;
        if (q.opens..=q.deadline).contains(&day) {
            return Ok(Some(id.clone()));
        }
    }
    Ok(None)
}
