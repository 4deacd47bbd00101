//! Every file that the program writes, but for the ledger itself: one way to make one, one to put
//! one in the place of another.
//!
//! A file appears whole or not at all, under a name that was free unless its writer says that it
//! may replace what is there. It is never written through a link, and never over a ledger, what
//! lies beside one, a key, or what the command reads: see [`Guard`].

mod disk;
mod guard;
mod kind;
mod place;
mod read;
mod refused;
mod scratch;
mod write;

pub use disk::{Barred, barred, network};
pub use guard::Guard;
pub use kind::{LEDGER_ID, is_key};
pub use read::{SMALL, TABLE, read, text};
pub use refused::Refused;
pub use scratch::Scratch;
pub use write::{Over, lock, make_folder, make_private_folder, private, remove, rename, write};
