//! Draws a probability over time: its curve and band, the months, and what is marked under them.

use jiff::civil::Date;

use super::Room;
use super::flow::{self, Piece};
use super::ink::Ink;
use super::marks::{self, Mark};
use super::people;
use super::plot::Plot;
use super::steps;
use crate::draw::axis::{self, Tick};
use crate::view::axis::Axis;
use crate::view::chart::{Point, ProbabilityChart};
use crate::view::words;

/// The dots that a curve takes at least, so that a single forecast can be seen.
const SHORTEST: usize = 3;

/// The chart as lines of at most the room's width. Its plot, the months and one lane of marks take
/// about `height` lines.
pub(super) fn draw(chart: &ProbabilityChart, room: Room, height: usize) -> Vec<Vec<Piece>> {
    let quarter = (height.saturating_sub(3) / 4).max(1);
    let parts = Parts::of(chart, room, quarter, None);
    let parts = [
        title(chart, room),
        parts.plot,
        parts.signals,
        parts.below,
        parts.key,
    ];
    parts.concat()
}

/// The lines of the smallest plot.
const SMALLEST: usize = 5;

/// The chart without its title in at most `rows` lines, with a line at a day: what is below its plot
/// gives way, the key first. Nothing where there is no room for a plot.
pub(super) fn within(
    chart: &ProbabilityChart,
    room: Room,
    rows: usize,
    cursor: Option<Date>,
) -> Vec<Vec<Piece>> {
    let Some(left) = rows.checked_sub(SMALLEST) else {
        return Vec::new();
    };
    let all = Parts::of(chart, room, 1, cursor);
    let months = all.below.len().min(1);
    let others = all.below.len() - months;
    // In this order: a plot that is twice as tall says more than what else is marked.
    let wished = [months, all.signals.len(), 4, others, all.key.len()];
    let mut left = left;
    let kept = wished.map(|wished| {
        let kept = if wished <= left { wished } else { 0 };
        left -= kept;
        kept
    });
    let [months, signals, taller, others, key] = kept;
    let parts = Parts::of(chart, room, 1 + (taller + left) / 4, cursor);
    let first = |lines: Vec<Vec<Piece>>, most: usize| lines.into_iter().take(most);
    let below = first(parts.signals, signals).chain(first(parts.below, months + others));
    let below = below.chain(first(parts.key, key));
    parts.plot.into_iter().chain(below).collect()
}

/// The lines of a chart, from top to bottom.
struct Parts {
    plot: Vec<Vec<Piece>>,
    /// The marks of signals.
    signals: Vec<Vec<Piece>>,
    /// The months, and what else is marked.
    below: Vec<Vec<Piece>>,
    key: Vec<Vec<Piece>>,
}

impl Parts {
    /// With a plot of four times `quarter` lines and one more, and a line at a day.
    fn of(chart: &ProbabilityChart, room: Room, quarter: usize, cursor: Option<Date>) -> Self {
        let levels = levels(&Axis::of(chart), quarter * 4);
        let widest = levels
            .iter()
            .map(|(_, label)| label.len())
            .max()
            .unwrap_or_default();
        let margin = widest + 2;
        let columns = room.width.saturating_sub(margin).max(1);
        let scale = Scale::of(chart, columns);
        let ticks = axis::ticks(scale.first, scale.last, columns);
        let mut plot = plotted(chart, room, (quarter * 4, &levels), (&scale, &ticks));
        if let Some(day) = cursor {
            plot.line(scale.column(day), room.pick('┃', '!'), Ink::Mark);
        }
        let signals = steps::lane(chart, columns, |day| scale.column(day), room);
        let key = key(chart, !signals.is_empty(), (margin, room));
        Self {
            plot: labelled(&plot, &levels, widest, room),
            signals: indented(signals, margin),
            below: indented(under(chart, &ticks, &scale, room), margin),
            key,
        }
    }
}

fn plotted(
    chart: &ProbabilityChart,
    room: Room,
    (rows, levels): (usize, &[(usize, String)]),
    (scale, ticks): (&Scale, &[Tick]),
) -> Plot {
    let mut plot = Plot::new(rows + 1, scale.columns, room);
    grid(&mut plot, levels, scale.columns, room);
    axis_line(&mut plot, rows, chart, ticks, scale, room);
    days(&mut plot, rows, chart, scale, room);
    people::lines(&mut plot, chart, |day| scale.column(day), room);
    curve(&mut plot, &chart.daily(), chart, scale);
    plot
}

