//! What people believe of a question now, beside the model; and who may see it.

use super::find::question_of;
use super::{Desk, DeskError};
use crate::record::{Account, Name};
use crate::score::people::{Now, Past};

impl Desk {
    /// The numbers that stand on a question: the model's last, each person's, the crowd's and the
    /// pool's.
    ///
    /// # Errors
    /// As [`Desk::score`].
    pub fn numbers_now(&mut self, id: &Name) -> Result<Now, DeskError> {
        let account = self.history(id, None)?;
        let past = match account.guesses.is_empty() {
            true => Past::default(),
            false => self.past(None)?,
        };
        Ok(Now::of(account, &past)?)
    }

    /// Whether a person's standing number on a question is the guess of that id.
    ///
    /// # Errors
    /// When there is no such question, or the file cannot be read.
    pub fn stands_as(&self, id: &Name, who: &str, guess: &Name) -> Result<bool, DeskError> {
        let guesses = self.history(id, None)?.guesses;
        let mut standing = guesses.standing().into_iter();
        Ok(standing.any(|g| g.who == who && g.guess.id == *guess))
    }

    /// The account of a question that is blind to a person: see [`Account::is_blind_to`].
    ///
    /// # Errors
    /// When there is no such question, or the file cannot be read.
    pub fn blind_to(&self, who: &str, id: &Name, all: bool) -> Result<Option<Account>, DeskError> {
        if !(all || question_of(&self.ledger, id)?.1.blind) {
            return Ok(None);
        }
        let account = self.history(id, None)?;
        Ok(account.is_blind_to(who, all).then_some(account))
    }
}
