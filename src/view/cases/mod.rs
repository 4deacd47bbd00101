//! The library of real questions: what it holds, and how models score on it.

mod list;
pub(in crate::view) mod score;
pub(in crate::view) mod told;

pub use list::{Listed, data as list_data, doc as list, sheet as list_sheet};
pub use score::{data as score_data, doc as score, sheet as score_sheet};
pub(in crate::view) use score::{intro, parts, warnings};

fn answer(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}
