//! Draws the way of a probability as bars on the scale of log-odds, one line a step.

use super::Room;
use super::flow::{self, Piece};
use super::ink::Ink;
use crate::view::decibans::Precision;
use crate::view::waterfall::{Bar, Waterfall};
use crate::view::words;

/// Columns between two columns.
const GAP: usize = 2;

/// The lines that the steps take at most; what is smaller is drawn together.
const MOST: usize = 14;

struct Scale {
    low: i64,
    high: i64,
    columns: usize,
}

impl Scale {
    /// The place of a level, in half columns.
    fn dot(&self, units: i64) -> usize {
        let share = (units - self.low) as f64 / (self.high - self.low).max(1) as f64;
        let dots = (self.columns * 2).saturating_sub(1) as f64;
        (share.clamp(0.0, 1.0) * dots).round() as usize
    }
}

/// One line before its columns are known.
struct Row {
    day: String,
    label: String,
    step: Option<i64>,
    p: f64,
    from: i64,
    to: i64,
    ink: Ink,
}

pub(super) fn draw(whole: &Waterfall, room: Room) -> Vec<Vec<Piece>> {
    let fall = whole.folded(MOST);
    let one_year = fall.start.day.year() == fall.end.day.year();
    let day = |day: jiff::civil::Date| {
        let form = if one_year { "%m-%d" } else { "%Y-%m-%d" };
        day.strftime(form).to_string()
    };
    let mut rows = vec![Row {
        day: day(fall.start.day),
        label: fall.start.label.clone(),
        step: fall.start.step,
        p: fall.start.p,
        from: fall.start.units,
        to: fall.start.units,
        ink: Ink::Faint,
    }];
    rows.extend(fall.bars.iter().map(|bar: &Bar| Row {
        day: bar.day.map_or_else(String::new, day),
        label: bar.what.label(),
        step: Some(bar.step()),
        p: bar.p,
        from: bar.from,
        to: bar.to,
        ink: match bar.step() {
            0 => Ink::Faint,
            1.. => Ink::Up,
            _ => Ink::Down,
        },
    }));
    rows.push(Row {
        day: day(fall.end.day),
        label: fall.end.label.clone(),
        step: fall.end.step,
        p: fall.end.p,
        from: fall.end.units,
        to: fall.end.units,
        ink: Ink::Strong,
    });
    let days = if one_year { 5 } else { 10 };
    let numbers = 7 + GAP + 6;
    let rest = room.width.saturating_sub(days + numbers + 3 * GAP);
    let labels = (rest / 2).clamp(8, 34);
    let (low, high) = fall.range();
    let scale = Scale {
        low,
        high,
        columns: rest.saturating_sub(labels).max(1),
    };
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    if let Some(title) = &fall.title {
        lines.extend(flow::wrap(&[Piece::new(title, Ink::Strong)], room.width));
    }
    let before = days + GAP + labels + GAP;
    lines.push(vec![
        Piece::blank(before.saturating_sub(GAP) + 7),
        Piece::drawn("dB".to_owned(), Ink::Faint),
        Piece::blank(GAP + scale.columns + GAP + 3),
        Piece::drawn("%".to_owned(), Ink::Faint),
    ]);
    for row in &rows {
        let label = flow::clip(&[Piece::new(&row.label, Ink::Plain)], labels, room.charset);
        let step = row
            .step
            .map_or_else(String::new, |step| Precision::Hundredths.show(step));
        let mut line = vec![
            Piece::new(&row.day, Ink::Faint),
            Piece::blank(days.saturating_sub(row.day.len()) + GAP),
        ];
        let wide = flow::width(&label);
        line.extend(label);
        line.push(Piece::blank(labels.saturating_sub(wide)));
        line.push(Piece::blank((7 + GAP).saturating_sub(step.len())));
        line.push(Piece::drawn(step, row.ink));
        line.push(Piece::blank(GAP));
        line.extend(bar(row, &scale, room));
        let p = words::tenths(row.p);
        let p = p.trim_end_matches('%').trim_end();
        line.push(Piece::blank((6 + GAP).saturating_sub(p.len())));
        line.push(Piece::drawn(p.to_owned(), Ink::Plain));
        lines.push(line);
    }
    let mut axis = vec![Piece::blank(before + 7 + GAP)];
    axis.push(marks(&fall, &scale));
    lines.push(axis);
    lines
}

/// One step as half columns: full height toward a meeting, half height away from it.
fn bar(row: &Row, scale: &Scale, room: Room) -> Vec<Piece> {
    let (from, to) = (scale.dot(row.from), scale.dot(row.to));
    let (left, right) = (from.min(to), from.max(to));
    if row.from == row.to {
        let at = left / 2;
        return vec![
            Piece::blank(at),
            Piece::drawn(room.pick('│', '|').to_string(), row.ink),
            Piece::blank(scale.columns.saturating_sub(at + 1)),
        ];
    }
    let up = row.to > row.from;
    let signs = if up {
        [
            room.pick('⡇', '>'),
            room.pick('⢸', '>'),
            room.pick('⣿', '>'),
        ]
    } else {
        [
            room.pick('⠆', '<'),
            room.pick('⠰', '<'),
            room.pick('⠶', '<'),
        ]
    };
    let [first, second, both] = signs;
    let cell = |column: usize| match (
        (left..=right).contains(&(column * 2)),
        (left..=right).contains(&(column * 2 + 1)),
    ) {
        (true, true) => both,
        (true, false) => first,
        (false, true) => second,
        (false, false) => ' ',
    };
    vec![Piece::drawn(
        (0..scale.columns).map(cell).collect(),
        row.ink,
    )]
}

/// Probabilities under the bars, where they stand on the scale, as many as fit.
fn marks(fall: &Waterfall, scale: &Scale) -> Piece {
    let mut placed: Vec<(usize, String)> = Vec::new();
    for (p, units) in fall.marks() {
        let label = words::level(p);
        let start = (scale.dot(units) / 2).saturating_sub(label.len() / 2);
        let free = placed.iter().all(|(other, text)| {
            start + label.len() + 2 <= *other || other + text.len() + 2 <= start
        });
        if free && start + label.len() <= scale.columns + 6 {
            placed.push((start, label));
        }
    }
    placed.sort();
    let mut line = String::new();
    for (start, label) in placed {
        line.push_str(&" ".repeat(start.saturating_sub(line.len())));
        line.push_str(&label);
    }
    Piece::drawn(line, Ink::Faint)
}
