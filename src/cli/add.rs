use std::path::{Path, PathBuf};

use clap::Args;
use summit_ledger::desk::{Desk, Fact, MAX_ATTACHMENT, Recorded, What, sha256_hex};
use summit_ledger::files;
use summit_ledger::record::{Body, Name, Signal};
use summit_ledger::view;

use super::changed;
use super::context::Context;
use super::failure::Failure;
use super::notice;
use super::output::{self, Format};
use super::plans;
use super::signal::SignalArgs;

/// Append a signal, and see what it changed and why
///
/// A retry of the same content is recognised and appends nothing. A signal that repeats an earlier
/// one, by its --story or by its kind within the model's window, is discounted, and the output
/// says so. On a terminal it asks for a grade that is missing, where the model is of version 2.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit add visit-planned --on 2023-09-28 --grade B2 --story wang-visit \\
      --summary \"Wang Yi to visit Washington\" --source Bloomberg
  summit add leader-letter --on 2023-09-12 --known 2023-09-19 --grade A1
  summit add summit-announced --on 2023-11-10 --about 2023-11-15 --grade A1
  summit add summit-postponed --on 2023-11-12 --about 2023-12-02 --grade A1
  summit add visit-made --on 2023-10-26 --grade A1 --source Reuters --attach page.html
  summit add talks-rejected --on today --if-meeting 0.2 --if-none 0.4 \\
      --because \"usual only in a freeze\"

`summit kinds` lists the kinds. Two words more, for days that stand announced: summit-denied enters
that they are called off; summit-postponed the same and, with --about, that others are announced.
summit-cancelled without --about speaks of the days that stand announced.")]
pub struct Add {
    /// Kind of signal: see `summit kinds`
    kind: String,

    #[command(flatten)]
    signal: SignalArgs,

    /// Identifier of the signal [default: made from its content]
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// The question, repeated for a fact that bears on several [default: the only one]
    #[arg(long, short, value_name = "ID")]
    question: Vec<String>,

    /// A page or document that it rests on, to be kept in the ledger; may be repeated
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,

    /// How to print what changed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Add {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        // Before the ledger is opened: it may be among them, and closing it drops SQLite's locks.
        let files = self.files()?;
        let mut desk = cx.desk()?;
        let questions = questions(&desk, &self.question)?;
        let typed = (self.kind.as_str(), &self.signal, self.id.as_deref());
        let mut meant = plans::meant(cx, &mut desk, &questions, typed)?;
        let models = notice::models(&mut desk, &questions)?;
        for one in &meant {
            if !notice::may_say_nothing(cx, &models, &one.build(cx, &questions)?) {
                output::talk("nothing was appended\n");
                return Ok(());
            }
        }
        let grade = notice::grade(&models, &self.signal);
        let mut facts = Vec::with_capacity(meant.len());
        let (mut ungraded, mut warned) = (String::new(), "");
        for one in &mut meant {
            one.args = one.args.clone().with("grade", grade.as_deref());
            let signal = with_files(one.build(cx, &questions)?, &files)?;
            ungraded = notice::ungraded(cx, &models, &signal);
            warned = unsourced(&signal);
            output::talk(&notice::plans(cx, &mut desk, &models, &signal)?);
            facts.push(Fact {
                place: None,
                what: What::Attached {
                    body: Body::Signal(Box::new(signal)),
                    files: files.iter().map(|(_, bytes)| bytes.clone()).collect(),
                },
            });
        }
        let done = desk.append(&cx.hand(), facts)?;
        report(cx, &mut desk, &done, self.format)?;
        for one in &done {
            output::talk(&notice::near(cx, &mut desk, &one.entry.body)?);
        }
        output::talk(&ungraded);
        output::talk(warned);
        Ok(())
    }

    /// The files to keep, each once, with their SHA-256.
    fn files(&self) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let mut files: Vec<(String, Vec<u8>)> = Vec::with_capacity(self.attach.len());
        for path in &self.attach {
            let bytes = attachment(path)?;
            let sha256 = sha256_hex(&bytes);
            if files.iter().all(|(there, _)| *there != sha256) {
                files.push((sha256, bytes));
            }
        }
        Ok(files)
    }
}

/// A signal that names its files; read once more, since nothing else has checked their number.
fn with_files(mut signal: Signal, files: &[(String, Vec<u8>)]) -> Result<Signal, Failure> {
    let names = files.iter().map(|(sha256, _)| sha256.clone());
    signal.attachments.extend(names);
    Ok(Signal::from_value(&signal.to_value()).map_err(|e| e.under(""))?)
}

/// The questions named, or the only one.
pub fn questions(desk: &Desk, named: &[String]) -> Result<Vec<Name>, Failure> {
    if named.is_empty() {
        return Ok(vec![desk.the_question(None)?]);
    }
    named
        .iter()
        .map(|id| Ok(desk.the_question(Some(id))?))
        .collect()
}

/// Prints what facts changed.
pub fn report(
    cx: &Context,
    desk: &mut Desk,
    done: &[Recorded],
    format: Format,
) -> Result<(), Failure> {
    let doc = changed::told(desk, done)?;
    let data = done
        .iter()
        .map(|recorded| view::moved::data(&recorded.entry, recorded.already, &recorded.moves));
    output::print(cx, format, &doc, &data.collect())?;
    for recorded in done.iter().filter(|r| r.already) {
        if let Some(seq) = desk.retracted(&recorded.entry.body)? {
            output::talk(&format!(
                "warning: entry {seq} took it out of the evidence; to enter it anew, give another \
                 --id\n"
            ));
        }
    }
    Ok(())
}

/// A file to keep.
fn attachment(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = files::read(path, MAX_ATTACHMENT as u64).map_err(|e| match e.kind() {
        std::io::ErrorKind::FileTooLarge => Failure::usage(
            format!("{}: too many bytes", path.display()),
            format!("at most {MAX_ATTACHMENT} bytes an attachment"),
        ),
        _ => Failure::file(path, &e),
    })?;
    if files::is_key(&bytes) {
        return Err(Failure::usage(
            format!("{}: this is a private key, not shown", path.display()),
            "attach what the signal rests on; a key never belongs into a ledger",
        ));
    }
    Ok(bytes)
}

fn unsourced(signal: &Signal) -> &'static str {
    match signal.source {
        None => "hint: it has no source; next time add --source NAME and --url URL\n",
        Some(_) => "",
    }
}