/// The rows of a plot with the labels of its axis.
fn labelled(plot: &Plot, levels: &[(usize, String)], widest: usize, room: Room) -> Vec<Vec<Piece>> {
    let rows = plot.lines().into_iter().enumerate();
    let whole = rows.map(|(row, line)| {
        let level = levels.iter().find(|(at, _)| *at == row);
        let (label, edge) = match level {
            Some((_, label)) => (label.as_str(), room.pick('┤', '+')),
            None => ("", room.pick('│', '|')),
        };
        let mut whole = vec![Piece::drawn(format!("{label:>widest$} {edge}"), Ink::Faint)];
        whole.extend(line);
        whole
    });
    whole.collect()
}

fn indented(lanes: Vec<Vec<Piece>>, margin: usize) -> Vec<Vec<Piece>> {
    let lanes = lanes.into_iter();
    lanes
        .map(|lane| [vec![Piece::blank(margin)], lane].concat())
        .collect()
}

/// The rows that have a label, with it.
fn levels(axis: &Axis, rows: usize) -> Vec<(usize, String)> {
    let row = |p| ((1.0 - axis.share(p)) * rows as f64).round() as usize;
    let levels = axis.levels(rows / 2).into_iter();
    levels.map(|p| (row(p), words::level(p))).collect()
}

/// Where days are, from left to right.
struct Scale {
    first: Date,
    last: Date,
    columns: usize,
}

impl Scale {
    fn of(chart: &ProbabilityChart, columns: usize) -> Self {
        let (first, last) = chart.days();
        Self {
            first,
            last,
            columns,
        }
    }

    /// The place of a day on an axis of so many places.
    fn place(&self, day: Date, places: usize) -> usize {
        let days = f64::from(axis::days_between(self.first, self.last).max(1));
        let at = f64::from(axis::days_between(self.first, day)) / days;
        (at * places.saturating_sub(1) as f64).round() as usize
    }

    fn dot(&self, day: Date) -> usize {
        self.place(day, self.columns * 2)
    }

    fn column(&self, day: Date) -> usize {
        self.dot(day) / 2
    }
}

fn title(chart: &ProbabilityChart, room: Room) -> Vec<Vec<Piece>> {
    let title = chart
        .title
        .iter()
        .map(|title| Piece::new(title, Ink::Strong));
    title
        .flat_map(|title| flow::wrap(&[title], room.width))
        .collect()
}

fn grid(plot: &mut Plot, levels: &[(usize, String)], columns: usize, room: Room) {
    for (row, _) in levels {
        for column in (3..columns).step_by(4) {
            plot.put(*row, column, room.pick('·', ' '), Ink::Faint);
        }
    }
}

fn axis_line(
    plot: &mut Plot,
    row: usize,
    chart: &ProbabilityChart,
    ticks: &[Tick],
    scale: &Scale,
    room: Room,
) {
    for column in 0..scale.columns {
        plot.put_over(row, column, room.pick('─', '-'), Ink::Faint);
    }
    for tick in ticks {
        plot.put_over(row, scale.column(tick.day), room.pick('┬', '+'), Ink::Faint);
    }
    for on in &chart.occasions {
        for column in scale.column(on.first)..=scale.column(on.last) {
            plot.put_over(row, column, room.pick('━', '='), Ink::Mark);
        }
    }
}

fn curve(plot: &mut Plot, points: &[Point], chart: &ProbabilityChart, scale: &Scale) {
    let nexts = points
        .iter()
        .skip(1)
        .map(|next| next.day)
        .chain(chart.held_until());
    let start = points.first().map_or(0, |first| scale.dot(first.day));
    let axis = Axis::of(chart);
    let mut before: Option<f64> = None;
    for (number, (at, next)) in points.iter().zip(nexts).enumerate() {
        let (from, mut to) = (scale.dot(at.day), scale.dot(next));
        if number + 1 == points.len() {
            to = to.max(start + SHORTEST);
        }
        let [p, lo, hi] = [at.p, at.lo, at.hi].map(|p| axis.share(p));
        plot.shade(from, to, lo, hi);
        if let Some(before) = before {
            plot.step(from, before, p);
        }
        plot.level(from, to, p);
        before = Some(p);
    }
}

