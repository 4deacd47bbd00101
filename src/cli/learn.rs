use std::path::{Path, PathBuf};

use clap::Args;
use summit_ledger::backtest::cases::learn_cases;
use summit_ledger::backtest::write::learn_onto;
use summit_ledger::files::Guard;
use summit_ledger::library::fit;
use summit_ledger::library::{self, ReadAs};
use summit_ledger::model::build::{self, buildable};
use summit_ledger::model::shipped;
use summit_ledger::model::source::{Source, version};
use summit_ledger::model::two;
use summit_ledger::record::{Account, Invalid, Name};
use summit_ledger::view;

use super::context::Context;
use super::failure::{Code, Failure};
use super::feed::{Feed, text, within};
use super::output::{self, Format, Stages};

/// Learn a model's ratios and weights from counted events, or from the ledger's own ended questions
///
/// Counts events by how long before a meeting they came, against each partner's own background, and
/// chooses weights and what repeats are worth by cross-validation over partners. Kinds with too
/// few events are refused and stay as the base source has them. The same input gives the same file.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit learn --events events-2014.csv events-2018.csv --meetings meetings.csv --out mine.toml
  summit model build mine.toml -o mine.json
  summit learn --cases --out mine.toml          from the ended questions of the ledger
  summit learn --cases --library --out mine.toml        from those that ship with the program

--events has the columns date,partner,kind,count; --meetings has partner,date.")]
pub struct Learn {
    #[command(flatten)]
    feed: Feed,

    /// Learn from the ledger's ended questions instead of a feed
    #[arg(long, conflicts_with_all = ["events", "meetings"])]
    cases: bool,

    /// With --cases: from the library of real questions, without those kept back; needs no ledger
    #[arg(long, requires = "cases")]
    library: bool,

    /// With --cases, onto belief version 2: how far what --move names is expected to lie from the base,
    /// as a standard deviation of logarithms [default: chosen on questions left out]
    #[arg(long, requires = "cases", value_name = "NATS")]
    spread: Option<f64>,

    /// With --spread: what may move, with what it hangs on: sides, families, kinds, leaks, all
    #[arg(
        long = "move",
        requires = "spread",
        value_name = "WHAT",
        default_value = "kinds"
    )]
    moving: String,

    /// Where to write the model's source
    #[arg(long, short, value_name = "MODEL.toml")]
    out: PathBuf,

    /// Overwrite a file that is there
    #[arg(long)]
    force: bool,

    /// The source to start from: vocabulary, grades, kinds without data [default: kernel-1; with
    /// --cases the shipped model's]
    #[arg(long, value_name = "SOURCE.toml")]
    base: Option<PathBuf>,

    /// The new model's id [default: the name of the file]
    #[arg(long)]
    id: Option<String>,

    /// How to print what was learned
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// The source to start from.
pub fn base(path: Option<&Path>) -> Result<Source, Failure> {
    match path {
        None => Ok(Source::vocabulary()?),
        Some(path) => buildable(&text(path)?).map_err(|e| within(path, e)),
    }
}

