//! What a file is, told from its first bytes: what must never be written over, whatever its name.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// `SUMM` in the header of an SQLite file: a ledger.
pub const LEDGER_ID: u32 = 0x5355_4D4D;

/// How a key file begins.
const KEY: &[u8] = b"PRIVATE+KEY+";
/// How an SQLite file begins, and where its header says whose it is.
const DATABASE: &[u8] = b"SQLite format 3\0";
const ID_AT: std::ops::Range<usize> = 68..72;
/// How a write-ahead log begins, in either byte order of its checksums.
const LOGS: [[u8; 4]; 2] = [[0x37, 0x7F, 0x06, 0x82], [0x37, 0x7F, 0x06, 0x83]];
/// How a rollback journal begins.
const JOURNAL: [u8; 8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7];
/// The version with which an index of a write-ahead log begins, in the machine's byte order.
const INDEX: u32 = 3_007_000;

/// What lies beside a ledger, by the end of its name.
pub(super) const BESIDE: [(&str, &str); 5] = [
    ("-wal", "the write-ahead log"),
    ("-shm", "the shared memory"),
    ("-journal", "the journal"),
    ("-lock", "the lock"),
    (".lock", "the lock"),
];

/// What a file is that must be kept; `None` where it may be replaced. Never for a ledger in use, which
/// is known by its place: opening and closing it would drop SQLite's locks.
pub(super) fn precious(path: &Path) -> io::Result<Option<&'static str>> {
    let mut head = Vec::new();
    File::open(path)?.take(4096).read_to_end(&mut head)?;
    Ok(told(&head))
}

fn told(head: &[u8]) -> Option<&'static str> {
    let first = |n: usize| head.get(..n).unwrap_or_default();
    let id = head.get(ID_AT).unwrap_or_default();
    if head.starts_with(DATABASE) && id == LEDGER_ID.to_be_bytes() {
        return Some("a ledger");
    }
    if LOGS.iter().any(|magic| first(4) == magic) {
        return Some("the write-ahead log of a database");
    }
    if first(8) == JOURNAL {
        return Some("the journal of a database");
    }
    if first(4) == INDEX.to_ne_bytes() {
        return Some("the shared memory of a database");
    }
    is_key(head).then_some("a signing key")
}

/// Whether bytes begin as a key file does.
#[must_use]
pub fn is_key(head: &[u8]) -> bool {
    let text = head.trim_ascii_start();
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    text.starts_with(KEY)
}

/// Whether a file is a ledger.
pub(super) fn is_ledger(path: &Path) -> bool {
    precious(path).is_ok_and(|what| what == Some("a ledger"))
}

/// The ledger beside which a file of this name would lie, and as what; `in_use` knows one in use.
pub(super) fn beside(
    path: &Path,
    in_use: impl Fn(&Path) -> bool,
) -> Option<(PathBuf, &'static str)> {
    let name = path.file_name()?.to_str()?;
    BESIDE.iter().find_map(|(end, what)| {
        let ledger = path.with_file_name(name.strip_suffix(end)?);
        (in_use(&ledger) || is_ledger(&ledger)).then_some((ledger, *what))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_the_first_bytes_alone() {
        let mut ledger = vec![0; 100];
        ledger[..16].copy_from_slice(DATABASE);
        let foreign = ledger.clone();
        ledger[ID_AT].copy_from_slice(b"SUMM");
        for (head, what) in [
            (ledger.as_slice(), Some("a ledger")),
            (&foreign, None),
            (b"SQLite format 3\0", None),
            (b"", None),
            (b"# words", None),
            (b"PRIVATE+KEY+a+1+b", Some("a signing key")),
            (b"\n PRIVATE+KEY+", Some("a signing key")),
            (b"\xEF\xBB\xBFPRIVATE+KEY+", Some("a signing key")),
            (
                b"\x37\x7F\x06\x82\0\0",
                Some("the write-ahead log of a database"),
            ),
            (&JOURNAL, Some("the journal of a database")),
            (
                &INDEX.to_ne_bytes(),
                Some("the shared memory of a database"),
            ),
        ] {
            assert_eq!(told(head), what, "{head:?}");
        }
    }
}
