//! Why a note, a checkpoint or a cosignature is refused, and the limits that they keep to.

use super::inclusion::ProofError;

/// The longest note that is read, in bytes.
pub const MAX_NOTE: usize = 1_000_000;
/// The most signature lines that are read.
pub const MAX_SIGNATURES: usize = 100;
/// The latest time that a cosignature may bear.
pub const MAX_TIME: u64 = i64::MAX.unsigned_abs();

/// Why bytes are not a note, or why a note is not vouched for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// More bytes than a reader takes.
    #[error("note too long: expected at most {MAX_NOTE} bytes; found {0}")]
    TooLong(usize),
    /// Not UTF-8 from that byte on.
    #[error("note encoding: expected UTF-8; found another byte at {0}")]
    Encoding(usize),
    /// A control character.
    #[error("note characters: expected no control characters but newline; found 0x{0:02x}")]
    Control(u32),
    /// The note has another form.
    #[error("note form: expected {expected}; found {found}")]
    Form {
        /// What was expected.
        expected: &'static str,
        /// What was found.
        found: String,
    },
    /// A signature line of another form.
    #[error("signature line: expected \"— name base64\" and a newline; found {0}")]
    Line(String),
    /// More signature lines than a reader takes.
    #[error("signature lines: expected at most {MAX_SIGNATURES}; found {0}")]
    TooMany(usize),
    /// A signature of a known key that does not hold.
    #[error("signature of {name}: expected one that holds under key {id:08x}; found {found}")]
    Bad {
        /// The key's name.
        name: String,
        /// Its id.
        id: u32,
        /// What was found.
        found: String,
    },
    /// No known key signed.
    #[error("signatures: expected one of {expected}; found {found}")]
    Unsigned {
        /// The known keys.
        expected: String,
        /// The keys that the lines name.
        found: String,
    },
    /// Two known keys share name and id.
    #[error("known keys: expected one key for {name} and id {id:08x}; found two that differ")]
    Ambiguous {
        /// The keys' name.
        name: String,
        /// Their id.
        id: u32,
    },
}

/// Why a text is not a checkpoint, or a note is not a signed one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The text has another form.
    #[error("checkpoint: expected {expected}; found {found}")]
    Form {
        /// What was expected.
        expected: &'static str,
        /// What was found.
        found: String,
    },
    /// The note around it is unsound.
    #[error(transparent)]
    Note(#[from] NoteError),
}

/// Why one checkpoint does not extend another.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExtensionError {
    /// It is of another log.
    #[error("origin: expected {expected}; found {found}")]
    Origin {
        /// What was expected.
        expected: String,
        /// What was found.
        found: String,
    },
    /// It is smaller than the one before.
    #[error("rollback: expected a size of at least {expected}; found {found}")]
    Rollback {
        /// What was expected.
        expected: u64,
        /// What was found.
        found: u64,
    },
    /// The consistency proof does not hold.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// Why a cosignature does not hold or cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CosignatureError {
    /// The key is of another type.
    #[error("cosignature key: expected type 4 (cosignature/v1); found {0}")]
    Key(String),
    /// Not time and signature.
    #[error("cosignature length: expected 8 bytes of time and 64 of signature; found {0}")]
    Length(usize),
    /// A time that is too late.
    #[error("cosignature time: expected at most {MAX_TIME}; found {0}")]
    Time(u64),
    /// The text is not a checkpoint.
    #[error("cosigned text: expected a checkpoint; found {0}")]
    Text(String),
    /// The signature does not hold.
    #[error("cosignature: expected one over this checkpoint at time {0}; found another")]
    Signature(u64),
    /// The note is unsound or full.
    #[error(transparent)]
    Note(#[from] NoteError),
}
