//! The same for programs.

use serde_json::{Map, Value, json};

use crate::library::fit::{Fitted, KindRow, LeakRow, Refused, Setting, Tally, Tried, Validated};
use crate::library::{Difference, Less, Table};
use crate::score::band::Interval;
use crate::score::question::Losses;
use crate::view::cases::told;

/// For programs.
#[must_use]
pub fn data(fitted: &Fitted, id: &str) -> Value {
    let counts = &fitted.counts;
    let promised = counts.promised.iter().map(|(kind, tally)| {
        let promise = fitted.promises.get(kind);
        let mut value = plans(tally);
        if let (Value::Object(map), Some((before, after))) = (&mut value, promise) {
            map.insert("promise".into(), json!({"base": before, "fitted": after}));
        }
        (kind.clone(), value)
    });
    json!({
        "id": id,
        "questions": fitted.questions.0,
        "yes": fitted.questions.1,
        "setting": setting(&fitted.setting),
        "plans": {
            "firm": plans(&counts.firm),
            "promised": promised.collect::<Map<_, _>>(),
            "doubted": plans(&counts.doubted),
            "called_off": plans(&counts.called_off),
            "called_off_counted_by_the_base": counts.known.iter().map(plan).collect::<Vec<_>>(),
        },
        "kinds": fitted.kinds.iter().map(kind).collect::<Map<_, _>>(),
        "families": fitted.leaks.iter().map(leak).collect::<Map<_, _>>(),
        "left_out": fitted.validated.as_ref().map(validated),
    })
}

fn setting(setting: &Setting) -> Value {
    json!({"may_move": setting.name, "spread": setting.spread()})
}

fn plan(plan: &crate::library::fit::Plan) -> Value {
    json!({"question": plan.question, "days": plan.when(), "kept": plan.kept})
}

fn plans(tally: &Tally) -> Value {
    json!({
        "plans": tally.plans.iter().map(plan).collect::<Vec<_>>(),
        "kept": tally.kept(),
        "lost": tally.lost(),
        "open": tally.unknown,
    })
}

fn band(band: Option<Interval>) -> Value {
    band.map_or(Value::Null, |b| json!({"lo": b.lo, "hi": b.hi}))
}

fn kind(row: &KindRow) -> (String, Value) {
    let value = json!({
        "family": row.family,
        "questions": row.questions,
        "yes": row.yes,
        "signals": row.signals,
        "base": row.before,
        "fitted": row.after,
        "interval": band(row.band),
        "refused": row.refused.map(Refused::as_str),
    });
    (row.kind.clone(), value)
}

fn leak(row: &LeakRow) -> (String, Value) {
    let value = json!({
        "questions": row.questions,
        "base": row.before,
        "fitted": row.after,
        "interval": band(row.band),
    });
    (row.family.clone(), value)
}

fn validated(validated: &Validated) -> Value {
    let tables = validated.against_base.iter().zip(&validated.against_prior);
    let tables = tables.map(|(base, prior)| part(validated, base, prior));
    json!({
        "parts": tables.collect::<Vec<_>>(),
        "folds_chose": validated.chosen.iter().map(setting).collect::<Vec<_>>(),
        "tried": validated.tried.iter().map(tried).collect::<Vec<_>>(),
    })
}

fn part(validated: &Validated, base: &Table, prior: &Table) -> Value {
    let one = |d: Difference| json!({"mean": d.mean, "interval": band(d.band)});
    let less = |l: &Option<Less>| l.map(|l| json!({"log": one(l.log), "brier": one(l.brier)}));
    let lines = validated
        .names
        .iter()
        .zip(base.lines.iter().zip(&prior.lines));
    let lines = lines.map(|(name, (base, prior))| {
        json!({
            "name": name,
            "log": base.losses.log,
            "brier": base.losses.brier,
            "less_the_base": less(&base.less),
            "less_the_prior": less(&prior.less),
        })
    });
    json!({
        "part": told::key(base.part),
        "questions": base.questions,
        "yes": base.yes,
        "days": base.days,
        "scores": lines.collect::<Vec<_>>(),
    })
}

fn tried(tried: &Tried) -> Value {
    let losses = |l: Losses| json!({"log": l.log, "brier": l.brier});
    json!({
        "setting": setting(&tried.setting),
        "all": losses(tried.whole),
        "before": tried.before.map(losses),
        "log_less_the_base": {"mean": tried.less.mean, "interval": band(tried.less.band)},
    })
}
