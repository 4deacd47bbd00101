//! Scores for programs and spreadsheets.

use serde_json::{Value, json};

use super::people;
use crate::record::{Name, date};
use crate::score::band::{Bands, Interval};
use crate::score::calibration::Calibration;
use crate::score::corp::Corp;
use crate::score::question::{Against, Losses, Scored, Spot};
use crate::score::report::{Overall, Report, SpotMean};
use crate::score::skill;
use crate::view::sheet::{Cell, Sheet};

/// The scores as data. Losses: lower is better, Brier on 0..=1, log in nats.
#[must_use]
pub fn data(report: &Report) -> Value {
    let names = |ids: &[Name]| ids.iter().map(|id| json!(id.as_str())).collect::<Vec<_>>();
    let models = report.made_by.models.iter();
    let models: Vec<Value> = models
        .map(|(id, sha256)| json!({"id": id, "sha256": sha256}))
        .collect();
    json!({
        "conventions": {
            "brier": "(p - y)^2, 0..1",
            "log": "-ln of the probability given to what happened, at least 1e-9; nats",
            "baseline": "100 (log2 + 1), a day without a forecast counting 0",
            "relative": "ours less theirs; below 0 ours is better",
            "people": "means over the days with such a number, the model's over the same; skill is \
                       the share of the model's loss that was spared",
        },
        "engine": report.made_by.programs,
        "scored_by": report.made_by.scored_by,
        "models": models,
        "against": report.rival,
        "questions": report.scored.iter().map(|q| question(report, q)).collect::<Vec<_>>(),
        "overall": report.overall.as_ref().map(overall),
        "void": names(&report.void),
        "open": names(&report.open),
        "without_forecast": names(&report.silent),
    })
}

fn day(number: i32) -> String {
    date::from_number(number).to_string()
}

fn losses(l: &Losses) -> Value {
    json!({"brier": l.brier, "log": l.log})
}

fn skills(ours: &Losses, reference: &Losses) -> Value {
    json!({"brier": skill(ours.brier, reference.brier), "log": skill(ours.log, reference.log)})
}

fn question(report: &Report, q: &Scored) -> Value {
    json!({
        "question": q.question.as_str(),
        "title": q.title,
        "outcome": if q.yes { "yes" } else { "no" },
        "opens": day(q.life.opens()),
        "end": day(q.life.end()),
        "clock": q.clock.as_str(),
        "forecasts": q.forecasts,
        "forecasts_too_late": q.too_late,
        "days": q.days,
        "life": q.life.len(),
        "coverage": q.days as f64 / q.life.len() as f64,
        "brier": q.ours.brier,
        "log": q.ours.log,
        "baseline": q.baseline,
        "prior": losses(&q.alone),
        "prior_held": losses(&q.held),
        "skill": skills(&q.ours, &q.alone),
        "skill_held": skills(&q.ours, &q.held),
        "leads": q.spots.iter().map(|s| spot(s, q.yes)).collect::<Vec<_>>(),
        "against": q.against.as_ref().map(against),
        "people": report.people.get(&q.question).map(people::data),
        "daily": q.daily.iter().zip(&q.prior).zip(q.life.days())
            .map(|((p, prior), on)| json!({"day": day(on), "p": p, "prior": prior}))
            .collect::<Vec<_>>(),
    })
}

fn spot(s: &Spot, yes: bool) -> Value {
    json!({
        "lead": s.lead,
        "day": day(s.day),
        "p": s.p,
        "scores": s.p.map(|p| losses(&Losses::of(p, yes))),
        "prior": s.prior,
        "prior_scores": s.prior.map(|p| losses(&Losses::of(p, yes))),
    })
}

fn against(a: &Against) -> Value {
    json!({
        "days": a.days,
        "ours": losses(&a.ours),
        "theirs": losses(&a.theirs),
        "relative": {
            "brier": a.ours.brier - a.theirs.brier,
            "log": a.ours.log - a.theirs.log,
        },
        "skill": skills(&a.ours, &a.theirs),
    })
}

fn overall(o: &Overall) -> Value {
    let with_questions = |(n, a): &(usize, Against)| {
        let mut value = against(a);
        if let Value::Object(map) = &mut value {
            map.insert("questions".into(), json!(n));
        }
        value
    };
    json!({
        "questions": o.questions,
        "yes": o.yes,
        "coverage": o.coverage,
        "brier": o.ours.brier,
        "log": o.ours.log,
        "baseline": o.baseline,
        "prior": losses(&o.alone),
        "prior_held": losses(&o.held),
        "skill": skills(&o.ours, &o.alone),
        "skill_held": skills(&o.ours, &o.held),
        "leads": o.spots.iter().map(spot_mean).collect::<Vec<_>>(),
        "against": o.against.as_ref().map(with_questions),
        "people": o.beside.iter().map(|(who, n, a)| people::object(who, Some(*n), a))
            .collect::<Vec<_>>(),
        "calibration": calibration(&o.calibration),
    })
}

