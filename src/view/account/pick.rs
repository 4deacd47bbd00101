//! Which rows of a history are shown, and in which order.

use jiff::civil::Date;

use super::columns::kind;
use crate::record::{Account, Name, Row};

/// What rows have to be.
#[derive(Debug, Clone, Default)]
pub struct Pick {
    /// Appended by this author, in any case.
    pub by: Option<String>,
    /// Of this kind, or entries of this type.
    pub kind: Option<Name>,
    /// Of this day or later.
    pub since: Option<Date>,
    /// Of these no more than the last so many.
    pub last: Option<usize>,
    /// The latest first.
    pub reverse: bool,
}

impl Pick {
    /// The places of the rows that are shown, in the order in which they are.
    #[must_use]
    pub fn rows(&self, account: &Account) -> Vec<usize> {
        let rows = account.rows.iter().enumerate();
        let fit = rows.filter(|(_, row)| self.fits(row));
        let mut fit: Vec<usize> = fit.map(|(place, _)| place).collect();
        if let Some(most) = self.last {
            fit.drain(..fit.len().saturating_sub(most));
        }
        if self.reverse {
            fit.reverse();
        }
        fit
    }

    fn fits(&self, row: &Row) -> bool {
        let by = self.by.as_deref().map(str::to_lowercase);
        by.is_none_or(|by| row.cause.author.to_lowercase() == by)
            && self.kind.as_ref().is_none_or(|k| kind(row) == k.as_str())
            && self.since.is_none_or(|day| row.day() >= day)
    }

    /// How many rows are left out, in words, where any are.
    #[must_use]
    pub fn left_out(&self, account: &Account) -> Option<String> {
        let (all, shown) = (account.rows.len(), self.rows(account).len());
        match all - shown {
            0 => None,
            _ if shown == 0 => Some(format!(
                "None of {all} rows is of that sort{}.",
                there(account)
            )),
            1 => Some(format!("1 of {all} rows is left out.")),
            n => Some(format!("{n} of {all} rows are left out.")),
        }
    }
}

/// The authors and kinds that there are.
fn there(account: &Account) -> String {
    let list = |of: &dyn Fn(&Row) -> String| {
        let all: std::collections::BTreeSet<String> = account.rows.iter().map(of).collect();
        all.into_iter().collect::<Vec<_>>().join(", ")
    };
    let authors = list(&|row| row.cause.author.clone());
    let kinds = list(&|row| kind(row).to_owned());
    format!("; authors here: {authors}; kinds: {kinds}")
}
