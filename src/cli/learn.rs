use std::path::{Path, PathBuf};

use clap::Args;
use summit_ledger::backtest::cases::learn_cases;
use summit_ledger::backtest::write::learn_onto;
use summit_ledger::files::Guard;
use summit_ledger::model::build::{self, buildable};
use summit_ledger::model::source::Source;
use summit_ledger::record::Name;
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

--events has the columns date,partner,kind,count; --meetings has partner,date.")]
pub struct Learn {
    #[command(flatten)]
    feed: Feed,

    /// Learn from the ledger's ended questions instead of a feed
    #[arg(long, conflicts_with_all = ["events", "meetings"])]
    cases: bool,

    /// Where to write the model's source
    #[arg(long, short, value_name = "MODEL.toml")]
    out: PathBuf,

    /// Overwrite a file that is there
    #[arg(long)]
    force: bool,

    /// The source to start from: vocabulary, grades, kinds without data [default: kernel-1]
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
        let base = base(self.base.as_deref())?;
        let stem = self.out.file_stem().unwrap_or_default().to_string_lossy();
        let id = self.id.clone().unwrap_or_else(|| stem.into_owned());
        Name::parse(&id).map_err(|e| Failure::usage(format!("--id: {e}"), e.remedy.clone()))?;
        if self.cases {
            return self.learn_cases(cx, &base, &id);
        }
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

    fn learn_cases(&self, cx: &Context, base: &Source, id: &str) -> Result<(), Failure> {
        let desk = cx.reading_desk()?;
        let accounts = desk
            .questions()?
            .iter()
            .map(|q| desk.history(q, None))
            .collect::<Result<Vec<_>, _>>()?;
        let (found, source) = learn_cases(&accounts, base, id)?;
        output::print(
            cx,
            self.format,
            &view::learned::cases_doc(&found, base),
            &view::learned::cases_data(&found),
        )?;
        let source = source.ok_or_else(|| Failure {
            code: Code::No,
            what: "nothing was learned: every kind has too few signals".into(),
            hint: "a handful of ended questions teaches little; `summit learn --events` learns \
                   from counted events"
                .into(),
        })?;
        self.save(cx, &source)
    }

    fn guard(&self, cx: &Context) -> Guard {
        let base = self.base.iter().map(PathBuf::as_path);
        cx.guard(self.feed.files().chain(base))
    }

    /// Writes the source, once it is known to build.
    fn save(&self, cx: &Context, source: &Source) -> Result<(), Failure> {
        let text = build::text(source)?;
        output::file(&self.out, text.as_bytes(), self.force, &self.guard(cx))
    }
}
