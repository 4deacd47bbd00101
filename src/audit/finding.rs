//! One thing that an audit has to say, and the list of all of them.

use std::collections::HashMap;

use super::catalogue::Kind;
use super::severity::Severity;

/// Most findings of one kind that are told one by one; the rest are counted.
const TOLD: u64 = 50;

/// One finding. Its texts may quote hostile content; whoever shows them neutralises it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The tier that found it, from 1.
    pub tier: u8,
    /// How grave it is.
    pub severity: Severity,
    /// A name for it that never changes, for programs.
    pub code: &'static str,
    /// The entry that it speaks of.
    pub entry: Option<u64>,
    /// What is wrong.
    pub what: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// What it means.
    pub means: &'static str,
    /// What to do next.
    pub next: &'static str,
}

/// What one tier did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Whether it was run.
    pub ran: bool,
    /// Faults found.
    pub faults: u64,
    /// Warnings and notices.
    pub warnings: u64,
}

/// The findings so far, each kind up to a limit.
#[derive(Debug, Default)]
pub(super) struct Findings {
    told: Vec<Finding>,
    of_kind: HashMap<&'static str, (u64, Kind)>,
    pub counts: [Count; 6],
    pub unchecked: Vec<String>,
}

impl Findings {
    /// Adds a finding.
    pub fn add(
        &mut self,
        kind: Kind,
        entry: Option<u64>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) {
        if let Some(count) = self.counts.get_mut(usize::from(kind.tier).wrapping_sub(1)) {
            match kind.severity {
                Severity::Fault => count.faults += 1,
                _ => count.warnings += 1,
            }
        }
        let of = self.of_kind.entry(kind.code).or_insert((0, kind));
        of.0 += 1;
        if of.0 <= TOLD {
            self.told.push(finding(kind, entry, expected, found));
        }
    }

    /// Takes over what another list holds.
    pub fn absorb(&mut self, other: Self) {
        self.told.extend(other.told);
        for (code, (n, kind)) in other.of_kind {
            self.of_kind.entry(code).or_insert((0, kind)).0 += n;
        }
        for (mine, theirs) in self.counts.iter_mut().zip(other.counts) {
            mine.faults += theirs.faults;
            mine.warnings += theirs.warnings;
        }
        self.unchecked.extend(other.unchecked);
    }

    /// Says what was not checked, and why.
    pub fn leave(&mut self, sentence: impl Into<String>) {
        self.unchecked.push(sentence.into());
    }

    /// Notes that a tier was run.
    pub fn ran(&mut self, tier: u8) {
        if let Some(count) = self.counts.get_mut(usize::from(tier).wrapping_sub(1)) {
            count.ran = true;
        }
    }

    /// All findings by tier and entry: faults, then the rest.
    pub fn finish(mut self) -> (Vec<Finding>, Vec<Finding>, [Count; 6], Vec<String>) {
        let mut rest: Vec<_> = self.of_kind.values().filter(|(n, _)| *n > TOLD).collect();
        rest.sort_by_key(|(_, kind)| (kind.tier, kind.code));
        for (n, kind) in rest {
            let found = format!("{} more of this kind", n - TOLD);
            let mut more = finding(*kind, None, String::new(), found);
            more.what = format!("{} (and more)", kind.what);
            self.told.push(more);
        }
        self.told
            .sort_by_key(|f| (f.tier, f.entry.unwrap_or(u64::MAX)));
        let (faults, warnings) = self
            .told
            .into_iter()
            .partition(|f| f.severity == Severity::Fault);
        (faults, warnings, self.counts, self.unchecked)
    }
}

fn finding(
    kind: Kind,
    entry: Option<u64>,
    expected: impl Into<String>,
    found: impl Into<String>,
) -> Finding {
    Finding {
        tier: kind.tier,
        severity: kind.severity,
        code: kind.code,
        entry,
        what: kind.what.to_owned(),
        expected: expected.into(),
        found: found.into(),
        means: kind.means,
        next: kind.next,
    }
}
