//! Signals taken from a form: one at a time at a desk of its own, each preview appended once.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::sync::Semaphore;

use super::limits::Limits;
use super::previews::Previews;
use super::problem::Problem;
use super::token::Token;
use crate::desk::{Desk, Hand};
use crate::record::Instant;

/// Opens a desk to append at, checked as the command's, and says what the clock says.
pub type Opening = Box<dyn Fn() -> Result<(Desk, Instant), Refused> + Send + Sync>;

/// How signals are taken.
pub struct Writing {
    /// Who serves: it stands in the author of every entry, after the name typed in the form.
    pub author: String,
    /// A desk for each form.
    pub desk: Opening,
}

/// Why there is no desk to append at.
#[derive(Debug, Clone)]
pub struct Refused {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}

/// Who takes forms.
pub(super) struct Writer {
    writing: Arc<Writing>,
    /// Stands in every form of this server, and nowhere else.
    form: Token,
    pub previews: Arc<Previews>,
    /// The one desk.
    place: Arc<Semaphore>,
    /// Time to send a form.
    pub patience: Duration,
    wait: Duration,
    answer: Duration,
}

impl Writer {
    pub fn new(writing: Writing, form: Token, limits: &Limits) -> Self {
        Self {
            writing: Arc::new(writing),
            form,
            previews: Arc::default(),
            place: Arc::new(Semaphore::new(1)),
            patience: limits.head,
            wait: limits.wait,
            answer: limits.answer,
        }
    }

    /// The secret for a form.
    pub fn secret(&self) -> String {
        self.form.reveal().to_owned()
    }

    /// Refuses a form that is none of this server's.
    pub fn is_mine(&self, secret: &str) -> Result<(), Problem> {
        match self.form.is(secret) {
            true => Ok(()),
            false => Err(Problem::new(
                StatusCode::FORBIDDEN,
                "this form is not of this server, or it was started anew since",
                "open the page again; nothing was appended",
            )),
        }
    }

    /// Works at the desk in the name of somebody, when nobody else does.
    pub async fn at_desk<T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce(&mut Desk, &Hand) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let author = author(name, &self.writing.author)?;
        let place = Arc::clone(&self.place).acquire_owned();
        let place = match tokio::time::timeout(self.wait, place).await {
            Ok(Ok(place)) => place,
            Ok(Err(_)) => return Err(Problem::fault()),
            Err(_) => return Err(Problem::busy("others are adding signals", 2)),
        };
        let writing = Arc::clone(&self.writing);
        let task = tokio::task::spawn_blocking(move || {
            let opened = (writing.desk)();
            let (mut desk, now) = opened.map_err(|e| Problem::unwritable(e.what, e.hint))?;
            let out = work(&mut desk, &Hand { author, now });
            drop(desk);
            drop(place);
            out
        });
        match tokio::time::timeout(self.answer, task).await {
            Ok(Ok(out)) => out,
            Ok(Err(_)) => Err(Problem::fault()),
            Err(_) => Err(Problem::busy(
                "it takes long; it may still be appended, and once only",
                5,
            )),
        }
    }
}

/// The author of what is added under a name at the page of somebody who serves.
fn author(name: &str, serves: &str) -> Result<String, Problem> {
    match name {
        "" => Err(Problem::bad(
            "your name is missing",
            "it is recorded with the entry",
        )),
        name => Ok(format!("{name} via {serves}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_names_who_typed_it_and_who_serves() {
        assert_eq!(author("Bo", "ana").unwrap(), "Bo via ana");
        assert_eq!(author("ana", "ana").unwrap(), "ana via ana");
        assert!(author("", "ana").is_err());
    }
}
