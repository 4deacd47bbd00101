//! What makes the log provable: canonical bytes and the Merkle tree over them.

pub mod canonical;
pub mod tree;
