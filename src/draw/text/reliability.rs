//! Draws a reliability diagram: how often what was forecast came, against the forecast.

use super::Room;
use super::flow::{self, Piece};
use super::ink::Ink;
use super::plot::Plot;
use crate::view::reliability::Reliability;

/// `100 % ` and the axis.
const MARGIN: usize = 7;

/// Columns of the plot where there is room: two for each bar of the histogram.
const COLUMNS: usize = 41;

/// The levels that are labelled, from top to bottom.
const LEVELS: [&str; 5] = ["100 %", " 75 %", " 50 %", " 25 %", "  0 %"];

/// The diagram, and under it how many forecasts stood where.
pub(super) fn draw(diagram: &Reliability, room: Room) -> Vec<Vec<Piece>> {
    let columns = COLUMNS.min(room.width.saturating_sub(MARGIN)).max(8);
    let (rows, quarter) = (17, 4);
    let mut plot = Plot::new(rows, columns, room);
    let dot = |p: f64| (p.clamp(0.0, 1.0) * (columns * 2 - 1) as f64).round() as usize;
    // The diagonal, under the curve.
    for column in 0..columns {
        let share = column as f64 / (columns - 1).max(1) as f64;
        let row = ((1.0 - share) * (rows - 1) as f64).round() as usize;
        plot.put_over(row, column, room.pick('·', ':'), Ink::Mark);
    }
    for (at, next) in diagram.band.iter().zip(diagram.band.iter().skip(1)) {
        plot.shade(dot(at.0), dot(next.0), at.1, at.2);
    }
    for step in &diagram.steps {
        // A step of a single forecast is wide enough to be seen.
        let (from, to) = (dot(step.from), dot(step.to));
        plot.level(from.saturating_sub(1), to.max(from + 1), step.came);
    }
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    if let Some(title) = &diagram.title {
        lines.extend(flow::wrap(&[Piece::new(title, Ink::Strong)], room.width));
    }
    for (row, line) in plot.lines().into_iter().enumerate() {
        let level = LEVELS.get(row / quarter).filter(|_| row % quarter == 0);
        let (label, edge) = match level {
            Some(label) => (*label, room.pick('┤', '+')),
            None => ("     ", room.pick('│', '|')),
        };
        let mut whole = vec![Piece::drawn(format!("{label} {edge}"), Ink::Faint)];
        whole.extend(line);
        lines.push(whole);
    }
    lines.push(vec![
        Piece::blank(MARGIN),
        Piece::drawn(histogram(diagram, columns, room), Ink::Faint),
    ]);
    let middle = " 50 %";
    let gap = (columns / 2).saturating_sub(6);
    let axis = format!(
        "0 %{}{middle}{}100 %",
        " ".repeat(gap),
        " ".repeat(gap.saturating_sub(1))
    );
    lines.push(vec![Piece::blank(MARGIN), Piece::drawn(axis, Ink::Faint)]);
    let key = [
        (
            room.pick('⠒', '*'),
            Ink::Curve,
            "how often it came, by forecast",
        ),
        (room.pick('·', ':'), Ink::Mark, "calibrated"),
        (room.pick('⠡', '.'), Ink::Faint, "90 % band"),
    ];
    let count = if diagram.band.is_empty() { 2 } else { 3 };
    let mut line = Vec::new();
    for (sign, ink, words) in key.into_iter().take(count) {
        if !line.is_empty() {
            line.push(Piece::blank(3));
        }
        line.push(Piece::drawn(sign.to_string().repeat(2), ink));
        line.push(Piece::drawn(format!(" {words}"), Ink::Plain));
    }
    lines.extend(flow::wrap(&line, room.width));
    lines
}

/// How many forecasts stood where, one bar for each part of 0..=1.
fn histogram(diagram: &Reliability, columns: usize, room: Room) -> String {
    const BARS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    const ASCII: [char; 9] = [' ', '.', '.', ':', ':', '+', '+', '#', '#'];
    let most = diagram.histogram.iter().fold(0.0_f64, |max, x| max.max(*x));
    let parts = diagram.histogram.len();
    let bar = |column: usize| {
        let part = (column * parts / columns.max(1)).min(parts.saturating_sub(1));
        let share = diagram.histogram.get(part).copied().unwrap_or_default();
        if share <= 0.0 || most <= 0.0 {
            return ' ';
        }
        let height = ((share / most * 8.0).ceil() as usize).clamp(1, 8);
        let bars = if room.unicode() { BARS } else { ASCII };
        bars.get(height).copied().unwrap_or(' ')
    };
    (0..columns).map(bar).collect()
}
