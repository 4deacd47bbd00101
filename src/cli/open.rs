use clap::Args;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use summit_ledger::desk::Fact;
use summit_ledger::draw::safe::one_line;
use summit_ledger::model::meetings::Meetings;
use summit_ledger::model::places::Places;
use summit_ledger::record::{Body, Invalid, Question, date};
use summit_ledger::view;
use summit_ledger::view::doc::Doc;

use super::add::{nothing, report};
use super::ask::{self, Asker};
use super::context::Context;
use super::failure::Failure;
use super::feed::{text, within};
use super::output::{self, Format};
use super::question_args::QuestionArgs;
use super::{occasion, opening};

/// Fewer years known to a list than this give a rate of chance.
const LEAST_YEARS: f64 = 2.0;

/// Open a question on one leader-level meeting
///
/// The prior is measured or judged: with --pair it is counted in a list of meetings, else it is a
/// reference class of yours, so many meetings in so many years, on ordinary days. Summit weeks and
/// planned forums are occasions of their own, each with its past record or your judged chance; they
/// cannot be added later, and their meetings are not among the ordinary ones. The criteria cannot be changed
/// later: say who counts, where, by when, and what is void. On a terminal it asks for what is missing, and
/// whether to open it; in a pipe, and with --yes, it asks nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit open modi-xi-2025 --title \"Modi and Xi meet in person by the end of 2025\" \\
      --who \"Narendra Modi\" --who \"Xi Jinping\" --opens 2025-01-15 --deadline 2025-12-31 \\
      --criteria \"A bilateral meeting in person that both governments confirm\" \\
      --meetings 18 --years 10.6 --prior-source \"meetings since 2014, without forums\" \\
      --occasion \"sco-2025,2025-08-31..2025-09-01,4/7,SCO summit,own count\" \\
      --occasion \"g20-2025,2025-11-22..2025-11-23,0.2@4,G20 Johannesburg\"
  summit open biden-xi --title \"Biden and Xi meet in person by 30 November 2023\" --pair US-CN \\
      --who \"Joe Biden\" --who \"Xi Jinping\" --opens 2023-02-01 --deadline 2023-11-30 \\
      --criteria \"In person, confirmed by both governments\"

  summit open --template forum --pair US-CN --who \"Donald Trump\" --who \"Xi Jinping\" \\
      --occasion \"G20 2026,30%\"
  summit open                                     asks for everything

An occasion is ID,DAYS,RECORD,NAME[,SOURCE], or FORUM,RECORD for a forum that the calendar of the
program has. RECORD is HELD/OF, or a judged chance such as 30% or 0.3, worth @STRENGTH past cases (4 where
it is left out).")]
pub struct Open {
    #[command(flatten)]
    question: QuestionArgs,

    /// Ask nothing
    #[arg(long, short)]
    yes: bool,

    /// How to print what is believed at the start
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Open {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let worded = opening::worded(cx, &self.question)?;
        let missing = worded.missing();
        if missing.is_empty() {
            return self.open(cx, &worded, false);
        }
        if self.yes || !ask::is_possible() {
            return Err(Failure::usage(
                format!("the question lacks {}", missing.join(", ")),
                "`summit open --help` shows whole examples; on a terminal `summit open` asks for each",
            ));
        }
        let asked = opening::asked(cx, &mut Asker::terminal(), &worded)?;
        match asked {
            Some(asked) => self.open(cx, &asked, true),
            None => nothing(),
        }
    }

    fn open(&self, cx: &Context, q: &QuestionArgs, asked: bool) -> Result<(), Failure> {
        let (opens, deadline) = q.days(cx)?;
        let deadline = deadline.unwrap_or(opens);
        let mut occasions = Vec::new();
        for typed in &q.occasion {
            occasions.push(occasion::read(cx, typed, (opens, deadline))?);
        }
        let (prior, said) = match &q.pair {
            Some(pair) => counted(q, pair, opens, deadline)?,
            None => (class(q)?, None),
        };
        let value = json!({
            "id": q.id,
            "title": q.title,
            "participants": q.who,
            "criteria": q.criteria,
            "opens": opens.to_string(),
            "deadline": deadline.to_string(),
            "prior": prior,
            "occasions": occasions,
            "seed": q.seed,
            "blind": q.blind.then_some(true),
        });
        let question = Question::from_value(&value).map_err(as_typed)?;
        output::talk(&warnings(&question));
        if let Some(wording) = q.template.filter(|_| q.occasion.is_empty()) {
            output::talk(&format!("hint: {}\n", wording.hint()));
        }
        // Whoever is asked sees first what the prior rests on.
        let said = said.map(|doc| cx.render(&doc)).unwrap_or_default();
        if asked {
            output::talk(&said);
            if !ask::goes_on("open it? its criteria and occasions cannot be changed later") {
                return nothing();
            }
        }
        let mut desk = cx.desk()?;
        let fact = Fact::from(Body::Question(Box::new(question)));
        let done = desk.append(&cx.hand(), vec![fact])?;
        report(cx, &mut desk, &done, self.format)?;
        if !asked {
            output::talk(&said);
        }
        Ok(())
    }
}

