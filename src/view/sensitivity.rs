//! What the answer rests on: without each signal, and under other settings.

use serde_json::{Value, json};

use super::decibans::{Precision, step};
use super::doc::{Doc, Line, Span};
use super::moved::outlook;
use super::sheet::{Cell, Sheet};
use super::table::{Column, Table};
use super::words::{tenths, word};
use crate::belief::sensitivity::{Sensitivity, Setting};
use crate::belief::{Model, Outlook};
use crate::record::{Question, Signal, date};

/// Signals and settings shown where not all are.
const SHOWN: usize = 10;

/// What is varied.
pub struct Assumptions<'a> {
    /// The question.
    pub question: &'a Question,
    /// Its model.
    pub model: &'a Model,
    /// The forecast and its variations.
    pub sensitivity: &'a Sensitivity,
    /// Finds a signal by its id.
    pub signal: &'a dyn Fn(&str) -> Option<&'a Signal>,
}

/// What a setting sets otherwise, in words that stand after "with".
#[must_use]
pub fn name(setting: &Setting, model: &Model) -> String {
    let family = |name: &str| {
        let two = model.two.as_ref();
        let family = two.and_then(|two| two.families.get(name));
        family.map_or_else(|| name.to_owned(), |family| family.label.clone())
    };
    match setting {
        Setting::LeakHalved(name) => format!("{} misleading half as often", family(name)),
        Setting::LeakDoubled(name) => format!("{} misleading twice as often", family(name)),
        other => words(other).to_owned(),
    }
}

fn words(setting: &Setting) -> &'static str {
    match setting {
        Setting::LeakHalved(_) => "a family misleading half as often",
        Setting::LeakDoubled(_) => "a family misleading twice as often",
        Setting::OccasionsApart => "occasions that do not move together",
        Setting::OccasionsTogether => "occasions moving together twice as much",
        Setting::SilenceOff => "silence saying nothing",
        Setting::PlansSurer => "odds of losing a plan halved",
        Setting::PlansLessSure => "odds of losing a plan doubled",
        Setting::RateHalved => "ordinary days half as likely",
        Setting::RateDoubled => "ordinary days twice as likely",
        Setting::OccasionsHalved => "the occasions' odds halved",
        Setting::OccasionsDoubled => "the occasions' odds doubled",
        Setting::PriorHalved => "the whole prior halved",
        Setting::PriorDoubled => "the whole prior doubled",
        Setting::SourcesWorse => "every source one grade worse",
        Setting::SourcesBetter => "every source one grade better",
        Setting::InformationWorse => "all information one grade worse",
        Setting::InformationBetter => "all information one grade better",
        Setting::GradesIgnored => "every report at face value",
        Setting::RepeatsForNothing => "repeats counting for nothing",
        Setting::RepeatsInFull => "repeats counting in full",
        Setting::WindowHalved => "the window for repeats halved",
        Setting::WindowDoubled => "the window for repeats doubled",
        Setting::WeightsHalved => "the kinds' weights halved",
        Setting::WeightsOne => "the kinds' weights all 1",
        Setting::JudgedLeftOut => "signals of judged kinds left out",
        Setting::OverridesOff => "kinds' ratios for own likelihoods",
    }
}

/// The variations for people: all, or those that move the answer most.
#[must_use]
pub fn doc(a: &Assumptions<'_>, all: bool) -> Doc {
    let base = &a.sensitivity.base;
    let shown = if all { usize::MAX } else { SHOWN };
    let mut doc = Doc::new()
        .title(format!("What the answer rests on: {}", a.question.title))
        .paragraph(
            Line::new()
                .plain(format!(
                    "As of {}, a meeting by {}: ",
                    date::from_number(base.as_of),
                    a.question.deadline
                ))
                .strong(word(base.p))
                .plain(", ")
                .strong(tenths(base.p))
                .plain(format!(
                    " ({} to {}). One thing at a time is changed, all else stays; dB is by how \
                     much.",
                    tenths(base.lo),
                    tenths(base.hi)
                )),
        );
    if a.sensitivity.signals.is_empty() {
        doc = doc.paragraph("No signal stands; the forecast is the prior, time having passed.");
    } else {
        doc = doc.section("Without one signal").table(signals(a, shown));
        doc = rest(doc, a.sensitivity.signals.len(), shown, "signals");
    }
    doc = doc.section("With other settings").table(settings(a));
    match most(a) {
        Some(sentence) => doc.paragraph(sentence),
        None => doc,
    }
}

fn rest(doc: Doc, n: usize, shown: usize, what: &str) -> Doc {
    match n.saturating_sub(shown) {
        0 => doc,
        more => doc.hint(format!("{more} more {what} move it less; --all shows them")),
    }
}

fn shown_decibans(base: &Outlook, other: &Outlook) -> Option<String> {
    let hundredths = (step(base.p, other.p)? * 100.0).round();
    Some(Precision::Hundredths.show(hundredths as i64))
}

/// Percent, interval and decibans of a variation.
fn numbers(base: &Outlook, other: Option<&Outlook>) -> [Line; 3] {
    let Some(o) = other else {
        return [Line::new().warn("none"), Line::new(), Line::new()];
    };
    let change = shown_decibans(base, o);
    [
        Line::new().strong(tenths(o.p)),
        Line::new().dim(format!("{:.0}-{:.0}", o.lo * 100.0, o.hi * 100.0)),
        change.map_or_else(Line::new, |text| Span::signed(text).into()),
    ]
}

