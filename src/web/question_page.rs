//! The page of a question, as of a day and under what is supposed.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use jiff::civil::Date;

use super::asked::{Asked, named};
use super::banks::Banks;
use super::choices::{grades, kinds};
use super::frame::Frame;
use super::lately::Lately;
use super::number::Number;
use super::overview::Overview;
use super::part::{Part, folded, part};
use super::problem::Problem;
use super::shown::Shown;
use super::signals::{Listed, listed};
use super::supposed::{Added, Supposed, added, compare, supposed};
use crate::belief::{Explanation, Report as Forecast};
use crate::desk::Standing;
use crate::desk::{Desk, PROGRAM};
use crate::draw::{html, svg};
use crate::publish::report::brief;
use crate::record::{Account, Name, date};
use crate::view::axis::Axis;
use crate::view::basis::Basis;
use crate::view::chart::ProbabilityChart;
use crate::view::doc::Doc;
use crate::view::forecast::month_ends;
use crate::view::report::{Made, Report};
use crate::view::scale::Scale;
use crate::view::supposition;

/// Most signals that are marked on a chart.
const MARKS: usize = 300;
/// The parts of a report that stand on the page, below what is supposed.
const PARTS: [&str; 2] = ["when", "rests"];

/// The page.
#[derive(Template)]
#[template(path = "question.html", config = "src/web/askama.toml")]
pub(super) struct QuestionPage {
    frame: Frame,
    address: String,
    id: Shown,
    title: Shown,
    opens: Date,
    deadline: Date,
    outcome: Shown,
    /// The day as of which the page speaks, and its number counted from the opening.
    as_of: Date,
    day: i32,
    days: i32,
    /// Whether it is the latest day known.
    latest: bool,
    /// The address as of today, where days have passed since the latest.
    today: Option<String>,
    /// The address as of the latest day, and of the day with nothing supposed.
    newest: String,
    plain: String,
    /// The day by which it was recorded, where one was asked for; which knowledge it is, and what
    /// the other says.
    recorded_by: Option<Date>,
    basis: String,
    otherwise: String,
    now: Number,
    sentence: Shown,
    caveat: Shown,
    /// Whether the deadline has passed without a recorded outcome.
    unrecorded: bool,
    lately: Lately,
    chart: String,
    axis: Axes,
    criteria: String,
    moved: String,
    find: Shown,
    /// What the files beside the page are asked with, as a query.
    files: String,
    embed: bool,
    supposed: Option<Supposed>,
    added: Vec<Added>,
    listed: Listed,
    taken_back: String,
    kinds: BTreeMap<String, Vec<(String, Shown)>>,
    grades: Vec<String>,
    parts: Vec<Part>,
    without: usize,
}

