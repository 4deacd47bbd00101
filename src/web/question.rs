//! One question: what was known on any day, and what would be believed if something else were.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::body::Body as Answer;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
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
use crate::belief::{Cause, Explanation, Model, Report};
use crate::desk::Desk;
use crate::desk::outlook::Standing;
use crate::record::{Name, Outcome, Resolution, Signal, date};
use crate::view;
use crate::view::chart::{Point, ProbabilityChart, SignalMark};
use crate::view::decibans::log_odds_decibans;
use crate::view::supposition::Supposition;
use crate::view::svg;
use crate::view::words::{tenths, word};

/// Widths of the chart in CSS pixels, on wide pages and on narrow ones.
const WIDE: u32 = 1040;
const NARROW: u32 = 380;

#[derive(Template)]
#[template(path = "question.html", config = "src/web/askama.toml")]
struct QuestionPage {
    frame: Frame,
    address: String,
    id: Shown,
    title: Shown,
    participants: Vec<Shown>,
    criteria: Shown,
    opens: Date,
    deadline: Date,
    outcome: Option<(Outcome, Date)>,
    /// The day as of which the page speaks, and its number counted from the opening.
    as_of: Date,
    day: i32,
    days: i32,
    /// Whether it is the latest day known.
    latest: bool,
    today: Option<Date>,
    now: Now,
    wide: String,
    narrow: String,
    supposed: Option<Supposed>,
    added: Vec<Added>,
    listed: Listed,
    kinds: BTreeMap<String, Vec<(String, Shown)>>,
    grades: Vec<String>,
    forecast: String,
    without: usize,
}

struct Now {
    p: String,
    word: &'static str,
    lo: String,
    hi: String,
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
    let known = all.docket.evidence().len();
    let standing = match asked.as_of {
        Some(day) => desk.standing(id, Some(day))?,
        None => all,
    };
    let question = Arc::clone(&standing.question);
    let by = view::forecast::month_ends(standing.as_of, question.deadline);
    let report = banks.report(&standing, &by)?;
    let explanation = standing.explain(None)?;
    let then = supposed(&standing, asked)?;
    let account = desk.history(id, Some(standing.as_of))?;
    let resolution = account.resolution.clone();
    let chart = match &then {
        None => recorded(view::account::chart(&account), &explanation, &report),
        Some(then) => path(then, resolution.as_ref())?,
    };
    let model = Arc::clone(&standing.model);
    Ok(QuestionPage {
        frame: Frame::of(overview, "question", &question.title),
        address: format!("/q/{id}"),
        id: Shown::new(id.as_str()),
        title: Shown::new(&question.title),
        participants: question.participants.iter().map(Shown::new).collect(),
        criteria: Shown::new(&question.criteria),
        opens: question.opens,
        deadline,
        outcome: resolution.as_ref().map(|r| (r.outcome, r.on)),
        as_of: standing.as_of,
        day: date::number(standing.as_of) - date::number(question.opens),
        days: date::number(deadline) - date::number(question.opens),
        latest: asked.as_of.is_none_or(|day| day == latest),
        today: (latest < today && today <= deadline && standing.resolution.is_none())
            .then_some(today),
        now: Now::new(&report.outlook),
        wide: picture(&chart, WIDE, "chart-wide"),
        narrow: picture(&chart, NARROW, "chart-narrow"),
        supposed: match &then {
            Some(then) => Some(compare(banks, &standing, then, asked, &report)?),
            None => None,
        },
        added: added(asked, id, &model),
        listed: listed(&standing, &explanation, asked, known),
        kinds: kinds(&model),
        grades: grades(),
        forecast: part(&view::forecast::doc(
            &question,
            &model,
            &report,
            resolution.as_ref(),
        )),
        without: asked.without.len(),
    })
}

fn picture(chart: &ProbabilityChart, width: u32, id: &str) -> String {
    let style = svg::Style {
        width,
        links: true,
        ..svg::Style::default()
    };
    svg::chart(chart, &style.id(id))
}

impl Now {
    fn new(o: &crate::belief::Outlook) -> Self {
        Self {
            p: tenths(o.p),
            word: word(o.p),
            lo: tenths(o.lo),
            hi: tenths(o.hi),
        }
    }
}

/// What is supposed, where anything is. Signals that were not known on the day are not there to
/// be left out.
fn supposed(standing: &Standing, asked: &Asked) -> Result<Option<Standing>, Problem> {
    if !asked.supposes() {
        return Ok(None);
    }
    let evidence = standing.docket.evidence();
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
    report: &Report,
) -> Result<Supposed, Problem> {
    let mut quiet = standing.suppose(&[], &[])?;
    quiet.as_of = then.as_of;
    let supposition = Supposition {
        now: report.outlook,
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
        now: Now::new(&supposition.then),
        decibans: ladder.map(|l| l.show(l.total())),
        table: part(&view::supposition::doc(&supposition, &standing.model)),
    })
}

/// The recorded forecasts up to the day, and how it stands on it; the signals with the steps that
/// the table gives them.
fn recorded(
    mut chart: ProbabilityChart,
    explanation: &Explanation,
    report: &Report,
) -> ProbabilityChart {
    let o = &report.outlook;
    chart.signals = marks(explanation);
    chart.points([Point {
        day: date::from_number(o.as_of),
        p: o.p,
        lo: o.lo,
        hi: o.hi,
    }])
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

/// A document as a part of the page, without its title.
fn part(doc: &view::doc::Doc) -> String {
    let mut doc = doc.clone();
    doc.blocks
        .retain(|block| !matches!(block, view::doc::Block::Heading { level, .. } if *level <= 1));
    view::html::render_at(&doc, 2)
}