/// The options by the fields of a question that they fill.
const OPTIONS: [(&str, &str); 9] = [
    ("title", "--title"),
    ("participants", "--who"),
    ("criteria", "--criteria"),
    ("opens", "--opens"),
    ("deadline", "--deadline"),
    ("prior.source", "--prior-source"),
    ("prior", "--meetings"),
    ("occasions", "--occasion"),
    ("seed", "--seed"),
];

/// A refusal that names what was typed.
fn as_typed(mut e: Invalid) -> Invalid {
    let typed = OPTIONS.iter().find(|(field, _)| e.field.starts_with(field));
    if let Some((_, option)) = typed {
        e.field = (*option).to_owned();
    }
    e
}

/// A reference class as typed.
fn class(q: &QuestionArgs) -> Result<Map<String, Value>, Failure> {
    let (meetings, years) = (q.meetings.unwrap_or(-1.0), q.years.unwrap_or(f64::NAN));
    let whole = meetings.fract() == 0.0 && (0.0..=1e6).contains(&meetings);
    if !whole || !years.is_finite() {
        return Err(Failure::usage(
            format!("a prior of {meetings} meetings in {years} years"),
            "--meetings takes a whole number from 0, --years a number above 0",
        ));
    }
    let mut prior = Map::new();
    prior.insert("meetings".into(), json!(meetings as u64));
    prior.insert("years".into(), json!(years));
    if let Some(source) = &q.prior_source {
        prior.insert("source".into(), json!(source));
    }
    Ok(prior)
}

/// The prior of a pair, and what there is to say of it.
fn counted(
    q: &QuestionArgs,
    typed: &str,
    opens: Date,
    deadline: Date,
) -> Result<(Map<String, Value>, Option<Doc>), Failure> {
    let places = Places::shipped()?;
    let list = match &q.list {
        None => Meetings::shipped(&places)?,
        Some(path) => Meetings::parse(&text(path)?, &places).map_err(|e| within(path, e))?,
    };
    let pair = places.pair(typed).map_err(|mut e| {
        e.field = "--pair".into();
        e
    })?;
    let counted = list.prior(&pair, opens)?;
    if counted.years < LEAST_YEARS {
        return Err(Failure::usage(
            format!(
                "--pair {typed}: of the six years before {opens} the list knows {:.1}",
                counted.years
            ),
            "a list that reaches to the opening with --list FILE, or your own count with \
             --meetings and --years",
        ));
    }
    let days = date::number(deadline) - date::number(opens);
    let classes = list.classes(&pair, opens, days)?;
    let doc = view::pair::doc(&counted, &classes, days, list.reach(), opens);
    let source = q.prior_source.as_deref().or(list.source());
    let mut prior = Map::new();
    prior.insert("pair".into(), counted.to_value());
    if let Some(source) = source {
        prior.insert("source".into(), json!(source));
    }
    Ok((prior, Some(doc)))
}

/// What is odd about a question, said before it is opened.
fn warnings(question: &Question) -> String {
    let mut said = String::new();
    for o in &question.occasions {
        if o.last <= question.opens || o.first > question.deadline {
            said.push_str(&format!(
                "warning: occasion {} lies outside the question's days, {} to {}: it cannot bring a \
                 yes\n",
                o.id, question.opens, question.deadline
            ));
        }
    }
    let folded = |name: &String| name.split_whitespace().collect::<String>().to_lowercase();
    let mut names: Vec<String> = question.participants.iter().map(folded).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair.first() == pair.last()) {
        said.push_str(&format!(
            "warning: the same leader twice: {}; a meeting takes two\n",
            one_line(&question.participants.join(", "))
        ));
    }
    said
}
