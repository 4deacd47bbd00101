//! The page of a question, as of a day and under what is supposed.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use jiff::civil::Date;

use super::asked::Asked;
use super::banks::Banks;
use super::choices::{grades, kinds};
use super::frame::Frame;
use super::number::Number;
use super::overview::Overview;
use super::part::{Part, part};
use super::problem::Problem;
use super::shown::Shown;
use super::signals::{Listed, listed};
use super::supposed::{Added, Supposed, added, compare, supposed};
use crate::belief::{Explanation, Report as Forecast};
use crate::desk::Standing;
use crate::desk::{Desk, PROGRAM};
use crate::publish::report::brief;
use crate::record::{Account, Name, Resolution, date};
use crate::view::basis::Basis;
use crate::view::doc::{Block, Doc};
use crate::view::forecast::month_ends;
use crate::view::report::{Made, Report, Section};
use crate::view::supposition;

/// Most signals that are marked on a chart.
const MARKS: usize = 300;
/// The parts of a report that stand on the page, below the signals.
const PARTS: [&str; 4] = ["moved", "when", "question", "rests"];

/// The page.
#[derive(Template)]
#[template(path = "question.html", config = "src/web/askama.toml")]
pub(super) struct QuestionPage {
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
    today: Date,
) -> Result<QuestionPage, Problem> {
    desk.look_by(asked.recorded_by, std::slice::from_ref(id))?;
    let page = page(desk, banks, overview, id, asked, today);
    desk.look_by(None, &[])?;
    page
}

fn page(
    desk: &mut Desk,
    banks: &Banks,
    overview: &Overview,
    id: &Name,
    asked: &Asked,
    today: Date,
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
    let mut sections = report.sections();
    let chart = chart(&mut sections, then.as_ref(), report.resolution.as_ref())?;
    let here = sections
        .iter()
        .filter(|section| PARTS.contains(&section.id));
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
        today: open_today.then(|| asked.address_as_of(id, Some(today))),
        newest: asked.address_as_of(id, None),
        plain: asked.address_as_of(id, basis.as_of),
        recorded_by: asked.recorded_by,
        basis: basis.words().unwrap_or_default(),
        otherwise,
        now: Number::of(&report),
        sentence: Shown::new(stands.sentence),
        caveat: Shown::new(stands.caveat.unwrap_or_default()),
        chart,
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

/// The chart of the report or, where something is supposed, of the path under it.
fn chart(
    sections: &mut [Section],
    then: Option<&Standing>,
    resolution: Option<&Resolution>,
) -> Result<String, Problem> {
    let mut doc = match then {
        Some(then) => Doc::new().chart(supposition::chart(&then.path()?, resolution)),
        None => {
            let path = sections.iter_mut().find(|section| section.id == "path");
            path.map(|section| std::mem::take(&mut section.doc))
                .unwrap_or_default()
        }
    };
    for block in &mut doc.blocks {
        if let Block::Chart(chart) = block {
            chart.keep_largest(MARKS);
        }
    }
    Ok(part(&doc, "chart"))
}

fn taken_back(report: &Report) -> String {
    let back = report.taken_back();
    match back.rows.is_empty() {
        true => String::new(),
        false => part(&Doc::new().table(back), "back"),
    }
}
