//! What outsiders get: the log as static files that foreign tools verify, a reviewer's bundle, a
//! report on a question.
//!
//! Every file of an export is written under a temporary name and then renamed, the checkpoint last: whoever
//! reads the folder meanwhile sees a log that is whole, of the size before or of the size after.

mod attachment;
pub mod bundle;
mod crate_metadata;
mod error;
pub mod export;
mod facts;
mod files;
mod prove;
mod readme;
pub mod report;
mod shown;

pub use attachment::attachment;
pub use bundle::{Bundled, bundle};
pub use error::PublishError;
pub use export::{Exported, export};
pub use prove::prove;
pub use shown::shown;

/// The checker that goes with every bundle: Python's standard library alone.
pub const VERIFY: &str = include_str!("../../docs/verify.py");
/// What the checker imports for models of belief version 2.
pub const VERIFY_BELIEF_2: &str = include_str!("../../docs/verify_belief2.py");
