//! Whose eyes a question is hidden from.

use summit_ledger::desk::Desk;
use summit_ledger::record::{Account, Name};
use summit_ledger::view::guess;

use super::super::failure::Failure;
use super::Context;

impl Context {
    /// Whether whoever types is shown no number of a question.
    pub fn hides(&self, account: &Account) -> bool {
        let eyes = self.eyes();
        eyes.is_some_and(|who| account.is_blind_to(&who, false))
    }

    /// The account of a question of which whoever types is shown no number: see [`Desk::blind_to`].
    pub fn hidden(&self, desk: &Desk, id: &Name, all: bool) -> Result<Option<Account>, Failure> {
        match self.eyes() {
            None => Ok(None),
            Some(who) => Ok(desk.blind_to(&who, id, all)?),
        }
    }

    /// Who types, where blind questions are hidden from them: not with --unblind.
    pub fn eyes(&self) -> Option<String> {
        (!self.unblind).then(|| self.author())
    }
}

/// Why a question is not shown, and how it is.
pub(super) fn until_own(id: &Name) -> Failure {
    Failure::usage(
        format!("{id} is {}", guess::BLIND),
        format!(
            "`summit guess 0.7 --because TEXT -q {id}` gives it; --unblind shows it all the same"
        ),
    )
}
