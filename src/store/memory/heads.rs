//! The heads of a log that were acknowledged: its size and root, by which a file that is older, cut
//! or another is known.

use std::fs::File;
use std::path::PathBuf;
use std::time::Duration;

use super::folder::{self, Beside};
use super::{Memory, head_line, parse_head};
use crate::proof::tree::Hash;

/// Heads that are remembered of one log: the last, and ever fewer of those before.
const MOST: usize = 64;

/// The memory of one log, held while an append is under way.
#[derive(Debug)]
pub(crate) struct Heads {
    place: PathBuf,
    _held: Option<File>,
    /// In order; the last one counts.
    heads: Vec<(u64, Hash)>,
    /// The end of the branch that was given up, where one was.
    lost: Option<(u64, Hash)>,
}

/// How a log stands to what is remembered of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is what was seen last, or grew out of it.
    Same,
    /// It is the beginning of what was seen last: an older copy, or its end was cut.
    Older {
        /// The size seen last.
        seen: (u64, Hash),
    },
    /// It is not what was seen: two stories.
    Other {
        /// The head seen last.
        seen: (u64, Hash),
        /// The smallest head seen that it does not have.
        from: u64,
    },
}

impl Memory {
    /// What is remembered of the log whose entry 0 has this leaf. With a `patience`, nobody else
    /// moves it on until it is dropped, and another that holds it is waited for so long.
    pub(crate) fn heads(
        &self,
        first: &Hash,
        patience: Option<Duration>,
    ) -> std::io::Result<Option<Heads>> {
        let Some(place) = self.place("logs", first) else {
            return Ok(None);
        };
        let held = patience.map(|p| self.hold(&place, p)).transpose()?;
        let text = match folder::read(&place)? {
            None => String::new(),
            Some(bytes) => String::from_utf8(bytes).map_err(|_| unreadable(&place))?,
        };
        let (heads, lost) = parse(&text).ok_or_else(|| unreadable(&place))?;
        Ok(Some(Heads {
            place,
            _held: held,
            heads,
            lost,
        }))
    }
}

fn unreadable(place: &std::path::Path) -> std::io::Error {
    let why = format!("{}: not what the program wrote", place.display());
    std::io::Error::new(std::io::ErrorKind::InvalidData, why)
}

type Parsed = (Vec<(u64, Hash)>, Option<(u64, Hash)>);

fn parse(text: &str) -> Option<Parsed> {
    let (mut heads, mut lost) = (Vec::new(), None);
    for line in text.lines() {
        match line.strip_prefix("lost ") {
            Some(head) => lost = Some(parse_head(head)?),
            None => heads.push(parse_head(line)?),
        }
    }
    Some((heads, lost))
}

impl Heads {
    /// The head seen last.
    pub fn last(&self) -> Option<(u64, Hash)> {
        self.heads.last().copied()
    }

    /// The end of the branch that was given up, where one was.
    pub fn lost(&self) -> Option<(u64, Hash)> {
        self.lost
    }

    /// How a log of `size` entries stands to them, whose root at a size `root_at` tells.
    pub fn standing<E>(
        &self,
        size: u64,
        mut root_at: impl FnMut(u64) -> Result<Hash, E>,
    ) -> Result<Standing, E> {
        let Some(seen) = self.last() else {
            return Ok(Standing::Same);
        };
        if seen.0 <= size && root_at(seen.0)? == seen.1 {
            return Ok(Standing::Same);
        }
        for (at, root) in self.heads.iter().filter(|(at, _)| *at <= size) {
            if root_at(*at)? != *root {
                return Ok(Standing::Other { seen, from: *at });
            }
        }
        Ok(Standing::Older { seen })
    }

    /// Remembers a head that grew out of the last one. One that is behind changes nothing.
    pub fn grow(&mut self, head: (u64, Hash), lasting: bool) -> std::io::Result<()> {
        if self.last().is_some_and(|last| last.0 >= head.0) {
            return Ok(());
        }
        self.heads.push(head);
        if self.heads.len() > MOST {
            thin(&mut self.heads);
        }
        self.write(lasting)
    }

    /// Remembers that the log goes on with this head, and that `lost` was given up.
    pub fn give_up(&mut self, lost: (u64, Hash), head: (u64, Hash)) -> std::io::Result<()> {
        self.lost = self.lost.filter(|before| before.0 > lost.0).or(Some(lost));
        self.heads = vec![head];
        self.write(true)
    }

    fn write(&self, lasting: bool) -> std::io::Result<()> {
        let lost = self.lost.iter().map(|l| format!("lost {}\n", head_line(l)));
        let heads = self.heads.iter().map(|h| format!("{}\n", head_line(h)));
        let text: String = lost.chain(heads).collect();
        Beside::write(&self.place, text.as_bytes())?.put(lasting)
    }
}

/// Leaves out every second head of the older half.
fn thin(heads: &mut Vec<(u64, Hash)>) {
    let half = heads.len() / 2;
    let mut at = 0;
    heads.retain(|_| {
        at += 1;
        at > half || at % 2 == 1
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(sizes: &[u64]) -> Heads {
        Heads {
            place: PathBuf::new(),
            _held: None,
            heads: sizes.iter().map(|n| (*n, root(*n))).collect(),
            lost: None,
        }
    }

    fn root(size: u64) -> Hash {
        [size as u8; 32]
    }

    fn standing(heads: &Heads, size: u64, other_from: u64) -> Standing {
        let root_at = |n: u64| Ok::<_, ()>(if n >= other_from { [255; 32] } else { root(n) });
        heads.standing(size, root_at).unwrap()
    }

    #[test]
    fn a_log_is_the_same_older_or_another() {
        let seen = heads(&[2, 5, 9]);
        let last = (9, root(9));
        assert_eq!(standing(&heads(&[]), 4, 0), Standing::Same);
        assert_eq!(standing(&seen, 9, 99), Standing::Same);
        assert_eq!(standing(&seen, 12, 10), Standing::Same);
        assert_eq!(standing(&seen, 7, 99), Standing::Older { seen: last });
        assert_eq!(standing(&seen, 1, 1), Standing::Older { seen: last });
        assert_eq!(
            standing(&seen, 9, 9),
            Standing::Other {
                seen: last,
                from: 9
            }
        );
        assert_eq!(
            standing(&seen, 7, 3),
            Standing::Other {
                seen: last,
                from: 5
            }
        );
    }

    #[test]
    fn the_last_heads_and_ever_fewer_of_those_before_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut all = heads(&[]);
        all.place = folder.path().join("x");
        for n in 1..=1000 {
            all.grow((n, root(n)), false).unwrap();
        }
        all.grow((7, root(7)), false).unwrap();
        let text = std::fs::read_to_string(&all.place).unwrap();
        let (kept, lost) = parse(&text).unwrap();
        assert!(kept.len() <= MOST && kept.is_sorted() && lost.is_none());
        assert_eq!(kept.first().unwrap().0, 1);
        assert_eq!(kept.last().unwrap().0, 1000);
        all.give_up((1000, root(0)), (8, root(8))).unwrap();
        all.give_up((30, root(3)), (9, root(9))).unwrap();
        let text = std::fs::read_to_string(&all.place).unwrap();
        let parsed = parse(&text).unwrap();
        assert_eq!(parsed, (vec![(9, root(9))], Some((1000, root(0)))));
    }
}
