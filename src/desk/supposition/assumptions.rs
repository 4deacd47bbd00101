//! What the forecast rests on, and what could still move it. Nothing is written.

use super::worth::{Supposed, Worth, worth};
use super::{DeskError, Standing};
use crate::belief::sensitivity::{Sensitivity, sensitivity};

impl Standing {
    /// The forecast without each signal and under other settings.
    ///
    /// # Errors
    /// When the deadline has passed, or the arithmetic has no answer.
    pub fn sensitivity(&self) -> Result<Sensitivity, DeskError> {
        self.before_the_deadline()?;
        Ok(sensitivity(&self.run())?)
    }

    /// What each kind of signal would be worth if it came on this day.
    ///
    /// # Errors
    /// As [`Standing::sensitivity`].
    pub fn worth(&self, supposed: &Supposed) -> Result<Vec<Worth>, DeskError> {
        self.before_the_deadline()?;
        Ok(worth(&self.run(), supposed)?)
    }

    fn before_the_deadline(&self) -> Result<(), DeskError> {
        let deadline = self.question.deadline;
        if self.as_of < deadline {
            return Ok(());
        }
        Err(DeskError::refuse(
            "as-of",
            self.as_of.to_string(),
            format!("nothing moves the answer once the deadline {deadline} is there"),
            "look back with --as-of and an earlier day",
        ))
    }
}