impl Learn {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        output::is_free(&self.out, self.force, &self.guard(cx))?;
        let stem = self.out.file_stem().unwrap_or_default().to_string_lossy();
        let id = self.id.clone().unwrap_or_else(|| stem.into_owned());
        Name::parse(&id).map_err(|e| Failure::usage(format!("--id: {e}"), e.remedy.clone()))?;
        if self.cases {
            return self.learn_cases(cx, &id);
        }
        let base = base(self.base.as_deref())?;
        let read = self.feed.read()?;
        let stages = Stages::new();
        let told = |what: &str, i, n| stages.tick(what, i, n);
        let done = learn_onto(&base, &read.world(), &id, &told);
        stages.clear();
        let (learned, source) = done?;
        self.save(cx, &source)?;
        output::print(
            cx,
            self.format,
            &view::learned::doc(&learned, &id),
            &view::learned::data(&learned, &id),
        )
    }

    /// From ended questions, in the way of the belief version that the base is of.
    fn learn_cases(&self, cx: &Context, id: &str) -> Result<(), Failure> {
        let base = match &self.base {
            None => shipped::DEFAULT.source.to_owned(),
            Some(path) => text(path)?,
        };
        let of = version(&base).map_err(|e| self.in_base(e))?;
        match (of, self.library) {
            (2, _) => self.fit(cx, &base, id),
            (_, false) => self.count_cases(cx, &base, id),
            (_, true) => Err(Failure::usage(
                "the library is fitted onto sources of belief version 2",
                "--base with a source that says `belief = 2`, or leave it out",
            )),
        }
    }

    /// A base of version 1: signals are counted and joined to its counts.
    fn count_cases(&self, cx: &Context, base: &str, id: &str) -> Result<(), Failure> {
        let base = buildable(base).map_err(|e| self.in_base(e))?;
        let (found, source) = learn_cases(&accounts(cx)?, &base, id)?;
        output::print(
            cx,
            self.format,
            &view::learned::cases_doc(&found, &base),
            &view::learned::cases_data(&found),
        )?;
        self.save(cx, &source.ok_or_else(nothing)?)
    }

    /// A base of version 2: plans are counted, ratios and leaks fitted.
    fn fit(&self, cx: &Context, base: &str, id: &str) -> Result<(), Failure> {
        let base = two::source::Source::parse(base).map_err(|e| self.in_base(e))?;
        let cases = match self.library {
            true => shipped_cases()?,
            false => fit::ended(&accounts(cx)?)?,
        };
        let from = fit::Start {
            base: &base,
            read_as: &ReadAs::parse(library::READ_AS)?,
            counted: &fit::Counted::parse(fit::COUNTED)?,
            fresh: self.library,
            held: self.held()?,
        };
        let stages = Stages::new();
        let told = |what: &str, i, n| stages.tick(what, i, n);
        let fitted = fit::fit(&cases, from, id, fit::Work::USUAL, &told);
        stages.clear();
        let fitted = fitted?;
        output::print(
            cx,
            self.format,
            &view::fitted::doc(&fitted, id),
            &view::fitted::data(&fitted, id),
        )?;
        let source = fitted.source.as_ref().ok_or_else(nothing)?;
        two::build::build(source)?;
        self.write(cx, &source.text()?)
    }

    fn held(&self) -> Result<Option<fit::Setting>, Failure> {
        let held = |spread| fit::Setting::new(&self.moving, spread);
        let held = self.spread.map(held).transpose();
        held.map_err(|e| {
            let what = format!("--{}: {} (found `{}`)", e.field, e.problem, e.value);
            Failure::usage(what, e.remedy)
        })
    }

    fn in_base(&self, e: Invalid) -> Failure {
        match &self.base {
            None => e.into(),
            Some(path) => within(path, e),
        }
    }

    fn guard(&self, cx: &Context) -> Guard {
        let base = self.base.iter().map(PathBuf::as_path);
        cx.guard(self.feed.files().chain(base))
    }

    /// Writes the source, once it is known to build.
    fn save(&self, cx: &Context, source: &Source) -> Result<(), Failure> {
        self.write(cx, &build::text(source)?)
    }

    fn write(&self, cx: &Context, text: &str) -> Result<(), Failure> {
        output::file(&self.out, text.as_bytes(), self.force, &self.guard(cx))
    }
}

/// All questions of the ledger, as they were believed.
fn accounts(cx: &Context) -> Result<Vec<Account>, Failure> {
    let desk = cx.reading_desk()?;
    let questions = desk.questions()?;
    let all = questions.iter().map(|q| desk.history(q, None));
    Ok(all.collect::<Result<_, _>>()?)
}

/// The cases of the library, but for those kept back.
fn shipped_cases() -> Result<Vec<library::Case>, Failure> {
    let chosen = library::chosen(&[], false)?;
    let cases = chosen.iter().map(|held| held.case());
    Ok(cases.collect::<Result<_, _>>()?)
}

fn nothing() -> Failure {
    Failure {
        code: Code::No,
        what: "nothing was learned: every kind has too few signals".into(),
        hint: "a handful of ended questions teaches little; `summit learn --events` learns from \
               counted events"
            .into(),
    }
}
