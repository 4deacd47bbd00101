//! Models scored on the cases.

use serde_json::{Value, json};

use super::{answer, told};
use crate::library::{Difference, Forecaster, Less, Line as Row, Part, Phase, Table, Trial};
use crate::record::date;
use crate::score::question::Losses;
use crate::view::doc::{Doc, Line};
use crate::view::sheet::{Cell, Sheet};
use crate::view::table::{Column, Table as Grid};

/// The scores for people; question by question too where it is asked for.
#[must_use]
pub fn doc(trial: &Trial, left_out: usize, by_case: bool) -> Doc {
    let mut doc = Doc::new().title(title(trial)).paragraph(intro(trial));
    doc = leads(parts(doc, trial), trial);
    if by_case {
        doc = doc
            .section("Question by question")
            .paragraph("The daily log score of each.")
            .table(questions(trial));
    }
    notes(doc, trial, left_out)
}

/// Adds the scores over all days and by phase.
pub fn parts(mut doc: Doc, trial: &Trial) -> Doc {
    if let Some(whole) = trial.table(Part::Whole) {
        doc = doc.section("All days").paragraph(told::counted(whole));
        doc = doc.table(scores(trial, whole));
    }
    for phase in Phase::ALL {
        let part = Part::In(phase);
        doc = doc.section(capital(&told::part(part)));
        doc = match trial.table(part) {
            None => doc.paragraph("No question had such a day."),
            Some(table) => doc
                .paragraph(told::counted(table))
                .table(scores(trial, table)),
        };
    }
    doc
}

/// What the numbers are.
pub fn intro(trial: &Trial) -> String {
    let first = trial.forecasters.first().map_or("", |f| f.name.as_str());
    format!(
        "Mean scores, lower is better: log (nats) and Brier (0 to 1). A day is scored from the \
         opening to the day before the end, by what was known when it ended; a question is the \
         mean of its days, a forecaster the mean of its questions. Beside each score, a thousand \
         times what it is less that of the prior alone, {first} without a signal: below 0 is \
         better than hearing nothing, with a 90 % interval over resamples of whole questions."
    )
}

