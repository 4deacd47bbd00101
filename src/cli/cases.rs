use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use summit_ledger::belief::Model;
use summit_ledger::desk::{Fact, import};
use summit_ledger::draw::safe::lines;
use summit_ledger::library::{self, Held, Named, ReadAs};
use summit_ledger::model::shipped;
use summit_ledger::view;
use summit_ledger::view::cases::Listed;

use super::context::Context;
use super::failure::Failure;
use super::feed::within;
use super::import::append;
use super::model::load;
use super::output::{self, Form, Stages};

/// List, read, import and score the library of real questions that ships with the program
///
/// Each is a question that was really asked, its dated signals from public pages, and how it
/// ended. docs/cases.md says how they were drawn and what the scores mean.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  summit cases
  summit cases show biden-xi-2023
  summit cases import biden-xi-2023
  summit cases score
  summit cases score --model mine.toml --by-case --format csv > scores.csv"
)]
pub struct Cases {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    list: List,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the cases: what is asked, by when, how many signals, how it ended
    List(List),
    /// Print how a case was made: what is fact in it and what is judgement
    Show {
        /// The case
        case: String,
    },
    /// Take cases into the ledger, all that are named whole or none
    Import(Import),
    /// Score models on the cases beside the pair's prior alone and a coin; no ledger is needed
    Score(Score),
}

#[derive(Debug, Args)]
struct List {
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

#[derive(Debug, Args)]
struct Import {
    /// The cases
    #[arg(required_unless_present = "all")]
    case: Vec<String>,

    /// All cases but those kept back
    #[arg(long, conflicts_with = "case")]
    all: bool,

    /// Take in cases too that are kept back for judging a finished model
    #[arg(long)]
    kept_back: bool,

    /// Append in order of the day on which each record became known, not case after case
    #[arg(long)]
    sort: bool,
}

#[derive(Debug, Args)]
struct Score {
    /// The cases [default: all but those kept back]
    case: Vec<String>,

    /// A model, built or source, or the name of a shipped one; may be repeated, the first is the
    /// one whose prior all are compared with [default: the shipped one, the
    /// one before it and that of feeds]
    #[arg(long, value_name = "FILE")]
    model: Vec<PathBuf>,

    /// Take in cases too that are kept back for judging a finished model
    #[arg(long)]
    kept_back: bool,

    /// Question by question too; as JSON with the forecast of every day
    #[arg(long)]
    by_case: bool,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

impl Cases {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        match &self.command {
            None => self.list.run(cx),
            Some(Command::List(list)) => list.run(cx),
            Some(Command::Show { case }) => show(case),
            Some(Command::Import(import)) => import.run(cx),
            Some(Command::Score(score)) => score.run(cx),
        }
    }
}

impl List {
    fn run(&self, cx: &Context) -> Result<(), Failure> {
        let listed = |held: &Held| {
            let case = held.case()?;
            Ok(Listed { held: *held, case })
        };
        let all: Result<Vec<Listed>, Failure> = library::ALL.iter().map(listed).collect();
        let all = all?;
        output::form(
            cx,
            self.format,
            || view::cases::list(&all),
            || view::cases::list_data(&all),
            || view::cases::list_sheet(&all),
        )
    }
}

fn show(id: &str) -> Result<(), Failure> {
    output::text(&lines(library::find(id)?.notes))
}

impl Import {
    fn run(&self, cx: &Context) -> Result<(), Failure> {
        let chosen = library::chosen(&self.case, self.kept_back)?;
        let mut facts: Vec<Fact> = Vec::new();
        for held in &chosen {
            facts.extend(import::arrange(held.facts()?, false));
        }
        if self.sort {
            facts = import::arrange(facts, true);
        }
        let name = match chosen.as_slice() {
            [one] => one.id.to_owned(),
            many => format!("{} cases", many.len()),
        };
        append(cx, &mut cx.desk()?, &name, facts)?;
        let left = left_out(&self.case, self.kept_back);
        if left > 0 {
            output::talk(&format!(
                "hint: {left} kept back for judging a finished model were left out; --kept-back takes them in\n"
            ));
        }
        Ok(())
    }
}

/// How many cases were left out because they are kept back.
fn left_out(named: &[String], kept_back: bool) -> usize {
    let all = named.is_empty() && !kept_back;
    let kept = library::ALL.iter().filter(|held| held.is_kept_back());
    if all { kept.count() } else { 0 }
}

impl Score {
    fn run(&self, cx: &Context) -> Result<(), Failure> {
        let chosen = library::chosen(&self.case, self.kept_back)?;
        let cases: Vec<_> = chosen
            .iter()
            .map(|held| held.case())
            .collect::<Result<_, _>>()?;
        let models = match self.model.as_slice() {
            [] => usual()?,
            paths => told_apart(paths.iter().map(|path| given(path)))?,
        };
        let read_as = ReadAs::parse(library::READ_AS)?;
        let stages = Stages::new();
        let told = |done, of| stages.tick("cases folded", done, of);
        let trial = library::trial(&cases, &models, &read_as, &told);
        stages.clear();
        let trial = trial?;
        let left = left_out(&self.case, self.kept_back);
        output::form(
            cx,
            self.format,
            || view::cases::score(&trial, left, self.by_case),
            || view::cases::score_data(&trial, left, self.by_case),
            || view::cases::score_sheet(&trial, self.by_case),
        )
    }
}

/// The shipped model, the one before it, and that of feeds: more do not fit a narrow screen.
fn usual() -> Result<Vec<Named>, Failure> {
    let latest = shipped::ALL.iter().take(2);
    told_apart(
        latest
            .chain([&shipped::FEED])
            .map(|shipped| Ok(Model::parse(shipped.built)?)),
    )
}

fn given(path: &Path) -> Result<Model, Failure> {
    Model::parse(&load(path)?).map_err(|e| within(path, e))
}

/// Models by their ids; a number is added where two share one.
fn told_apart(models: impl Iterator<Item = Result<Model, Failure>>) -> Result<Vec<Named>, Failure> {
    let mut out: Vec<Named> = Vec::new();
    for model in models {
        let model = Arc::new(model?);
        let same = out
            .iter()
            .filter(|named| named.model.id == model.id)
            .count();
        let name = match same {
            0 => model.id.clone(),
            n => format!("{} #{}", model.id, n + 1),
        };
        out.push(Named { name, model });
    }
    Ok(out)
}
