use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use summit_ledger::backtest::announced;
use summit_ledger::backtest::trial::Prediction;
use summit_ledger::belief::Model;
use summit_ledger::desk::sha256_hex;
use summit_ledger::draw::svg;
use summit_ledger::library::measured::{Measured, On, measure};
use summit_ledger::library::reliability;
use summit_ledger::library::{self, Case, Phase};
use summit_ledger::model::shipped;
use summit_ledger::view;
use summit_ledger::view::doc::Doc;

use super::context::Context;
use super::failure::Failure;
use super::feed::{text, within};
use super::model::{current, kept, listed, load};
use super::output::{self, Form, Stages};
use super::picture::Picture;

/// What a model says, and how good it is: scores on real questions, announcements, reliability
///
/// Prints the card of any model and measures it: on the case library without the cases kept back,
/// beside its prior alone, version 1 and a coin; on the White House's announcements; and how often
/// what it forecast came, over both together and by phase. docs/how-good.md says how to read it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit card
  summit card kernel-3 --measured
  summit card mine.json --format markdown > card.md
  summit card --predictions predictions.csv      what `summit backtest --predictions` wrote
  summit card --svg reliability.svg --phase before")]
pub struct Card {
    /// The name of a shipped model, a file, built or source, or one that the ledger took into use
    /// [default: the ledger's, else the shipped one]
    model: Option<PathBuf>,

    /// Only what was measured, without what the model says
    #[arg(long)]
    measured: bool,

    /// A case to measure on; may be repeated [default: all but those kept back]
    #[arg(long, value_name = "CASE")]
    case: Vec<String>,

    /// The announcements to measure on [default: the shipped list]
    #[arg(long, value_name = "FILE")]
    announcements: Option<PathBuf>,

    /// The model's forecasts of a feed, which count in the reliability too: CSV with
    /// partner,as_of,horizon,p,outcome
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Form,

    #[command(flatten)]
    picture: Picture,

    /// Draw the forecasts of this phase only [default: all]
    #[arg(long, value_enum, requires = "file", help_heading = "Pictures")]
    phase: Option<When>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum When {
    /// No meeting had been announced or called off
    Before,
    /// An announcement stood
    Announced,
    /// After a calling-off, or the announced days
    Off,
}

impl When {
    fn phase(self) -> Phase {
        match self {
            Self::Before => Phase::Before,
            Self::Announced => Phase::Announced,
            Self::Off => Phase::Off,
        }
    }
}

impl Card {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let bytes = chosen(cx, self.model.as_deref())?;
        let m = self.measure(&bytes)?;
        if self.picture.wanted() {
            return self.draw(cx, &m);
        }
        let model = Model::parse(&bytes)?;
        let sha256 = sha256_hex(&bytes);
        output::form(
            cx,
            self.format,
            || match self.measured {
                true => view::measured::doc(&m),
                false => view::measured::sections(says(&model, &sha256), &m),
            },
            || match self.measured {
                true => view::measured::data(&m),
                false => with_card(view::measured::data(&m), &model, &sha256),
            },
            || view::measured::sheet(&m),
        )
    }

    fn measure(&self, bytes: &[u8]) -> Result<Measured, Failure> {
        let cases = cases(&self.case)?;
        let list = listed(self.announcements.as_deref())?;
        let met = announced::met(shipped::MEETINGS)?;
        let predictions = predictions(self.predictions.as_deref())?;
        let on = On {
            cases: &cases,
            announcements: &list,
            met: &met,
            predictions: &predictions,
        };
        let stages = Stages::new();
        let told = |what: &str, done, of| stages.tick(what, done, of);
        let measured = measure(bytes, &on, &told);
        stages.clear();
        Ok(measured?)
    }

    fn draw(&self, cx: &Context, m: &Measured) -> Result<(), Failure> {
        let diagram = view::measured::diagram(m, self.phase.map(When::phase));
        let diagram = diagram.ok_or_else(|| {
            Failure::usage(
                "there is no reliability diagram: no such forecasts, or all ended the same way",
                "`summit card` says what can be said",
            )
        })?;
        self.picture
            .write(cx, |style| svg::reliability(&diagram, style))
    }
}

/// The bytes of a model: shipped or a file, else one of the ledger.
fn chosen(cx: &Context, named: Option<&Path>) -> Result<Vec<u8>, Failure> {
    let Some(path) = named else {
        return Ok(current(cx)?.0);
    };
    let id = path.to_str().unwrap_or_default();
    let elsewhere = path.exists() || shipped::named(id).is_some();
    let own = if elsewhere { None } else { kept(cx, id)? };
    own.map_or_else(|| load(path), Ok)
}

/// The cases named, or all; never one that is kept back.
fn cases(named: &[String]) -> Result<Vec<Case>, Failure> {
    for id in named {
        if library::find(id)?.is_kept_back() {
            return Err(Failure::usage(
                format!("the case `{id}` is kept back for judging a finished model"),
                "a card never takes it in; `summit cases score --kept-back` does",
            ));
        }
    }
    let chosen = library::chosen(named, false)?;
    let case = |held: &&library::Held| Ok(held.case()?);
    chosen.iter().map(case).collect()
}

fn predictions(path: Option<&Path>) -> Result<Vec<Prediction>, Failure> {
    match path {
        None => Ok(Vec::new()),
        Some(path) => reliability::predictions(&text(path)?).map_err(|e| within(path, e)),
    }
}

/// What the model says, by its version.
fn says(model: &Model, sha256: &str) -> Doc {
    match &model.two {
        Some(two) => view::card::doc(two),
        None => view::models::one(model, sha256),
    }
}

fn with_card(mut data: Value, model: &Model, sha256: &str) -> Value {
    let card = match &model.two {
        Some(two) => view::card::data(two),
        None => view::models::one_data(model, sha256),
    };
    if let Value::Object(map) = &mut data {
        map.insert("sha256".into(), json!(sha256));
        map.insert("card".into(), card);
    }
    data
}