fn title(trial: &Trial) -> String {
    match trial.cases.as_slice() {
        [one] => format!("Scores: {}", one.question.title),
        many => format!("Scores on {} real questions", many.len()),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn scores(trial: &Trial, table: &Table) -> Grid {
    let mut out = Grid::new([
        Column::left(""),
        Column::right("log"),
        Column::right("less the prior"),
        Column::right("Brier"),
        Column::right("less the prior"),
    ]);
    for (i, (who, row)) in trial.forecasters.iter().zip(&table.lines).enumerate() {
        let name = match i {
            0 => Line::new().strong(who.name.as_str()),
            _ => Line::from(who.name.as_str()),
        };
        let less = |of: fn(&Less) -> Difference| {
            row.less
                .as_ref()
                .map_or_else(Line::new, |l| thousand(of(l)))
        };
        out.push([
            name,
            four(row.losses.log),
            less(|l| l.log),
            four(row.losses.brier),
            less(|l| l.brier),
        ]);
    }
    out
}

pub(in crate::view) fn four(x: f64) -> Line {
    format!("{x:.4}").into()
}

/// `-31 (-60 to -4)`, in thousandths.
pub(in crate::view) fn thousand(less: Difference) -> Line {
    // No sign where nothing is left of it.
    let round = |x: f64| (x * 1e3).round() + 0.0;
    let band = less.band.map_or_else(String::new, |band| {
        format!(" ({} to {})", round(band.lo), round(band.hi))
    });
    format!("{:+}{band}", round(less.mean)).into()
}

/// The single forecasts so many days before the end: a row a lead, a column a forecaster.
fn leads(doc: Doc, trial: &Trial) -> Doc {
    let spot = |t: &&Table| matches!(t.part, Part::Before(_));
    let spots: Vec<&Table> = trial.tables.iter().filter(spot).collect();
    if spots.is_empty() {
        return doc;
    }
    doc.section("Days before the end")
        .paragraph(format!(
            "The forecast so many days before the meeting, or before the deadline where none came; \
             nobody knew that day then. {}.",
            capital(&told::open_then(&spots))
        ))
        .table(spot_grid("log", trial, &spots, |l| l.log))
        .table(spot_grid("Brier", trial, &spots, |l| l.brier))
}

fn spot_grid(name: &str, trial: &Trial, spots: &[&Table], of: fn(&Losses) -> f64) -> Grid {
    let who = trial.forecasters.iter();
    let names = who.map(|f| Column::right(f.name.as_str()));
    let first = [
        Column::left(name),
        Column::right("open"),
        Column::right("yes"),
    ];
    let mut out = Grid::new(first.into_iter().chain(names));
    for table in spots {
        let mut cells = vec![
            Line::from(told::part(table.part)),
            Line::from(table.questions.to_string()),
            Line::from(table.yes.to_string()),
        ];
        cells.extend(table.lines.iter().map(|l| four(of(&l.losses))));
        out.push(cells);
    }
    out
}

fn questions(trial: &Trial) -> Grid {
    let who = trial.forecasters.iter();
    let names = who.map(|f| Column::right(f.name.as_str()));
    let first = [
        Column::left("case"),
        Column::left("answer"),
        Column::right("days"),
    ];
    let mut out = Grid::new(first.into_iter().chain(names));
    for (place, case) in trial.cases.iter().enumerate() {
        let mut cells = vec![
            Line::new().code(case.id()),
            Line::from(answer(case.yes())),
            Line::from(case.life.len().to_string()),
        ];
        let losses = of_case(trial, Part::Whole, place);
        cells.extend(losses.into_iter().map(|l| four(l.log)));
        out.push(cells);
    }
    out
}

/// Each forecaster's losses on a part of one case; none where it has no such day.
fn of_case(trial: &Trial, part: Part, place: usize) -> Vec<Losses> {
    let Some(asked) = trial.asked.get(place) else {
        return Vec::new();
    };
    let daily = trial.forecasters.iter().filter_map(|f| f.daily.get(place));
    daily
        .filter_map(|daily| part.losses(asked, daily))
        .collect()
}

fn notes(doc: Doc, trial: &Trial, left_out: usize) -> Doc {
    let mut doc = warnings(doc, trial);
    if left_out > 0 {
        doc = doc.hint(
            Line::new()
                .plain(format!(
                    "left out: {} kept back for judging a finished model; ",
                    told::many(left_out, "case", "cases"),
                ))
                .code("--kept-back")
                .plain(" takes them in"),
        );
    }
    doc
}

/// Says which forecasters lack kinds.
pub fn warnings(mut doc: Doc, trial: &Trial) -> Doc {
    for who in trial.forecasters.iter().filter(|f| f.read_as > 0) {
        doc = doc.warning(format!(
            "{} lacks the kinds of {}, and reads them as older ones: ledger/cases/read-as.csv",
            who.name,
            told::many(who.read_as, "signal", "signals"),
        ));
    }
    doc
}

/// The scores for programs, with every forecast where it is asked for question by question.
#[must_use]
pub fn data(trial: &Trial, left_out: usize, by_case: bool) -> Value {
    let who = |f: &Forecaster| json!({"name": f.name, "signals_read_as_older_kinds": f.read_as});
    let mut out = json!({
        "forecasters": trial.forecasters.iter().map(who).collect::<Vec<_>>(),
        "prior_of": trial.forecasters.first().map(|f| f.name.as_str()),
        "questions": trial.cases.len(),
        "kept_back_left_out": left_out,
        "parts": trial.tables.iter().map(|t| part(trial, t)).collect::<Vec<_>>(),
    });
    if let (Value::Object(map), true) = (&mut out, by_case) {
        let cases = (0..trial.cases.len()).filter_map(|place| question(trial, place));
        map.insert("cases".into(), Value::Array(cases.collect()));
    }
    out
}

fn part(trial: &Trial, table: &Table) -> Value {
    let one = |d: Difference| json!({"mean": d.mean, "lo": d.band.map(|b| b.lo), "hi": d.band.map(|b| b.hi)});
    let less = |l: &Less| json!({"brier": one(l.brier), "log": one(l.log)});
    let line = |(name, l): (&str, &Row)| {
        json!({
            "name": name,
            "log": l.losses.log,
            "brier": l.losses.brier,
            "less_the_prior": l.less.as_ref().map(less),
        })
    };
    let names = trial.forecasters.iter().map(|f| f.name.as_str());
    json!({
        "part": told::key(table.part),
        "questions": table.questions,
        "yes": table.yes,
        "days": table.days,
        "scores": names.zip(&table.lines).map(line).collect::<Vec<_>>(),
    })
}

fn question(trial: &Trial, place: usize) -> Option<Value> {
    let (case, asked) = (trial.cases.get(place)?, trial.asked.get(place)?);
    let days = case.life.days().zip(&asked.phases).enumerate();
    let day = |(i, (number, phase)): (usize, (i32, &Phase))| {
        let p = |f: &Forecaster| f.daily.get(place)?.get(i).copied();
        let all = trial.forecasters.iter();
        json!({
            "day": date::from_number(number).to_string(),
            "phase": phase.as_str(),
            "p": all.map(p).collect::<Vec<_>>(),
        })
    };
    Some(json!({
        "id": case.id(),
        "outcome": answer(case.yes()),
        "daily": days.map(day).collect::<Vec<_>>(),
    }))
}

/// The scores for spreadsheets: a row a forecaster and part, and one a case too where it is asked
/// for.
#[must_use]
pub fn sheet(trial: &Trial, by_case: bool) -> Sheet {
    let header = [
        "forecaster",
        "part",
        "case",
        "questions",
        "yes",
        "days",
        "log",
        "brier",
        "log_less_prior",
        "log_lo",
        "log_hi",
        "brier_less_prior",
        "brier_lo",
        "brier_hi",
    ];
    let mut rows = Vec::new();
    for table in &trial.tables {
        for (who, line) in trial.forecasters.iter().zip(&table.lines) {
            rows.push(row(&who.name, table, line));
        }
        if by_case {
            rows.extend(
                (0..trial.cases.len()).flat_map(|place| case_rows(trial, table.part, place)),
            );
        }
    }
    Sheet::new(header, rows)
}

fn row(name: &str, table: &Table, line: &Row) -> Vec<Cell> {
    let mut cells = vec![
        Cell::text(name),
        Cell::text(told::key(table.part)),
        Cell::Empty,
        Cell::Int(table.questions as i64),
        Cell::Int(table.yes as i64),
        Cell::Int(table.days as i64),
        Cell::Number(line.losses.log),
        Cell::Number(line.losses.brier),
    ];
    let three = |less: Option<Difference>| {
        let band = less.and_then(|l| l.band);
        [
            Cell::number(less.map(|l| l.mean)),
            Cell::number(band.map(|b| b.lo)),
            Cell::number(band.map(|b| b.hi)),
        ]
    };
    cells.extend(three(line.less.map(|l| l.log)));
    cells.extend(three(line.less.map(|l| l.brier)));
    cells
}

fn case_rows(trial: &Trial, part: Part, place: usize) -> Vec<Vec<Cell>> {
    let (Some(case), Some(asked)) = (trial.cases.get(place), trial.asked.get(place)) else {
        return Vec::new();
    };
    let names = trial.forecasters.iter();
    names
        .zip(of_case(trial, part, place))
        .map(|(who, losses)| {
            let mut cells = vec![
                Cell::text(&who.name),
                Cell::text(told::key(part)),
                Cell::text(case.id()),
                Cell::Int(1),
                Cell::Int(i64::from(case.yes())),
                Cell::Int(part.days(asked) as i64),
                Cell::Number(losses.log),
                Cell::Number(losses.brier),
            ];
            cells.extend((0..6).map(|_| Cell::Empty));
            cells
        })
        .collect()
}
