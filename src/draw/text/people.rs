//! People's own numbers in a plot: a line of letters for each, under the curve.

use super::Room;
use super::flow::Piece;
use super::ink::Ink;
use super::plot::Plot;
use crate::view::axis::Axis;
use crate::view::chart::{PEOPLE, ProbabilityChart};
use crate::view::words;
use jiff::civil::Date;

/// The letters, by whose place it is.
const LETTERS: [char; PEOPLE] = ['A', 'B', 'C', 'D'];

/// Between two letters of a line lie so many columns.
const APART: usize = 6;

/// Puts the lines into the plot.
pub(super) fn lines(
    plot: &mut Plot,
    chart: &ProbabilityChart,
    column: impl Fn(Date) -> usize,
    room: Room,
) {
    let (axis, Some(until)) = (Axis::of(chart), chart.people_until()) else {
        return;
    };
    for (person, letter) in chart.shown_people().iter().zip(LETTERS) {
        for (from, to, p) in person.stretches(until) {
            let (first, last) = (column(from), column(to));
            for at in first..=last {
                let sign = match (at - first) % APART {
                    0 => letter,
                    _ => room.pick('╌', '-'),
                };
                plot.put_at(axis.share(p), at, sign, Ink::Person);
            }
        }
    }
}

/// What the letters mean, a part each.
pub(super) fn key(chart: &ProbabilityChart) -> Vec<Vec<Piece>> {
    let part = |(person, letter): (&crate::view::chart::PersonLine, char)| {
        let last = person.last().map(|p| format!(", {}", words::fine(p)));
        vec![
            Piece::drawn(letter.to_string(), Ink::Person),
            Piece::blank(1),
            Piece::new(&person.name, Ink::Plain),
            Piece::drawn(last.unwrap_or_else(|| ", taken back".into()), Ink::Plain),
        ]
    };
    let mut parts: Vec<Vec<Piece>> = chart.shown_people().iter().zip(LETTERS).map(part).collect();
    let more = chart.people.len().saturating_sub(PEOPLE);
    if more > 0 {
        parts.push(vec![Piece::drawn(
            format!("and {more} more, not drawn"),
            Ink::Faint,
        )]);
    }
    parts
}
