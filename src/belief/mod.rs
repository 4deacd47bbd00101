//! The mathematics: a distribution over the day of the meeting, moved by evidence.
//!
//! Pure, and only `+ - * /` on binary64 in a fixed order, so that every machine gets the same
//! bits. `docs/belief-v1.md` and `docs/belief-v2.md` specify it. [`Run`] folds the facts of a question into
//! forecasts; what else is here asks it.

// A package of its own, in which paths read as in the others.
use crate as belief;
use summit_record as record;

pub mod explain;
pub mod model;
pub mod one;
mod outlook;
mod parse;
mod refusal;
mod report;
mod run;
pub mod sensitivity;
pub mod two;

pub use explain::{
    Cause, Channel, Explanation, Move, Moved, Part, PlanRow, RestsOn, Story, explain,
    explain_after, rests_on,
};
pub use model::{Basis, Kind, Model, Version};
pub use one::{Evidence, Span, Step, Weight};
pub use outlook::Outlook;
pub use refusal::{Degenerate, Fault, Refusal};
pub use report::{AnnouncedDays, AtOccasion, Report};
pub use run::Run;
