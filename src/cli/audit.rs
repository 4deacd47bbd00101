use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;
use summit_ledger::audit::{self, AuditError, Options, Progress};
use summit_ledger::draw::safe::one_line;
use summit_ledger::files;
use summit_ledger::view;
use summit_ledger::view::doc::Doc;

use super::context::Context;
use super::failure::{Code, Failure};
use super::keyring;
use super::notebook::{Audited, Notebook};
use super::output::{self, Format};

/// Compute everything again and say what does not agree; silent when all is well
///
/// Six tiers: 1 the file, 2 the log and its tree, 3 checkpoints, 4 the history, 5 every forecast
/// bit for bit, 6 practice (warnings only). Without --against and --key an audit cannot see a
/// rewrite of the whole log, and says so. The file is never written to.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit audit
  summit audit --against kept-elsewhere.note --key example.org/desk+1a2b3c4d+AbCd...
  summit audit --tier 4                     all but the forecasts: quick on long ledgers
  summit --ledger copy.db audit --format json

Exit codes: 0 sound, with or without warnings; 1 findings; 2 the audit could not be made;
3 the ledger could not be read.")]
pub struct Audit {
    #[command(flatten)]
    trust: Trust,

    /// The last tier to run
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=6))]
    tier: u8,

    /// How to print it; json prints a sound report too
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What the auditor brings along.
#[derive(Debug, Args)]
pub struct Trust {
    /// A checkpoint kept outside the ledger; may be repeated
    #[arg(long, value_name = "FILE")]
    against: Vec<PathBuf>,

    /// A key that you trust, of the log or of a witness: vkey text, or a file with one; may be
    /// repeated
    #[arg(long, value_name = "VKEY")]
    key: Vec<String>,
}

impl Audit {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let path = cx.path()?;
        let options = Options {
            tier: self.tier,
            as_of: Some(cx.today),
            secret: cx.memory().secret().cloned(),
            ..self.trust.options()?
        };
        let mut shown = output::Bar::new("audit: tier");
        let mut run = |path: &Path| {
            audit::run(path, &options, &mut |p: Progress| {
                shown.tick(usize::from(p.tier), p.done, p.total);
            })
        };
        let report = match run(&path) {
            Err(AuditError::Store(e)) if e.is_shut() => run(cx.reading.copy(&path)?),
            report => report,
        };
        shown.clear();
        let report = report.map_err(|e| match e {
            AuditError::Store(e) => Failure::from(e),
            other @ AuditError::Against { .. } => Failure::usage(
                other.to_string(),
                "--against takes a checkpoint as `summit checkpoint` prints it",
            ),
        })?;
        self.remember(cx, &report);
        let doc = view::audit::doc(&report);
        // Silent when sound: what is only weak practice is talk, not a finding.
        if self.format.is_table() && report.findings.is_empty() {
            output::talk(&cx.render(&doc));
        } else if self.format.is_table() || self.format.is_data() {
            output::print(cx, self.format, &doc, &view::audit::data(&report))?;
        } else {
            let doc = view::audit::verdict(Doc::new().title("Audit"), &report);
            output::print(cx, self.format, &doc, &Value::Null)?;
        }
        for sentence in &report.unchecked {
            output::talk(&format!("note: {}\n", one_line(sentence)));
        }
        if report.sound() {
            return Ok(());
        }
        Err(Failure {
            code: Code::No,
            what: String::new(),
            hint: String::new(),
        })
    }
}

impl Audit {
    /// Leaves in the notebook of the log how it went.
    fn remember(&self, cx: &Context, report: &audit::Report) {
        let Some(first) = &report.first else {
            return;
        };
        let mut notebook = Notebook::at(first);
        notebook.audit = Some(Audited {
            at: cx.now.to_string(),
            size: report.size,
            tier: self.tier,
            sound: report.sound(),
            leaf: report.last.map(hex::encode).unwrap_or_default(),
        });
        // It is a convenience: an audit goes on without it.
        let _ = notebook.keep_at(first);
    }
}

impl Trust {
    /// An audit with these, of all tiers.
    pub fn options(&self) -> Result<Options, Failure> {
        let mut against = Vec::with_capacity(self.against.len());
        for path in &self.against {
            let bytes = files::read(path, files::SMALL).map_err(|e| Failure {
                code: Code::Usage,
                ..Failure::file(path, &e)
            })?;
            against.push((path.display().to_string(), bytes));
        }
        let keys = self.key.iter().map(|typed| {
            keyring::verifier(typed).map_err(|e| Failure {
                code: Code::Usage,
                ..e
            })
        });
        Ok(Options {
            against,
            keys: keys.collect::<Result<_, _>>()?,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            ..Options::default()
        })
    }
}
