//! Proof: what lets an outsider check the ledger without this program and without trusting us.
//!
//! | module | holds | format |
//! |---|---|---|
//! | `canonical` | the bytes of an entry | RFC 8785 |
//! | `tree` | hashes, the frontier, roots of every past size | RFC 6962 section 2.1 |
//! | `inclusion`, `consistency`, `subtree` | proofs of O(log n) hashes | RFC 6962 section 2.1 |
//! | `key`, `signing` | names, key ids, verifier and signing keys | c2sp.org/signed-note |
//! | `signature`, `note` | a text with its signatures | c2sp.org/signed-note |
//! | `head`, `checkpoint` | a tree head, and one that is signed | c2sp.org/tlog-checkpoint |
//! | `cosignature` | a witness's signature with its time | c2sp.org/tlog-cosignature |
//! | `rotation` | one key of a log signing for the next | our own, around a checkpoint |
//! | `witness` | what a witness is asked, and when it refuses | our own, around a checkpoint |
//! | `tlog_proof`, `proven` | one entry's proof as a file, and checking it | c2sp.org/tlog-proof |
//! | `tiles` | the whole log as static files | c2sp.org/tlog-tiles |
//!
//! Nothing here reads a file, a clock, the environment or a random number. Everything here may be
//! given hostile bytes.

pub mod canonical;
pub mod checkpoint;
pub mod consistency;
pub mod cosignature;
pub mod inclusion;
pub mod key;
pub mod note;
pub mod proven;
pub mod rotation;
pub mod signature;
pub mod signing;
pub mod subtree;
pub mod tiles;
pub mod tlog_proof;
pub mod tree;
pub mod witness;

mod encoding;
mod error;
mod head;
