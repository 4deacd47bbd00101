//! The whole log as static files that never change once full (c2sp.org/tlog-tiles).
//!
//! ```text
//! tile/0/000           leaf hashes 0..256, 32 bytes each: a full tile is 8,192 bytes
//! tile/0/x001/067.p/5  leaf hashes 273,152..273,157: tile 1067, partial, 5 wide
//! tile/1/000           each hash is the root over one full tile of level 0
//! tile/entries/000     entries 0..256, each as its length (2 bytes, big-endian) and its bytes:
//!                      00 03 6f 6e 65  00 03 74 77 6f  ...      "one", "two", ...
//! ```
//!
//! A tree of 70,000 entries has 273 full tiles and one of 112 at level 0, one full and one of 17
//! at level 1, and one of 1 at level 2. A partial tile is never hashed into the level above.

use std::fmt;

use super::encoding::{decimal, shown};
use super::tree::{Nodes, TreeError};

/// Hashes or entries in a full tile.
pub const WIDTH: u16 = 256;
/// The highest level that a path may name; a tree of 64-bit size fills levels 0 to 7.
pub const MAX_LEVEL: u8 = 63;
const MAX_FILLED_LEVEL: u8 = 7;

/// Why something is not a tile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// A path of another form.
    #[error("tile path: expected tile/LEVEL/NNN or tile/entries/NNN, then .p/W; found {0}")]
    Path(String),
    /// A level or width that no tile has.
    #[error("tile: expected {expected}; found {found}")]
    Range {
        /// What was expected.
        expected: &'static str,
        /// What was found.
        found: u64,
    },
    /// More or fewer entries than the width says.
    #[error("entry bundle: expected {expected} entries; found {found}")]
    Count {
        /// What was expected.
        expected: usize,
        /// What was found.
        found: String,
    },
    /// An entry that is too long, or ends early.
    #[error("entry {at} of the bundle: expected {expected}; found {found} bytes")]
    Entry {
        /// Its place in the bundle.
        at: usize,
        /// What was expected.
        expected: String,
        /// What was found.
        found: usize,
    },
}

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Hashes; one at level l is the root over 256^l entries.
    Hashes {
        /// Height, in tiles, above the leaves.
        level: u8,
    },
    /// Entries themselves, with their lengths.
    Entries,
}

/// One file of the export: what it holds, which one, and how wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    kind: Kind,
    index: u64,
    width: u16,
}

impl Tile {
    /// A tile from its parts.
    ///
    /// # Errors
    /// When no tile has that level or width.
    pub fn new(kind: Kind, index: u64, width: u16) -> Result<Self, TileError> {
        if width == 0 || width > WIDTH {
            return Err(TileError::Range {
                expected: "a width of 1 to 256",
                found: width.into(),
            });
        }
        match kind {
            Kind::Hashes { level } if level > MAX_LEVEL => Err(TileError::Range {
                expected: "a level of 0 to 63",
                found: level.into(),
            }),
            _ => Ok(Self { kind, index, width }),
        }
    }

    /// Reads a path as `Display` writes it.
    pub fn parse(path: &str) -> Result<Self, TileError> {
        tile(path)
            .filter(|tile| tile.to_string() == path)
            .ok_or_else(|| TileError::Path(shown(path)))
    }

    /// What it holds.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its place within its level.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// How many hashes or entries it holds.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Whether it will never change again.
    pub fn is_full(&self) -> bool {
        self.width == WIDTH
    }

    /// Number of the first hash or entry within its level.
    pub fn first(&self) -> Option<u64> {
        self.index.checked_mul(WIDTH.into())
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Hashes { level } => write!(f, "tile/{level}")?,
            Kind::Entries => write!(f, "tile/entries")?,
        }
        let digits = format!("{:03}", self.index);
        let leading = digits.len().div_ceil(3) * 3;
        let padded = format!("{digits:0>leading$}");
        for (at, digit) in padded.chars().enumerate() {
            match at % 3 {
                0 if at + 3 < leading => write!(f, "/x{digit}")?,
                0 => write!(f, "/{digit}")?,
                _ => write!(f, "{digit}")?,
            }
        }
        if self.is_full() {
            Ok(())
        } else {
            write!(f, ".p/{}", self.width)
        }
    }
}

