//! A belief as bytes, so that the next signal need not replay all of them.

use super::evidence::{Past, Told};
use super::state::Belief;

/// The belief as bytes, little-endian, and two days of the fold that holds it.
pub(super) fn encode(belief: &Belief, days: [i32; 2]) -> Vec<u8> {
    let parts = belief.parts();
    let mut out = Vec::new();
    out.extend(days.into_iter().flat_map(i32::to_le_bytes));
    out.extend(parts.as_of.to_le_bytes());
    out.extend(parts.signals.to_le_bytes());
    let (known, seq) = parts.last.unwrap_or((i32::MIN, 0));
    out.extend(known.to_le_bytes());
    out.extend(seq.to_le_bytes());
    let mut lists: Vec<(&str, &str, &[Told])> = parts
        .past
        .kinds()
        .map(|(kind, told)| ("", kind, told))
        .collect();
    lists.extend(parts.past.stories());
    out.extend(length(lists.len()));
    for (story, kind, told) in lists {
        for text in [story, kind] {
            out.extend(length(text.len()));
            out.extend(text.as_bytes());
        }
        out.extend(length(told.len()));
        for (known, seq) in told {
            out.extend(known.to_le_bytes());
            out.extend(seq.to_le_bytes());
        }
    }
    out.extend(parts.bank.numbers().flat_map(f64::to_le_bytes));
    out
}

fn length(n: usize) -> [u8; 4] {
    u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes()
}

/// Puts cached bytes into a freshly opened belief, and gives the days back; `None` where they do
/// not fit it.
pub(super) fn decode(mut belief: Belief, bytes: &[u8]) -> Option<(Belief, [i32; 2])> {
    let mut at = Reader(bytes);
    let days = [at.i32()?, at.i32()?];
    let as_of = at.i32()?;
    let signals = at.u64()?;
    let known = at.i32()?;
    let seq = at.u64()?;
    let last = (known != i32::MIN).then_some((known, seq));
    let mut past = Past::default();
    for _ in 0..at.u32()? {
        let story = at.text()?;
        let kind = at.text()?;
        let count = at.u32()?;
        let told = (0..count)
            .map(|_| Some((at.i32()?, at.u64()?)))
            .collect::<Option<Vec<_>>>()?;
        past.restore((!story.is_empty()).then_some(story), kind, told);
    }
    let numbers: Vec<f64> =
        at.0.chunks_exact(8)
            .filter_map(|c| c.first_chunk().map(|b| f64::from_le_bytes(*b)))
            .collect();
    belief
        .restore(&numbers, past, as_of, last, signals)
        .then_some((belief, days))
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn i32(&mut self) -> Option<i32> {
        self.take().map(i32::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    fn text(&mut self) -> Option<&'b str> {
        let n = usize::try_from(self.u32()?).ok()?;
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        std::str::from_utf8(head).ok()
    }
}
