//! Rows of a file that SQLite can no longer walk: every page that still is a leaf of a table gives
//! its rows, whether or not anything leads to it (sqlite.org/fileformat2.html).
//!
//! Nothing is believed here: whoever takes a row checks it against its hash.

use super::inspect::Cell;

/// The longest row that is put together, in bytes: above the largest attachment.
const LONGEST: usize = 128 << 20;
/// The size of a page where the file's header does not say one.
const USUAL: usize = 4096;
/// The first byte of a page that is a leaf of a table.
const LEAF: u8 = 13;

/// A file's bytes, as pages.
pub(super) struct Pages<'b> {
    bytes: &'b [u8],
    size: usize,
    usable: usize,
    /// Bytes that may still be put together: a file whose rows share their pages must end, too.
    budget: usize,
}

impl<'b> Pages<'b> {
    /// The pages of a file.
    pub fn new(bytes: &'b [u8]) -> Self {
        let headed = bytes.starts_with(b"SQLite format 3\0");
        let said = number(bytes.get(16..18)).map(|n| if n == 1 { 65_536 } else { n });
        let sound = |n: &usize| headed && n.is_power_of_two() && (512..=65_536).contains(n);
        let size = said.filter(sound).unwrap_or(USUAL);
        let spare = bytes
            .get(20)
            .filter(|_| headed)
            .map_or(0, |b| usize::from(*b));
        Self {
            bytes,
            size,
            usable: size.saturating_sub(spare).max(480),
            budget: bytes.len().saturating_mul(4),
        }
    }

    /// Visits every row of every leaf: its key and its columns.
    pub fn rows(mut self, visit: &mut dyn FnMut(i64, Vec<Cell>)) {
        let count = self.bytes.len().div_ceil(self.size);
        for n in 1..=count {
            let Some(page) = self.page(n) else { continue };
            let head = if n == 1 { 100 } else { 0 };
            if page.get(head) != Some(&LEAF) {
                continue;
            }
            let cells = number(page.get(head + 3..head + 5)).unwrap_or(0);
            for i in 0..cells {
                let at = head + 8 + 2 * i;
                let Some(start) = number(page.get(at..at + 2)) else {
                    break;
                };
                if let Some((key, columns)) = self.row(page, start) {
                    visit(key, columns);
                }
            }
        }
    }

    fn page(&self, n: usize) -> Option<&'b [u8]> {
        let start = n.checked_sub(1)?.checked_mul(self.size)?;
        let end = start.checked_add(self.size)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    fn row(&mut self, page: &[u8], start: usize) -> Option<(i64, Vec<Cell>)> {
        let (length, rest) = varint(page.get(start..)?)?;
        let (key, rest) = varint(rest)?;
        let length = usize::try_from(length).ok().filter(|n| *n <= LONGEST)?;
        self.budget = self.budget.checked_sub(length)?;
        Some((key, columns(&self.payload(rest, length)?)?))
    }

    /// A row's bytes: what its page holds of them, and the pages that the rest went to.
    fn payload(&self, rest: &[u8], length: usize) -> Option<Vec<u8>> {
        let most = self.usable - 35;
        if length <= most {
            return Some(rest.get(..length)?.to_vec());
        }
        let least = (self.usable - 12) * 32 / 255 - 23;
        let kept = least + (length - least) % (self.usable - 4);
        let kept = if kept <= most { kept } else { least };
        let mut out = rest.get(..kept)?.to_vec();
        let mut next = number(rest.get(kept..kept + 4))?;
        while out.len() < length {
            let page = self.page(next)?;
            let more = (length - out.len()).min(self.usable - 4);
            out.extend(page.get(4..4 + more)?);
            next = number(page.get(..4))?;
        }
        Some(out)
    }
}

