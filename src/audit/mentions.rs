//! Tier 2: which entry is listed under which question, derived again from the entries.

use std::collections::{HashMap, HashSet};

use super::catalogue::{MENTION_EXTRA, MENTION_MISSING, TABLE_UNREADABLE};
use super::finding::Findings;
use crate::record::Body;
use crate::store::inspect::{Cell, Inspector};
use crate::store::topics;

/// The mentions that the entries give.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    topics: Vec<String>,
    number: HashMap<String, usize>,
    pairs: Vec<(usize, u64)>,
    /// Entries that could not be read: nobody knows what they mention.
    unknown: HashSet<u64>,
}

impl Mentions {
    /// Notes what an entry mentions.
    pub fn enter(&mut self, seq: u64, body: &Body) {
        for topic in topics(body) {
            let number = match self.number.get(topic) {
                Some(n) => *n,
                None => {
                    let n = self.topics.len();
                    self.topics.push(topic.to_owned());
                    self.number.insert(topic.to_owned(), n);
                    n
                }
            };
            self.pairs.push((number, seq));
        }
    }

    /// Notes an entry that cannot be read.
    pub fn unreadable(&mut self, seq: u64) {
        self.unknown.insert(seq);
    }

    /// Compares with the stored rows.
    pub fn check(mut self, inspector: &Inspector, out: &mut Findings) {
        let topics = std::mem::take(&mut self.topics);
        let name = |n: usize| topics.get(n).map_or("", String::as_str);
        self.pairs
            .sort_by(|a, b| (name(a.0), a.1).cmp(&(name(b.0), b.1)));
        let pairs = self.pairs.iter().map(|(n, seq)| (name(*n), *seq));
        let mut expected = pairs.peekable();
        let mut before: Option<(String, u64)> = None;
        let unknown = &self.unknown;
        let read = inspector.mentions(&mut |(topic, seq): (Cell, Cell)| {
            let Some((topic, seq)) = topic.text().zip(seq.count()) else {
                let found = format!("topic {}, entry {}", topic.shown(), seq.shown());
                out.add(MENTION_EXTRA, None, "a question and an entry", found);
                return true;
            };
            let key = (topic, seq);
            if before
                .as_ref()
                .is_some_and(|(t, s)| (t.as_str(), *s) >= key)
            {
                out.add(TABLE_UNREADABLE, Some(seq), "mentions in order", topic);
                return false;
            }
            while let Some((topic, seq)) = expected.next_if(|e| *e < key) {
                out.add(
                    MENTION_MISSING,
                    Some(seq),
                    format!("under `{topic}`"),
                    "no row",
                );
            }
            if expected.next_if(|e| *e == key).is_none() && !unknown.contains(&seq) {
                out.add(
                    MENTION_EXTRA,
                    Some(seq),
                    "no such row",
                    format!("under `{topic}`"),
                );
            }
            before = Some((topic.to_owned(), seq));
            true
        });
        if let Err(e) = read {
            out.add(TABLE_UNREADABLE, None, "the mentions", e.to_string());
            return;
        }
        for (topic, seq) in expected {
            out.add(
                MENTION_MISSING,
                Some(seq),
                format!("under `{topic}`"),
                "no row",
            );
        }
    }
}