/// The tiles to write when the log grows from `old` to `new` entries, from the lowest level up:
/// every tile that is new, or wider than before. From 0 these are all tiles of the log.
pub fn new_tiles(old: u64, new: u64) -> impl Iterator<Item = Tile> {
    let hashes = (0..=MAX_FILLED_LEVEL).map(|level| (Kind::Hashes { level }, 8 * u32::from(level)));
    std::iter::once((Kind::Entries, 0))
        .chain(hashes)
        .flat_map(move |(kind, bits)| {
            let (had, has) = (old >> bits, new >> bits);
            let full = (had >> 8..has >> 8).map(move |index| Tile {
                kind,
                index,
                width: WIDTH,
            });
            // Below 256, so the conversion cannot fail.
            let width = u16::try_from(has & 0xff).unwrap_or(0);
            let partial = (width > 0 && had < has).then_some(Tile {
                kind,
                index: has >> 8,
                width,
            });
            full.chain(partial)
        })
}

/// The bytes of a tile of hashes.
pub fn hash_tile<N: Nodes>(nodes: &N, tile: &Tile) -> Result<Vec<u8>, TreeError<N::Error>> {
    let range = || TreeError::Range {
        expected: "a tile of hashes within a tree of 64-bit size".to_owned(),
        found: tile.to_string(),
    };
    let Kind::Hashes {
        level: tile_level @ 0..=MAX_FILLED_LEVEL,
    } = tile.kind
    else {
        return Err(range());
    };
    let first = tile.first().ok_or_else(range)?;
    let level = 8 * tile_level;
    let mut bytes = Vec::with_capacity(32 * usize::from(tile.width));
    for offset in 0..u64::from(tile.width) {
        let index = first | offset;
        let hash = nodes.node(level, index).map_err(TreeError::Store)?;
        bytes.extend(hash.ok_or(TreeError::Missing { level, index })?);
    }
    Ok(bytes)
}

/// The bytes of an entry bundle: 1 to 256 entries of at most 65,535 bytes each.
pub fn entry_bundle<E: AsRef<[u8]>>(entries: &[E]) -> Result<Vec<u8>, TileError> {
    if entries.is_empty() || entries.len() > usize::from(WIDTH) {
        let found = entries.len().to_string();
        return Err(TileError::Count {
            expected: WIDTH.into(),
            found,
        });
    }
    let mut bytes = Vec::new();
    for (at, entry) in entries.iter().map(AsRef::as_ref).enumerate() {
        let length = u16::try_from(entry.len()).map_err(|_| TileError::Entry {
            at,
            expected: "at most 65535 bytes".to_owned(),
            found: entry.len(),
        })?;
        bytes.extend(length.to_be_bytes());
        bytes.extend(entry);
    }
    Ok(bytes)
}

/// The entries of a bundle, which must hold exactly `width` of them.
pub fn parse_bundle(bytes: &[u8], width: u16) -> Result<Vec<&[u8]>, TileError> {
    let expected = usize::from(width);
    let mut entries = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let at = entries.len();
        if at >= expected {
            return Err(TileError::Count {
                expected,
                found: "more".to_owned(),
            });
        }
        let short = |wanted: usize| TileError::Entry {
            at,
            expected: format!("{wanted} bytes"),
            found: rest.len(),
        };
        let (length, tail) = rest.split_first_chunk::<2>().ok_or_else(|| short(2))?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, tail) = tail
            .split_at_checked(length)
            .ok_or_else(|| short(2 + length))?;
        entries.push(entry);
        rest = tail;
    }
    if entries.len() != expected {
        return Err(TileError::Count {
            expected,
            found: entries.len().to_string(),
        });
    }
    Ok(entries)
}

/// Reads a path loosely; `Tile::parse` then compares it with the one spelling that is right.
fn tile(path: &str) -> Option<Tile> {
    let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
    let kind = match kind {
        "entries" => Kind::Entries,
        level => Kind::Hashes {
            level: u8::try_from(decimal(level)?).ok()?,
        },
    };
    let (number, width) = match rest.split_once(".p/") {
        Some((number, width)) => (number, u16::try_from(decimal(width)?).ok()?),
        None => (rest, WIDTH),
    };
    // A number of 64 bits has seven groups at most.
    let mut index: u64 = 0;
    for group in number.split('/').take(8) {
        let group = group.strip_prefix('x').unwrap_or(group);
        let value: u64 = group.parse().ok()?;
        index = index.checked_mul(1000)?.checked_add(value)?;
    }
    Tile::new(kind, index, width).ok()
}