/// The columns of a row: their types stand before them.
fn columns(row: &[u8]) -> Option<Vec<Cell>> {
    let (header, types) = varint(row)?;
    let header = usize::try_from(header).ok()?;
    let mut types = types.get(..header.checked_sub(row.len() - types.len())?)?;
    let mut values = row.get(header..)?;
    let mut out = Vec::new();
    while !types.is_empty() {
        let (kind, rest) = varint(types)?;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            12.. => usize::try_from((kind - 12) / 2).ok()?,
            _ => return None,
        };
        let (value, after) = values.split_at_checked(length)?;
        out.push(cell(kind, value));
        (types, values) = (rest, after);
    }
    Some(out)
}

fn cell(kind: i64, value: &[u8]) -> Cell {
    match kind {
        0 => Cell::Null,
        7 => Cell::Null,
        8 => Cell::Integer(0),
        9 => Cell::Integer(1),
        12.. if kind % 2 == 0 => Cell::Blob(value.to_vec()),
        12.. => Cell::Text(value.to_vec()),
        _ => Cell::Integer(signed(value)),
    }
}

fn signed(bytes: &[u8]) -> i64 {
    let start = match bytes.first() {
        Some(first) if *first >= 128 => -1,
        _ => 0,
    };
    bytes.iter().fold(start, |n, b| n << 8 | i64::from(*b))
}

/// A big-endian number without a sign.
fn number(bytes: Option<&[u8]>) -> Option<usize> {
    Some(bytes?.iter().fold(0, |n, b| n << 8 | usize::from(*b)))
}

/// SQLite's number of variable length, and what stands after it.
fn varint(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let mut value = 0_i64;
    for (i, byte) in bytes.iter().enumerate().take(9) {
        if i == 8 {
            return Some((value << 8 | i64::from(*byte), bytes.get(9..)?));
        }
        value = value << 7 | i64::from(byte & 127);
        if byte & 128 == 0 {
            return Some((value, bytes.get(i + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    /// Rows of every length, some of them over several pages, read without SQLite.
    #[test]
    fn every_row_is_read_as_sqlite_wrote_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("rows.db");
        let db = Connection::open(&path).unwrap();
        db.execute_batch("CREATE TABLE t (k INTEGER PRIMARY KEY, a, b, c, d)")
            .unwrap();
        let mut expected = Vec::new();
        for k in 0..300_i64 {
            let long = vec![u8::try_from(k % 256).unwrap(); usize::try_from(k * k / 2).unwrap()];
            let whole = [k - 150, -k * k * k, k << 40, 1][usize::try_from(k % 4).unwrap()];
            let text = format!("é{k}");
            db.execute(
                "INSERT INTO t VALUES (?1, ?2, ?3, NULL, ?4)",
                rusqlite::params![k, whole, text, long],
            )
            .unwrap();
            let columns = vec![
                Cell::Null,
                Cell::Integer(whole),
                Cell::Text(text.into_bytes()),
                Cell::Null,
                Cell::Blob(long),
            ];
            expected.push((k, columns));
        }
        drop(db);
        let bytes = std::fs::read(&path).unwrap();
        let mut found = Vec::new();
        Pages::new(&bytes).rows(&mut |k, columns| {
            if columns.len() == 5 && columns.first() == Some(&Cell::Null) {
                found.push((k, columns));
            }
        });
        found.retain(|(_, c)| matches!(c.get(1), Some(Cell::Integer(_))));
        found.sort_by_key(|(k, _)| *k);
        assert!(found == expected, "{} of {}", found.len(), expected.len());
    }

    #[test]
    fn any_bytes_end_without_a_panic() {
        let mut state = 1_u32;
        for round in 0..300 {
            let mut bytes = b"SQLite format 3\0\x02\x00".to_vec();
            bytes.extend((0..4000).map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state.to_be_bytes()[0]
            }));
            for page in 1..8 {
                bytes[page * 512] = LEAF;
                bytes[page * 512 + 3] = u8::try_from(round % 2).unwrap();
            }
            Pages::new(&bytes).rows(&mut |_, _| {});
        }
    }
}