/// The scales that the chart can have: each with its address, and which it has.
struct Axes {
    asked: Option<&'static str>,
    choices: Vec<(&'static str, String, bool)>,
}

impl Axes {
    fn of(chart: &ProbabilityChart, asked: &Asked, id: &Name) -> Self {
        let shown = Axis::of(chart).scale;
        let choice = |scale| (named(scale), asked.address_on(id, scale), scale == shown);
        Self {
            asked: asked.axis.map(named),
            choices: vec![choice(Scale::Probability), choice(Scale::LogOdds)],
        }
    }
}

/// The question as of the day asked for, and what is known beyond it.
struct Known {
    standing: Standing,
    /// The latest day known.
    latest: Date,
    /// Signals known by then.
    signals: usize,
}

/// Makes the page, of the log as it stood on a day where one is asked for.
pub(super) fn make(
    desk: &mut Desk,
    banks: &Banks,
    overview: &Overview,
    id: &Name,
    asked: &Asked,
    (today, embed): (Date, bool),
) -> Result<QuestionPage, Problem> {
    desk.looking_by(asked.recorded_by, std::slice::from_ref(id), |desk| {
        page(desk, banks, overview, id, asked, (today, embed))
    })
}

fn page(
    desk: &mut Desk,
    banks: &Banks,
    overview: &Overview,
    id: &Name,
    asked: &Asked,
    (today, embed): (Date, bool),
) -> Result<QuestionPage, Problem> {
    let known = known(desk, id, asked)?;
    let (standing, latest) = (known.standing, known.latest);
    let (question, model) = (Arc::clone(&standing.question), Arc::clone(&standing.model));
    let deadline = question.deadline;
    let by = month_ends(standing.as_of, deadline);
    let forecast = banks.report(&standing, &by)?;
    let explanation = standing.explain(None)?;
    let basis = Basis {
        as_of: asked.as_of.filter(|day| *day != latest),
        recorded_by: asked.recorded_by,
    };
    let otherwise = otherwise(
        desk,
        banks,
        id,
        &basis,
        (standing.as_of, forecast.outlook.p),
    )?;
    let account = desk.told(id, asked.as_of)?;
    let listed = listed(&standing, (&explanation, &account), asked, known.signals);
    let then = supposed(&standing, asked)?;
    let compared = match &then {
        Some(then) => Some(compare(banks, &standing, then, asked, &forecast)?),
        None => None,
    };
    let open_today = standing.resolution.is_none() && latest < today && today <= deadline;
    let said = (explanation, forecast);
    let report = reported(desk, account, standing, said, today)?;
    let stands = report.standing();
    let sections = report.sections();
    let path = report.chart();
    let lately = Lately::of(&path, report.as_of);
    let chart = match &then {
        Some(then) => supposition::chart(&then.path()?, report.resolution.as_ref()),
        None => path,
    };
    let chart = shown(chart, asked);
    let here = sections
        .iter()
        .filter(|section| PARTS.contains(&section.id));
    let of = |id: &str| sections.iter().find(|section| section.id == id);
    Ok(QuestionPage {
        frame: Frame::of(overview, "question", &question.title),
        address: format!("/q/{id}"),
        id: Shown::new(id.as_str()),
        title: Shown::new(&question.title),
        opens: question.opens,
        deadline,
        outcome: Shown::new(stands.outcome.unwrap_or_default()),
        as_of: report.as_of,
        day: date::number(report.as_of) - date::number(question.opens),
        days: date::number(deadline) - date::number(question.opens),
        latest: asked.as_of.is_none_or(|day| day == latest),
        today: open_today.then(|| asked.address_as_of(id, Some(today))),
        newest: asked.address_as_of(id, None),
        plain: asked.address_as_of(id, basis.as_of),
        recorded_by: asked.recorded_by,
        basis: basis.words().unwrap_or_default(),
        otherwise,
        now: Number::of(&report),
        sentence: Shown::new(stands.sentence),
        caveat: Shown::new(stands.caveat.unwrap_or_default()),
        unrecorded: report.resolution.is_none() && report.as_of >= deadline,
        lately,
        axis: Axes::of(&chart, asked, id),
        chart: part(&Doc::new().chart(chart), "chart"),
        criteria: of("question").map_or_else(String::new, |s| part(&s.doc, s.id)),
        moved: of("moved").map_or_else(String::new, |s| folded(&s.doc, s.id)),
        find: Shown::new(&asked.find),
        files: asked.query(),
        embed,
        supposed: compared,
        added: added(asked, id, &model),
        listed,
        taken_back: taken_back(&report),
        kinds: kinds(&model),
        grades: grades(),
        parts: here.map(Part::of).collect(),
        without: asked.without.len(),
    })
}

/// What is believed as of the day with the other knowledge, where that is another number.
fn otherwise(
    desk: &mut Desk,
    banks: &Banks,
    id: &Name,
    basis: &Basis,
    (as_of, p): (Date, f64),
) -> Result<String, Problem> {
    if *basis == Basis::default() {
        return Ok(String::new());
    }
    let there = desk.otherwise(id, (as_of, basis.recorded_by), |desk| {
        let standing = desk.standing(id, Some(as_of))?;
        Ok::<f64, Problem>(banks.report(&standing, &[])?.outlook.p)
    })?;
    Ok(basis.otherwise(p, there).unwrap_or_default())
}

fn known(desk: &mut Desk, id: &Name, asked: &Asked) -> Result<Known, Problem> {
    let all = desk.standing(id, None)?;
    let (latest, deadline) = (all.as_of, all.question.deadline);
    if let Some(day) = asked.as_of.filter(|day| *day > deadline) {
        return Err(Problem::bad(
            format!("the day {day} lies after the deadline {deadline}"),
            "a day from the opening to the deadline",
        ));
    }
    Ok(Known {
        latest,
        signals: all.evidence().len(),
        standing: match asked.as_of {
            Some(day) => desk.standing(id, Some(day))?,
            None => all,
        },
    })
}

/// What a report says as of the day asked for, or of the latest, how it ended included; but for
/// the parts that take long: those are the command's.
fn reported(
    desk: &Desk,
    account: Account,
    standing: Standing,
    said: (Explanation, Forecast),
    today: Date,
) -> Result<Report, Problem> {
    let made = Made {
        program: PROGRAM.to_owned(),
        on: today,
    };
    Ok(brief(desk.ledger(), account, standing, said, made)?)
}

/// A chart as the page shows it.
fn shown(mut chart: ProbabilityChart, asked: &Asked) -> ProbabilityChart {
    chart.scale = asked.axis;
    chart.compact = true;
    chart.keep_largest(MARKS);
    chart
}

/// What a report says as of the day asked for, of the log as it stood then.
fn gathered(
    desk: &mut Desk,
    banks: &Banks,
    id: &Name,
    asked: &Asked,
    today: Date,
) -> Result<Report, Problem> {
    desk.looking_by(asked.recorded_by, std::slice::from_ref(id), |desk| {
        let standing = known(desk, id, asked)?.standing;
        let forecast = banks.report(&standing, &[])?;
        let said = (standing.explain(None)?, forecast);
        let account = desk.told(id, asked.as_of)?;
        reported(desk, account, standing, said, today)
    })
}

/// The chart for a page of its own, with what it is drawn from.
pub(super) fn standing_chart(
    desk: &mut Desk,
    banks: &Banks,
    id: &Name,
    asked: &Asked,
    today: Date,
) -> Result<(Report, String), Problem> {
    let report = gathered(desk, banks, id, asked, today)?;
    let options = html::Options {
        both_widths: true,
        ..html::Options::default()
    };
    let doc = Doc::new().chart(shown(report.chart(), asked));
    let drawn = html::render_with(&doc, &options);
    Ok((report, drawn))
}

/// The chart as a picture.
pub(super) fn picture(
    desk: &mut Desk,
    banks: &Banks,
    id: &Name,
    asked: &Asked,
    today: Date,
) -> Result<String, Problem> {
    let report = gathered(desk, banks, id, asked, today)?;
    let chart = report.chart().title(&report.account.question.title);
    let chart = chart.scale(asked.axis);
    Ok(svg::chart(&chart, &svg::Style::standalone(860, false)))
}

/// What is known as of the day asked for, and what moved it.
pub(super) fn standing_said(
    desk: &mut Desk,
    id: &Name,
    asked: &Asked,
) -> Result<(Standing, Explanation), Problem> {
    let standing = known(desk, id, asked)?.standing;
    let explanation = standing.explain(None)?;
    Ok((standing, explanation))
}

fn taken_back(report: &Report) -> String {
    let back = report.taken_back();
    match back.rows.is_empty() {
        true => String::new(),
        false => part(&Doc::new().table(back), "back"),
    }
}
