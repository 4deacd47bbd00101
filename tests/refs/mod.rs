//! Short names of what is in a ledger, and what takes the last append back.

mod numbers;
mod undo;