fn spot_mean(s: &SpotMean) -> Value {
    json!({
        "lead": s.lead,
        "questions": s.questions,
        "scores": s.ours.as_ref().map(losses),
        "prior_scores": s.alone.as_ref().map(losses),
        "skill": s.ours.as_ref().zip(s.alone.as_ref()).map(|(a, b)| skills(a, b)),
    })
}

/// A calibration for programs.
pub fn calibration(c: &Calibration) -> Value {
    let steps: Vec<Value> = c
        .steps
        .iter()
        .map(|s| {
            json!({
                "from": s.from,
                "to": s.to,
                "mean": s.mean,
                "came": s.came,
                "band": s.band.map(interval),
                "questions": s.questions,
                "days": s.forecasts,
                "share": s.share,
            })
        })
        .collect();
    json!({
        "questions": c.questions,
        "yes": c.yes,
        "days": c.forecasts,
        "brier": corp(&c.brier),
        "log": corp(&c.log),
        "murphy": {
            "reliability": c.murphy.reliability,
            "resolution": c.murphy.resolution,
            "uncertainty": c.murphy.uncertainty,
        },
        "overconfidence": c.overconfidence,
        "bands": c.bands.as_ref().map(bands),
        "steps": steps,
        "histogram": c.histogram,
    })
}

fn corp(c: &Corp) -> Value {
    json!({
        "score": c.score,
        "miscalibration": c.mcb,
        "discrimination": c.dsc,
        "uncertainty": c.unc,
    })
}

fn interval(i: Interval) -> Value {
    json!({"lo": i.lo, "hi": i.hi})
}

fn bands(b: &Bands) -> Value {
    let curve: Vec<Value> = b
        .curve
        .iter()
        .map(|(p, at)| json!({"p": p, "lo": at.lo, "hi": at.hi}))
        .collect();
    json!({
        "resamples": b.resamples,
        "score": interval(b.score),
        "miscalibration": interval(b.mcb),
        "discrimination": interval(b.dsc),
        "overconfidence": b.overconfidence.map(interval),
        "curve": curve,
    })
}

/// The scores as a table for spreadsheets: one row a question, single lead times at the end.
#[must_use]
pub fn sheet(report: &Report) -> Sheet {
    let mut header: Vec<String> = [
        "question",
        "outcome",
        "opens",
        "end",
        "clock",
        "forecasts",
        "days",
        "life",
        "coverage",
        "brier",
        "log",
        "baseline",
        "prior_brier",
        "prior_log",
        "prior_held_brier",
        "prior_held_log",
        "skill_brier",
        "skill_log",
        "against_days",
        "against_brier",
        "against_log",
        "relative_brier",
        "relative_log",
    ]
    .map(str::to_owned)
    .to_vec();
    header.extend(people::COLUMNS.map(str::to_owned));
    let leads = report
        .scored
        .first()
        .map_or(&[][..], |q| q.spots.as_slice());
    for s in leads {
        header.extend(["p", "brier", "log"].map(|what| format!("{what}_{}", s.lead)));
    }
    Sheet::new(header, report.scored.iter().map(|q| row(report, q)))
}

fn row(report: &Report, q: &Scored) -> Vec<Cell> {
    let count = |n: usize| Cell::Int(i64::try_from(n).unwrap_or(i64::MAX));
    let number = Cell::number;
    let mut cells = vec![
        Cell::text(q.question.as_str()),
        Cell::text(if q.yes { "yes" } else { "no" }),
        Cell::Date(date::from_number(q.life.opens())),
        Cell::Date(date::from_number(q.life.end())),
        Cell::text(q.clock.as_str()),
        count(q.forecasts),
        count(q.days),
        count(q.life.len()),
        Cell::Number(q.days as f64 / q.life.len() as f64),
        Cell::Number(q.ours.brier),
        Cell::Number(q.ours.log),
        Cell::Number(q.baseline),
        Cell::Number(q.alone.brier),
        Cell::Number(q.alone.log),
        Cell::Number(q.held.brier),
        Cell::Number(q.held.log),
        number(skill(q.ours.brier, q.alone.brier)),
        number(skill(q.ours.log, q.alone.log)),
    ];
    let a = q.against.as_ref();
    cells.extend([
        a.map_or(Cell::Empty, |a| count(a.days)),
        number(a.map(|a| a.theirs.brier)),
        number(a.map(|a| a.theirs.log)),
        number(a.map(|a| a.ours.brier - a.theirs.brier)),
        number(a.map(|a| a.ours.log - a.theirs.log)),
    ]);
    cells.extend(people::columns(report.people.get(&q.question)));
    for s in &q.spots {
        let at = s.p.map(|p| Losses::of(p, q.yes));
        cells.extend([
            number(s.p),
            number(at.map(|l| l.brier)),
            number(at.map(|l| l.log)),
        ]);
    }
    cells
}
