//! The audit: everything that a ledger says is computed again from its entries, and every
//! difference is a finding.
//!
//! | tier | module | what is looked at |
//! |---|---|---|
//! | 1 | `file` | SQLite's structures, tables and triggers, what lies beside the file |
//! | 2 | `log`, `tree`, `mentions`, `cache` | dense, canonical rows; the tree and the lists derived again; tags of kept beliefs |
//! | 3 | `checkpoints`, `keys` | signatures, changes of key, roots, and whether outside checkpoints are extended |
//! | 4 | `history`, `attachments` | references, clocks, ids, a forecast after each fact, sources |
//! | 5 | `belief` | every forecast derived again, equal bit for bit |
//! | 6 | `practice` | warnings: what is sound but weak |
//!
//! An audit never writes, and takes no file on trust: columns may hold anything.

mod attachments;
mod belief;
mod cache;
pub mod catalogue;
mod checkpoints;
mod file;
mod finding;
mod habits;
mod history;
mod keys;
mod log;
mod mentions;
mod practice;
mod severity;
mod tree;

use std::path::Path;

use jiff::civil::Date;

pub use finding::{Count, Finding};
pub use severity::Severity;

use crate::proof::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::proof::key::VerifierKey;
use crate::proof::tree::{Hash, leaf_hash};
use crate::store::inspect::Inspector;
use crate::store::{Secret, StoreError};
use finding::Findings;

/// What the auditor brings along.
#[derive(Debug, Clone)]
pub struct Options {
    /// Outside checkpoints: a name for each, and the file's bytes.
    pub against: Vec<(String, Vec<u8>)>,
    /// Keys that the auditor trusts, of the log and of witnesses.
    pub keys: Vec<VerifierKey>,
    /// The last tier to run, 1 to 6.
    pub tier: u8,
    /// How many threads may work at once; 0 counts as 1.
    pub threads: usize,
    /// The day of the audit, for deadlines that have passed.
    pub as_of: Option<Date>,
    /// What this user's program authenticates beliefs in the file with.
    pub secret: Option<Secret>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            against: Vec::new(),
            keys: Vec::new(),
            tier: 6,
            threads: 1,
            as_of: None,
            secret: None,
        }
    }
}

/// Why an audit could not be made.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The file could not be opened or read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An outside checkpoint is not one.
    #[error("{name} is not a signed checkpoint: {why}")]
    Against {
        /// The name given to it.
        name: String,
        /// What is wrong with it.
        why: CheckpointError,
    },
}

/// How far an audit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The tier at work.
    pub tier: u8,
    /// Entries or forecasts done.
    pub done: u64,
    /// Of how many.
    pub total: u64,
}

/// What an audit found.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Entries in the log.
    pub size: u64,
    /// The root over them, derived from their bytes; absent where rows are missing or tier 2 was
    /// not run.
    pub root: Option<Hash>,
    /// The leaf of entry 0, by which a log is known, where there is one and tier 2 was run.
    pub first: Option<Hash>,
    /// The leaf of the last entry.
    pub last: Option<Hash>,
    /// The log's name, where entry 0 could be read.
    pub origin: Option<String>,
    /// Faults: the ledger is not as it was written. By tier and entry.
    pub findings: Vec<Finding>,
    /// Warnings and notices: the ledger is sound, and its readers should know this.
    pub warnings: Vec<Finding>,
    /// What could not be checked, in plain sentences.
    pub unchecked: Vec<String>,
    /// What each tier did.
    pub counts: [Count; 6],
}

impl Report {
    /// Whether no fault was found.
    #[must_use]
    pub fn sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Audits a ledger file.
///
/// # Errors
/// When the file cannot be opened as a ledger, somebody wrote to it meanwhile, or an outside
/// checkpoint cannot be read. Whatever is wrong inside the file is a finding.
pub fn run(
    path: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, AuditError> {
    let mut against = Vec::with_capacity(options.against.len());
    for (name, bytes) in &options.against {
        let parsed = SignedCheckpoint::parse(bytes).map_err(|why| AuditError::Against {
            name: name.clone(),
            why,
        })?;
        against.push((name.as_str(), parsed));
    }
    let inspector = Inspector::open(path)?;
    let mut out = Findings::default();
    let mut report = tiers(&inspector, options, &against, &mut out, progress)?;
    inspector.settle()?;
    let (findings, warnings, counts, unchecked) = out.finish();
    report.findings = findings;
    report.warnings = warnings;
    report.counts = counts;
    report.unchecked = unchecked;
    Ok(report)
}

fn tiers(
    inspector: &Inspector,
    options: &Options,
    against: &[(&str, SignedCheckpoint)],
    out: &mut Findings,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, StoreError> {
    let last = options.tier.clamp(1, 6);
    let mut report = Report {
        size: 0,
        root: None,
        first: None,
        last: None,
        origin: None,
        findings: Vec::new(),
        warnings: Vec::new(),
        unchecked: Vec::new(),
        counts: Default::default(),
    };
    out.ran(1);
    let readable = file::check(inspector, out)?;
    if !readable {
        out.leave("The tables are not those of a ledger: tiers 2 to 6 were not run.");
        return Ok(report);
    }
    if last >= 2 {
        out.ran(2);
        let threads = options.threads.max(1);
        let log = log::check(inspector, threads, out, progress);
        cache::check(inspector, &log.tree, options.secret.as_ref(), out);
        report.size = log.size;
        report.root = log.root();
        let first = inspector.entry_bytes(0).ok().flatten();
        report.first = first.map(|bytes| leaf_hash(&bytes));
        let newest = report.size.checked_sub(1);
        let newest = newest.and_then(|seq| inspector.entry_bytes(seq).ok().flatten());
        report.last = newest.map(|bytes| leaf_hash(&bytes));
        report.origin = log.history.origin.clone();
        if last >= 3 {
            out.ran(3);
            checkpoints::check(inspector, &log, against, &options.keys, out);
        }
        if last >= 4 {
            out.ran(4);
            let mut history = log.history;
            history.finish(out);
            attachments::check(inspector, &history, out);
            if last >= 5 {
                out.ran(5);
                let known = belief::check(inspector, &history, threads, out, progress);
                if last >= 6 {
                    out.ran(6);
                    practice::check(&history, &known, options.as_of, out);
                }
            }
        }
    }
    if last < 6 {
        out.leave(match last {
            5 => "Tier 6 was not run (--tier 5).".to_owned(),
            _ => format!("Tiers {} to 6 were not run (--tier {last}).", last + 1),
        });
    }
    if last < 3 {
        out.leave("No checkpoint was looked at: an altered log that was hashed again looks sound.");
    }
    Ok(report)
}