/// The deadline and the outcome, as lines from top to bottom.
fn days(plot: &mut Plot, rows: usize, chart: &ProbabilityChart, scale: &Scale, room: Room) {
    let outcome = chart
        .outcome
        .iter()
        .map(|end| (end.day, room.pick('│', '|')));
    let deadline = (chart.deadline, room.pick('┊', ':'));
    for (day, line) in std::iter::once(deadline).chain(outcome) {
        for row in 0..rows {
            plot.put_over(row, scale.column(day), line, Ink::Faint);
        }
    }
}

/// The ticks' labels, and the marks with theirs.
fn under(chart: &ProbabilityChart, ticks: &[Tick], scale: &Scale, room: Room) -> Vec<Vec<Piece>> {
    let mark = |from, sign: String, label: String, ink| Mark {
        from,
        sign,
        label,
        ink,
    };
    let labels: Vec<Mark> = ticks
        .iter()
        .map(|tick| {
            mark(
                scale.column(tick.day),
                tick.label.clone(),
                String::new(),
                Ink::Faint,
            )
        })
        .filter(|label| label.from + label.sign.len() <= scale.columns)
        .collect();
    let mut below = Vec::new();
    for tick in ticks {
        if let Some(year) = &tick.year {
            below.push(mark(
                scale.column(tick.day),
                year.clone(),
                String::new(),
                Ink::Faint,
            ));
        }
    }
    if let Some(end) = &chart.outcome {
        let label = format!("{} {}", end.label, end.day);
        below.push(mark(
            scale.column(end.day),
            room.pick('│', '|').to_string(),
            label,
            Ink::Mark,
        ));
    }
    for on in &chart.occasions {
        let (from, to) = (scale.column(on.first), scale.column(on.last));
        let sign: String = (from..=to).map(|_| room.pick('━', '=')).collect();
        below.push(mark(from, sign, on.label.clone(), Ink::Mark));
    }
    let label = format!("deadline {}", chart.deadline);
    below.push(mark(
        scale.column(chart.deadline),
        room.pick('┊', ':').to_string(),
        label,
        Ink::Mark,
    ));
    let mut lines = marks::lanes(&labels, scale.columns, room);
    lines.extend(marks::lanes(&below, scale.columns, room));
    lines
}

/// What the curve, the shade and the marks are, and where the curve ends.
fn key(chart: &ProbabilityChart, marks: bool, (margin, room): (usize, Room)) -> Vec<Vec<Piece>> {
    let Some(last) = chart.latest() else {
        return vec![vec![
            Piece::blank(margin),
            Piece::new("no forecasts yet", Ink::Faint),
        ]];
    };
    let part = |sign, ink, words: String| {
        vec![
            Piece::drawn(sign, ink),
            Piece::blank(1),
            Piece::drawn(words, Ink::Plain),
        ]
    };
    let now = format!("probability, {} on {}", words::fine(last.p), last.day);
    let band = format!(
        "90 % band, {} to {}",
        words::fine(last.lo),
        words::fine(last.hi)
    );
    let curve = part(room.pick('⠒', '*').to_string().repeat(2), Ink::Curve, now);
    let shade = part(room.pick('⠡', '.').to_string().repeat(2), Ink::Faint, band);
    let both = [curve.clone(), vec![Piece::blank(3)], shade.clone()].concat();
    let fits = |indent: usize, line: &[Piece]| indent + flow::width(line) <= room.width;
    let mut lines = if fits(margin, &both) {
        vec![both]
    } else {
        vec![curve, shade]
    };
    let axis = Axis::of(chart).words();
    let width = room.width.saturating_sub(margin);
    lines.extend(steps::in_lines(people::key(chart), width));
    lines.extend(steps::key(chart, marks, &axis, (width, room)));
    let indent = if lines.iter().all(|line| fits(margin, line)) {
        margin
    } else {
        0
    };
    lines
        .into_iter()
        .map(|line| [vec![Piece::blank(indent)], line].concat())
        .collect()
}
