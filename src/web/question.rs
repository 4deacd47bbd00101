//! One question: what was known on any day, and what would be believed if something else were.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::body::Body as Answer;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use base64ct::{Base64, Encoding as _};
use jiff::civil::Date;

use super::app::App;
use super::asked::Asked;
use super::banks::Banks;
use super::frame::{Frame, html};
use super::overview::Overview;
use super::problem::Problem;
use super::query::Query;
use super::shown::Shown;
use super::signals::{Listed, listed};
use crate::belief::{Cause, Explanation, Model, Report as Forecast};
use crate::desk::Standing;
use crate::desk::{Desk, PROGRAM};
use crate::record::{Body, Name, Resolution, Signal, date};
use crate::view::chart::{Point, ProbabilityChart, SignalMark};
use crate::view::decibans::log_odds_decibans;
use crate::view::doc::{Block, Doc};
use crate::view::report::{Log, Made, Report};
use crate::view::supposition::Supposition;
use crate::view::words::{tenths, word};
use crate::{draw, view};

/// Most signals that are marked on a chart.
const MARKS: usize = 300;
/// The parts of a report that stand on the page, below the signals.
const PARTS: [&str; 4] = ["moved", "when", "question", "rests"];

#[derive(Template)]
#[template(path = "question.html", config = "src/web/askama.toml")]
struct QuestionPage {
    frame: Frame,
    address: String,
    id: Shown,
    title: Shown,
    participants: Vec<Shown>,
    opens: Date,
    deadline: Date,
    outcome: Shown,
    /// The day as of which the page speaks, and its number counted from the opening.
    as_of: Date,
    day: i32,
    days: i32,
    /// Whether it is the latest day known.
    latest: bool,
    today: Option<Date>,
    now: Now,
    sentence: Shown,
    chart: String,
    supposed: Option<Supposed>,
    added: Vec<Added>,
    listed: Listed,
    taken_back: String,
    kinds: BTreeMap<String, Vec<(String, Shown)>>,
    grades: Vec<String>,
    parts: Vec<Part>,
    without: usize,
}

struct Now {
    p: String,
    word: &'static str,
}

/// A part as in the report.
struct Part {
    id: &'static str,
    heading: &'static str,
    body: String,
}

struct Supposed {
    now: Now,
    decibans: Option<String>,
    table: String,
}

/// A supposed signal, with the address of the page without it.
struct Added {
    text: String,
    label: Shown,
    day: Date,
    grade: String,
    about: Option<(Date, Date)>,
    away: String,
}

/// `GET /q/ID`
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response<Answer>, Problem> {
    let id = Name::parse(&id).map_err(|_| unknown())?;
    let query = Query::parse(query.as_deref())?;
    let asked = Asked::read(&query, &id)?;
    let address = asked.address(&id);
    if asked.more {
        return Ok(elsewhere(&address));
    }
    let overview = app.overview();
    if !overview.questions.contains_key(&id) {
        return Err(unknown());
    }
    let today = (app.today)();
    let key = (app.desks.generation(), overview.size, today, address);
    if let Some(page) = app.kept(&key).filter(|_| overview.fault.is_none()) {
        return Ok(html(page.to_string()));
    }
    let banks = Arc::clone(&app.banks);
    let made = app.heavy.run(move |desk| {
        let page = make(desk, &banks, &overview, &id, &asked, today)?;
        page.render().map_err(|_| Problem::fault())
    });
    let text = made.await?;
    app.keep(key, &text);
    Ok(html(text))
}

fn unknown() -> Problem {
    Problem::not_found(
        "the ledger has no such question",
        "begin with the questions",
    )
}