pub(super) fn signals(a: &Assumptions<'_>, shown: usize) -> Table {
    let mut table = Table::new([
        Column::left("known on"),
        Column::left("signal left out").clip(20),
        Column::left("gr"),
        Column::right("then"),
        Column::right("90 %"),
        Column::right("dB"),
    ]);
    for without in a.sensitivity.signals.iter().take(shown) {
        let signal = (a.signal)(&without.signal);
        let mut row = vec![
            signal.map_or_else(Line::new, |s| Line::from(s.known_on.to_string())),
            Line::from(signal.map_or(without.signal.as_str(), |s| s.summary.as_str())),
            signal.map_or_else(Line::new, |s| Line::from(s.grade.to_string())),
        ];
        row.extend(numbers(&a.sensitivity.base, without.outlook.as_ref()));
        table.push(row);
    }
    table
}

pub(super) fn settings(a: &Assumptions<'_>) -> Table {
    let mut table = Table::new([
        Column::left("with").wrap(20),
        Column::right("then"),
        Column::right("90 %"),
        Column::right("dB"),
    ]);
    for varied in &a.sensitivity.settings {
        let mut row = vec![Line::from(name(&varied.setting, a.model))];
        row.extend(numbers(&a.sensitivity.base, varied.outlook.as_ref()));
        table.push(row);
    }
    table
}

/// The one assumption that moves the answer most, and the one signal.
pub(super) fn most(a: &Assumptions<'_>) -> Option<Line> {
    let s = a.sensitivity;
    let (varied, o) = s.settings.iter().find_map(|v| Some((v, v.outlook?)))?;
    let change = shown_decibans(&s.base, &o).unwrap_or_default();
    if o.p == s.base.p {
        return Some(Line::from("No setting moves the answer."));
    }
    Some(
        Line::new()
            .plain("The assumption that moves the answer most: with ")
            .strong(name(&varied.setting, a.model))
            .plain(format!(
                " it would be {} in place of {} ({change} dB).",
                tenths(o.p),
                tenths(s.base.p)
            )),
    )
}

/// The same as data.
#[must_use]
pub fn data(a: &Assumptions<'_>) -> Value {
    let base = &a.sensitivity.base;
    let varied = |o: Option<&Outlook>| {
        json!({
            "p": o.map(|o| o.p),
            "lo": o.map(|o| o.lo),
            "hi": o.map(|o| o.hi),
            "change": o.map(|o| o.p - base.p),
            "decibans": o.and_then(|o| step(base.p, o.p)),
        })
    };
    let with = |mut value: Value, more: Vec<(&str, Value)>| {
        if let Value::Object(map) = &mut value {
            map.extend(more.into_iter().map(|(k, v)| (k.to_owned(), v)));
        }
        value
    };
    let signals: Vec<Value> = a
        .sensitivity
        .signals
        .iter()
        .map(|w| {
            let signal = (a.signal)(&w.signal);
            let more = vec![
                ("id", json!(w.signal)),
                ("kind", json!(signal.map(|s| s.kind.as_str()))),
                ("known_on", json!(signal.map(|s| s.known_on.to_string()))),
                ("grade", json!(signal.map(|s| s.grade.to_string()))),
                ("summary", json!(signal.map(|s| s.summary.as_str()))),
            ];
            with(varied(w.outlook.as_ref()), more)
        })
        .collect();
    let settings: Vec<Value> = a
        .sensitivity
        .settings
        .iter()
        .map(|v| {
            let more = vec![
                ("setting", json!(v.setting.name())),
                ("meaning", json!(name(&v.setting, a.model))),
            ];
            with(varied(v.outlook.as_ref()), more)
        })
        .collect();
    json!({
        "question": a.question.id.as_str(),
        "model": a.model.id,
        "now": outlook(base),
        "without": signals,
        "settings": settings,
    })
}

/// The same for spreadsheets: one row a variation.
#[must_use]
pub fn sheet(a: &Assumptions<'_>) -> Sheet {
    const HEADER: [&str; 9] = [
        "question", "as_of", "varied", "name", "p", "lo", "hi", "change", "decibans",
    ];
    let base = &a.sensitivity.base;
    let number = Cell::number;
    let row = |varied: &str, name: &str, o: Option<&Outlook>| {
        vec![
            Cell::text(a.question.id.as_str()),
            Cell::Date(date::from_number(base.as_of)),
            Cell::text(varied),
            Cell::text(name),
            number(o.map(|o| o.p)),
            number(o.map(|o| o.lo)),
            number(o.map(|o| o.hi)),
            number(o.map(|o| o.p - base.p)),
            number(o.and_then(|o| step(base.p, o.p))),
        ]
    };
    let mut rows = vec![row("nothing", "", Some(base))];
    for w in &a.sensitivity.signals {
        rows.push(row("without", &w.signal, w.outlook.as_ref()));
    }
    for v in &a.sensitivity.settings {
        rows.push(row("setting", &v.setting.name(), v.outlook.as_ref()));
    }
    Sheet::new(HEADER, rows)
}
