use std::path::{Path, PathBuf};

use clap::Args;
use summit_ledger::desk::{Desk, Fact, MAX_ATTACHMENT, Recorded, What, sha256_hex};
use summit_ledger::draw::safe::one_line;
use summit_ledger::files::{self, Over};
use summit_ledger::record::{Body, Name, Signal};
use summit_ledger::view;

use super::ask::{self, Asker};
use super::changed;
use super::context::Context;
use super::failure::Failure;
use super::output::{self, Format};
use super::signal::SignalArgs;
use super::{before, editor, fill, notice, pick, plans, state, taken, template};

/// Append a signal, and see what it changed and why
///
/// A retry of the same content is recognised and appends nothing. A signal that repeats an earlier
/// one, by its --story or by its kind within the model's window, is discounted, and the output
/// says so before it is written. On a terminal it asks for what is missing, shows what the signal would
/// change, and asks whether to append it; in a pipe, and with --yes, it asks nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit add                                    asks for everything
  summit add hostage-released --on yesterday    asks for the rest
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
    /// Kind of signal, or a word for one: see `summit kinds`
    kind: Option<String>,

    #[command(flatten)]
    signal: SignalArgs,

    /// Identifier of the signal [default: made from its content]
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// The question, repeated for a fact that bears on several [default: the current one, else the
    /// only one]
    #[arg(long, short, value_name = "QUESTION")]
    question: Vec<String>,

    /// A page or document that it rests on, to be kept in the ledger; may be repeated
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,

    /// Ask nothing: what is missing stays out
    #[arg(long, short)]
    yes: bool,

    /// Write it in the editor of VISUAL or EDITOR, on a template
    #[arg(long)]
    edit: bool,

    /// How to print what changed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Add {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        if !self.edit {
            return self.add(cx, None);
        }
        cx.path()?;
        let asked = template::of(self.kind.as_deref(), &self.signal);
        let text = editor::edit_text(&asked)?;
        let done = self.add(cx, Some(&text));
        if done.is_err() {
            output::talk(&kept(&text));
        }
        done
    }

    /// Appends what was typed, or written as a text.
    fn add(&self, cx: &Context, text: Option<&str>) -> Result<(), Failure> {
        // Before the ledger is opened: it may be among them, and closing it drops SQLite's locks.
        let files = self.files()?;
        let mut desk = cx.desk()?;
        let questions = cx.questions(&desk, &self.question)?;
        let Some(typed) = self.typed(cx, &mut desk, (&questions, text))? else {
            return nothing();
        };
        let id = self.id.as_deref();
        let meant = plans::meant(cx, &mut desk, &questions, (&typed.kind, &typed.args, id))?;
        let mut signals = Vec::with_capacity(meant.len());
        for one in &meant {
            signals.push(with_files(one.build(cx, &questions)?, &files)?);
        }
        let models = view::beforehand::models(&mut desk, &questions)?;
        let mut warned = typed.asked;
        for signal in &signals {
            warned |= notice::says_nothing(cx, &models, signal);
            let plans = notice::plans(cx, &mut desk, &models, signal)?;
            warned |= !plans.is_empty();
            output::talk(&plans);
        }
        warned |= before::say(cx, &mut desk, &questions, (&signals, typed.asked))?;
        if warned && self.may_ask() && !ask::goes_on("append it?") {
            return nothing();
        }
        self.append(cx, &mut desk, signals, &files)
    }

    fn may_ask(&self) -> bool {
        !self.yes && ask::is_possible()
    }

    /// The kind and what is said of it: as typed, and on a terminal as asked for, or as the text of the
    /// editor has it; `None` where the answers end.
    fn typed(
        &self,
        cx: &Context,
        desk: &mut Desk,
        (questions, text): (&[Name], Option<&str>),
    ) -> Result<Option<Typed>, Failure> {
        let (kind, args) = (self.kind.as_deref(), &self.signal);
        if let Some(text) = text {
            let read = template::read(text)?;
            return Ok(read.map(|(kind, args)| Typed::new(kind, args, true)));
        }
        let asks = self.may_ask();
        let kind = match kind {
            Some(kind) => taken::kind(desk, questions, kind)?,
            None if !asks => return Err(no_kind()),
            None => match asked_kind(desk, questions)? {
                Some(kind) => kind,
                None => return Ok(None),
            },
        };
        let whole = ["summary", "grade", "source"];
        if !asks || whole.iter().all(|option| args.typed(option).is_some()) {
            return Ok(Some(Typed::new(kind, args.clone(), false)));
        }
        let lacks = fill::lacks(desk, questions, &kind)?;
        let args = fill::fill(cx, &mut Asker::terminal(), &lacks, args)?;
        Ok(args.map(|args| Typed::new(kind, args, true)))
    }

    fn append(
        &self,
        cx: &Context,
        desk: &mut Desk,
        signals: Vec<Signal>,
        files: &[(String, Vec<u8>)],
    ) -> Result<(), Failure> {
        let last = signals.last().cloned();
        let fact = |signal| Fact {
            place: None,
            what: What::Attached {
                body: Body::Signal(Box::new(signal)),
                files: files.iter().map(|(_, bytes)| bytes.clone()).collect(),
            },
        };
        let facts = signals.into_iter().map(fact).collect();
        let done = desk.append(&cx.hand(), facts)?;
        report(cx, desk, &done, self.format)?;
        for one in &done {
            output::talk(&notice::near(cx, desk, &one.entry.body)?);
        }
        if let Some(signal) = last {
            output::talk(&notice::ungraded(cx, desk, &signal)?);
            output::talk(unsourced(&signal));
        }
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

/// Keeps a text that was refused, and says where.
fn kept(text: &str) -> String {
    let keep = || {
        let folder = state::folder()?.join("edits");
        files::make_private_folder(&folder).map_err(|e| e.to_string())?;
        let path = folder.join("add.txt");
        let kept = files::private(&path, text.as_bytes(), Over::Files);
        kept.map_err(|e| e.to_string())?;
        Ok::<_, String>(path)
    };
    match keep() {
        Ok(path) => format!(
            "note: your text is kept in {}\n",
            one_line(&path.display().to_string())
        ),
        Err(why) => format!("note: your text could not be kept: {}\n", one_line(&why)),
    }
}

/// A kind, what is said of it, and whether somebody was asked for it.
struct Typed {
    kind: String,
    args: SignalArgs,
    asked: bool,
}

impl Typed {
    fn new(kind: String, args: SignalArgs, asked: bool) -> Self {
        Self { kind, args, asked }
    }
}

/// Says that nothing was appended.
pub fn nothing() -> Result<(), Failure> {
    output::talk("nothing was appended\n");
    Ok(())
}

fn no_kind() -> Failure {
    Failure::usage(
        "the kind of signal is missing",
        "for example `summit add visit-planned`; `summit kinds WORD` searches them",
    )
}

/// A kind of the model of the first question, asked for.
fn asked_kind(desk: &mut Desk, questions: &[Name]) -> Result<Option<String>, Failure> {
    let Some(question) = questions.first() else {
        return Ok(None);
    };
    let model = desk.model_of(question)?;
    Ok(pick::kind(&mut Asker::terminal(), &model))
}

/// A signal that names its files; read once more, since nothing else has checked their number.
fn with_files(mut signal: Signal, files: &[(String, Vec<u8>)]) -> Result<Signal, Failure> {
    let names = files.iter().map(|(sha256, _)| sha256.clone());
    signal.attachments.extend(names);
    Ok(Signal::from_value(&signal.to_value()).map_err(|e| e.under(""))?)
}

/// Prints what facts changed.
pub fn report(
    cx: &Context,
    desk: &mut Desk,
    done: &[Recorded],
    format: Format,
) -> Result<(), Failure> {
    let (done, hidden) = changed::shown(cx, desk, done)?;
    let doc = changed::told(desk, &done)?;
    let data = done
        .iter()
        .map(|recorded| view::moved::data(&recorded.entry, recorded.already, &recorded.moves));
    output::print(cx, format, &doc, &data.collect())?;
    output::talk(&hidden);
    for recorded in done.iter().filter(|r| r.already) {
        for (question, seq) in desk.retracted_on(&recorded.entry.body)? {
            output::talk(&format!(
                "warning: entry {seq} took it out of the evidence on {question}; to enter it anew, \
                 give another --id\n"
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
    match &signal.source {
        _ if view::beforehand::no_address(signal) => {
            "warning: its --url is no address of the web, which begins with https://\n"
        }
        None => "hint: it has no source; next time add --source NAME and --url URL\n",
        Some(_) => "",
    }
}
