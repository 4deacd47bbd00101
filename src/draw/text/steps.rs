//! The line under a plot that marks the signals which moved much, and what its marks mean.

use super::Room;
use super::flow::{self, Piece};
use super::ink::Ink;
use crate::view::chart::{ProbabilityChart, SignalMark};

/// Signals that moved the log-odds by less, in decibans, are not marked, unless they were retracted.
const WORTH_MARKING: f64 = 1.0;

/// What stands in a column; of several, the greatest.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Step {
    #[default]
    None,
    /// A signal's step in decibans, and whether it stands.
    Signal(f64, bool),
    /// A retraction.
    Back,
}

impl Step {
    fn of(mark: &SignalMark) -> Self {
        let step = mark.step.unwrap_or_default();
        let stands = mark.taken_back.is_none();
        match step.abs() < WORTH_MARKING && stands {
            true => Self::None,
            false => Self::Signal(step, stands),
        }
    }

    fn size(self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Signal(step, _) => step.abs().max(WORTH_MARKING),
            Self::Back => WORTH_MARKING * 1.5,
        }
    }

    fn drawn(self, room: Room) -> (char, Ink) {
        match self {
            Self::None => (' ', Ink::Plain),
            Self::Signal(step, true) if step > 0.0 => (room.pick('▲', '^'), Ink::Up),
            Self::Signal(_, true) => (room.pick('▼', 'v'), Ink::Down),
            Self::Signal(step, false) if step > 0.0 => (room.pick('△', 'o'), Ink::Up),
            Self::Signal(_, false) => (room.pick('▽', 'o'), Ink::Down),
            Self::Back => (room.pick('×', 'x'), Ink::Plain),
        }
    }
}

/// The line of marks, where there are any; `column` is that of a day, of so many.
pub(super) fn lane(
    chart: &ProbabilityChart,
    columns: usize,
    column: impl Fn(jiff::civil::Date) -> usize,
    room: Room,
) -> Vec<Vec<Piece>> {
    let mut lane = vec![Step::None; columns];
    let signals = chart.signals.iter().map(|s| (s.day, Step::of(s)));
    let back = chart.taken_back.iter().map(|back| (back.day, Step::Back));
    for (day, step) in signals.chain(back) {
        if let Some(at) = lane.get_mut(column(day))
            && step.size() > at.size()
        {
            *at = step;
        }
    }
    if lane.iter().all(|step| *step == Step::None) {
        return Vec::new();
    }
    let mut line: Vec<(String, Ink)> = Vec::new();
    for (sign, ink) in lane.into_iter().map(|step| step.drawn(room)) {
        match line.last_mut() {
            Some((run, same)) if *same == ink => run.push(sign),
            _ => line.push((sign.to_string(), ink)),
        }
    }
    let drawn = line.into_iter().map(|(run, ink)| Piece::drawn(run, ink));
    vec![drawn.collect()]
}

/// What the marks mean, and which axis the plot has: in as few lines as they fit.
pub(super) fn key(
    chart: &ProbabilityChart,
    marks: bool,
    axis: &str,
    (width, room): (usize, Room),
) -> Vec<Vec<Piece>> {
    let sign = |unicode, ascii, ink| Piece::drawn(room.pick(unicode, ascii).to_string(), ink);
    let words = |words: &str| Piece::drawn(words.to_owned(), Ink::Plain);
    let mut parts: Vec<Vec<Piece>> = Vec::new();
    if marks {
        let signs = [sign('▲', '^', Ink::Up), sign('▼', 'v', Ink::Down)];
        parts.push([&signs[..], &[words(" signals of 1 dB and more")]].concat());
    }
    if !chart.taken_back.is_empty() {
        let mut hollow = vec![sign('△', 'o', Ink::Up)];
        if room.unicode() {
            hollow.push(sign('▽', 'o', Ink::Down));
        }
        hollow.push(words(" retracted"));
        parts.push(hollow);
        parts.push(vec![sign('×', 'x', Ink::Plain), words(" the day of that")]);
    }
    parts.push(vec![Piece::drawn(axis.to_owned(), Ink::Faint)]);
    in_lines(parts, width)
}

/// Parts beside each other, in as few lines as they fit.
pub(super) fn in_lines(parts: Vec<Vec<Piece>>, width: usize) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if flow::width(line) + 3 + flow::width(&part) <= width => {
                line.push(Piece::blank(3));
                line.extend(part);
            }
            _ => lines.push(part),
        }
    }
    lines
}
