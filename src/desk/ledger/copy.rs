//! Going on from an older copy for good.

use super::{Desk, DeskError, Hand, Recorded};
use crate::proof::key::VerifierKey;
use crate::record::{Body, Continuation};

impl Desk {
    /// Appends an entry that says that the log goes on from here, and that what was last seen of it,
    /// or was signed by its key, is given up. Until the log is longer than that, nothing is signed.
    ///
    /// # Errors
    /// When the log is what was last seen of it, or the file cannot be written.
    pub fn adopt_copy(
        &mut self,
        hand: &Hand,
        because: &str,
        key: Option<&VerifierKey>,
    ) -> Result<Recorded, DeskError> {
        for entry in self.ledger.questions()? {
            if let Body::Question(q) = &entry.body {
                super::derive::every(&self.ledger, &mut self.mind, &q.id)?;
            }
        }
        let mut append = self.ledger.begin_on_copy(key)?;
        let Some((lost_size, lost_root)) = append.lost() else {
            return Err(DeskError::refuse(
                "",
                "",
                "this ledger is what was last seen here, or grew out of it",
                "there is nothing to give up; append as always",
            ));
        };
        let body = Body::Continuation(Continuation {
            because: because.to_owned(),
            from_size: append.tip().size(),
            from_root: hex::encode(append.tip().root()),
            lost_size,
            lost_root: hex::encode(lost_root),
        });
        // The checks of reading: one that could not be read back is refused now.
        let body = Body::from_value("continuation", &body.to_value())?;
        let recorded = Recorded::plain(append.append(hand.draft(body), hand.now)?);
        append.commit()?;
        Ok(recorded)
    }
}