fn elsewhere(address: &str) -> Response<Answer> {
    let mut response = Response::new(Answer::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(value) = HeaderValue::from_str(address) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

fn make(
    desk: &mut Desk,
    banks: &Banks,
    overview: &Overview,
    id: &Name,
    asked: &Asked,
    today: Date,
) -> Result<QuestionPage, Problem> {
    let all = desk.standing(id, None)?;
    let (latest, deadline) = (all.as_of, all.question.deadline);
    if let Some(day) = asked.as_of.filter(|day| *day > deadline) {
        return Err(Problem::bad(
            format!("the day {day} lies after the deadline {deadline}"),
            "a day from the opening to the deadline",
        ));
    }
    let known = all.evidence().len();
    let standing = match asked.as_of {
        Some(day) => desk.standing(id, Some(day))?,
        None => all,
    };
    let by = view::forecast::month_ends(standing.as_of, deadline);
    let forecast = banks.report(&standing, &by)?;
    let explanation = standing.explain(None)?;
    let listed = listed(&standing, &explanation, asked, known);
    let then = supposed(&standing, asked)?;
    let compared = match &then {
        Some(then) => Some(compare(banks, &standing, then, asked, &forecast)?),
        None => None,
    };
    let model = Arc::clone(&standing.model);
    let question = Arc::clone(&standing.question);
    let open_today = standing.resolution.is_none() && latest < today && today <= deadline;
    let report = reported(
        desk,
        id,
        asked.as_of,
        standing,
        (explanation, forecast),
        today,
    )?;
    let stands = report.standing();
    let mut parts = report.sections();
    let mut chart = match &then {
        Some(then) => Doc::new().chart(path(then, report.resolution.as_ref())?),
        None => parts
            .iter_mut()
            .find(|part| part.id == "path")
            .map(|part| std::mem::take(&mut part.doc))
            .unwrap_or_default(),
    };
    fewer_marks(&mut chart);
    let back = report.taken_back();
    let taken_back = match back.rows.is_empty() {
        true => String::new(),
        false => part(&Doc::new().table(back), "back"),
    };
    parts.retain(|part| PARTS.contains(&part.id));
    Ok(QuestionPage {
        frame: Frame::of(overview, "question", &question.title),
        address: format!("/q/{id}"),
        id: Shown::new(id.as_str()),
        title: Shown::new(&question.title),
        participants: question.participants.iter().map(Shown::new).collect(),
        opens: question.opens,
        deadline,
        outcome: Shown::new(stands.outcome.unwrap_or_default()),
        as_of: report.as_of,
        day: date::number(report.as_of) - date::number(question.opens),
        days: date::number(deadline) - date::number(question.opens),
        latest: asked.as_of.is_none_or(|day| day == latest),
        today: open_today.then_some(today),
        now: Now::of(&report),
        sentence: Shown::new(stands.sentence),
        chart: part(&chart, "chart"),
        supposed: compared,
        added: added(asked, id, &model),
        listed,
        taken_back,
        kinds: kinds(&model),
        grades: grades(),
        parts: parts
            .iter()
            .map(|section| Part {
                id: section.id,
                heading: section.heading,
                body: part(&section.doc, section.id),
            })
            .collect(),
        without: asked.without.len(),
    })
}

/// What a report says as of the day asked for, or of the latest, how it ended included; but for
/// the parts that take long: those are the command's.
fn reported(
    desk: &Desk,
    id: &Name,
    as_of: Option<Date>,
    standing: Standing,
    (explanation, forecast): (Explanation, Forecast),
    today: Date,
) -> Result<Report, Problem> {
    let account = desk.history(id, as_of)?;
    let ledger = desk.ledger();
    let tip = ledger.tip()?;
    let retractions = standing.facts.iter().filter_map(|fact| match &fact.body {
        Body::Retraction(r) => Some(r.clone()),
        _ => None,
    });
    Ok(Report {
        as_of: standing.as_of,
        resolution: account.resolution.clone(),
        account,
        explanation,
        forecast,
        retractions: retractions.collect(),
        model: standing.model,
        model_sha256: standing.model_sha256,
        sensitivity: None,
        watch: None,
        log: Log {
            origin: ledger.origin()?,
            size: tip.size(),
            root: Base64::encode_string(&tip.root()),
            checkpoint: None,
        },
        audit: None,
        made: Made {
            program: PROGRAM.to_owned(),
            on: today,
        },
    })
}

impl Now {
    fn new(p: f64) -> Self {
        Self {
            p: tenths(p),
            word: word(p),
        }
    }

    /// The forecast of the day or, once the question is over, the last one before, as the report
    /// has it.
    fn of(report: &Report) -> Self {
        let over = report.resolution.is_some() || report.as_of >= report.account.question.deadline;
        let last = report.account.rows.last().map(|row| row.forecast.p);
        Self::new(last.filter(|_| over).unwrap_or(report.forecast.outlook.p))
    }
}

/// What is supposed, where anything is. Signals that were not known on the day are not there to
/// be left out.
fn supposed(standing: &Standing, asked: &Asked) -> Result<Option<Standing>, Problem> {
    if !asked.supposes() {
        return Ok(None);
    }
    let evidence = standing.evidence();
    let stands = |id: &&String| evidence.iter().any(|e| e.id == **id);
    let without: Vec<String> = asked.without.iter().filter(stands).cloned().collect();
    let signals: Vec<Signal> = asked.added.iter().map(|(_, s)| s.clone()).collect();
    Ok(Some(standing.suppose(&signals, &without)?))
}

/// The same three answers as `summit what-if`.
fn compare(
    banks: &Banks,
    standing: &Standing,
    then: &Standing,
    asked: &Asked,
    forecast: &Forecast,
) -> Result<Supposed, Problem> {
    let mut quiet = standing.suppose(&[], &[])?;
    quiet.as_of = then.as_of;
    let supposition = Supposition {
        now: forecast.outlook,
        quiet: banks.report(&quiet, &[])?.outlook,
        then: banks.report(then, &[])?.outlook,
        parts: then.explain_supposed(standing.as_of)?,
        without: asked.without.clone(),
    };
    let ladder = view::decibans::Ladder::of(
        &[supposition.now.p, supposition.then.p],
        view::decibans::Precision::Tenths,
    );
    Ok(Supposed {
        now: Now::new(supposition.then.p),
        decibans: ladder.map(|l| l.show(l.total())),
        table: part(
            &view::supposition::doc(&supposition, &standing.model),
            "supposed",
        ),
    })
}

/// The whole path under what is supposed.
fn path(then: &Standing, resolution: Option<&Resolution>) -> Result<ProbabilityChart, Problem> {
    let explanation = then.explain(None)?;
    let question = &then.question;
    let steps = explanation.parts.iter().map(|part| &part.after);
    let points = std::iter::once(&explanation.start).chain(steps);
    let mut chart = ProbabilityChart::new(question.opens, question.deadline)
        .title("As supposed: computed again from the opening")
        .points(points.map(|o| Point {
            day: date::from_number(o.as_of),
            p: o.p,
            lo: o.lo,
            hi: o.hi,
        }))
        .signals(marks(&explanation));
    for o in &question.occasions {
        chart = chart.occasion(&o.name, o.first, o.last);
    }
    if let Some(r) = resolution {
        chart = chart.outcome(r.on, r.outcome.as_str());
    }
    Ok(chart)
}

/// Leaves on a chart the signals that moved it most.
fn fewer_marks(doc: &mut Doc) {
    for block in &mut doc.blocks {
        let Block::Chart(chart) = block else { continue };
        if chart.signals.len() <= MARKS {
            continue;
        }
        let size = |mark: &SignalMark| mark.step.map_or(0.0, f64::abs);
        let mut sizes: Vec<f64> = chart.signals.iter().map(size).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        let least = sizes.get(MARKS - 1).copied().unwrap_or(0.0);
        let mut left = MARKS;
        chart.signals.retain(|mark| {
            let kept = size(mark) >= least && left > 0;
            left -= usize::from(kept);
            kept
        });
    }
}

fn marks(explanation: &Explanation) -> Vec<SignalMark> {
    let mut before = explanation.start.p;
    let mut out = Vec::new();
    for part in &explanation.parts {
        let after = part.after.p;
        if let Cause::Signal(moved) = &part.what {
            let s = &moved.signal;
            let levels = log_odds_decibans(before).zip(log_odds_decibans(after));
            out.push(SignalMark {
                day: part.day,
                id: s.id.to_string(),
                kind: s.kind.to_string(),
                summary: s.summary.clone(),
                step: levels.map(|(before, after)| after - before),
                before,
                after,
            });
        }
        before = after;
    }
    out
}

fn added(asked: &Asked, question: &Name, model: &Model) -> Vec<Added> {
    let each = asked.added.iter().enumerate();
    each.map(|(i, (text, s))| Added {
        text: text.clone(),
        label: Shown::new(label(model, s.kind.as_str())),
        day: s.known_on,
        grade: s.grade.to_string(),
        about: s.about,
        away: asked.address_without(question, i),
    })
    .collect()
}

/// A kind's name for people.
pub(super) fn label<'m>(model: &'m Model, kind: &'m str) -> &'m str {
    model.kinds.get(kind).map_or(kind, |k| k.label.as_str())
}

/// The kinds of the model by family.
fn kinds(model: &Model) -> BTreeMap<String, Vec<(String, Shown)>> {
    let mut out: BTreeMap<String, Vec<(String, Shown)>> = BTreeMap::new();
    for (name, kind) in &model.kinds {
        let group = Shown::new(&kind.group).to_string();
        let entry = (name.clone(), Shown::new(&kind.label));
        out.entry(group).or_default().push(entry);
    }
    out
}

fn grades() -> Vec<String> {
    let all = ('A'..='F').flat_map(|s| ('1'..='6').map(move |i| format!("{s}{i}")));
    all.collect()
}

/// A document as a part of the page.
fn part(doc: &Doc, id: &str) -> String {
    let options = draw::html::Options {
        title_level: 2,
        links: true,
        both_widths: true,
        id,
    };
    draw::html::render_with(doc, &options)
}
