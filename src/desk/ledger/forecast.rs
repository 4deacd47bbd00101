//! Entries of the program's own making.

use super::live::Live;
use super::mind::Mind;
use super::{DeskError, Hand};
use crate::belief::Outlook;
use crate::record::{Body, Entry, Forecast, date};
use crate::store::{Append, Draft};

impl Mind {
    /// Appends the forecast of a question that follows from an entry.
    pub(super) fn forecast(
        &self,
        append: &mut Append<'_>,
        hand: &Hand,
        live: &Live,
        cause: &Entry,
        outlook: Outlook,
    ) -> Result<(), DeskError> {
        let body = Body::Forecast(Box::new(Forecast {
            question: live.id().clone(),
            model: live.model_sha256.clone(),
            rests_on: cause.seq,
            as_of: date::from_number(outlook.as_of),
            p: outlook.p,
            lo: outlook.lo,
            hi: outlook.hi,
            effective_draws: outlook.effective_draws,
            program: self.program.clone(),
        }));
        let draft = Draft {
            id: body.id(),
            author: self.program.clone(),
            body,
        };
        let entry = append.push(draft, hand.now)?;
        append.ledger().derived(live.id().as_str(), entry.seq);
        Ok(())
    }
}
