//! Labelled marks under a chart, in as few lanes as they need.

use super::Room;
use super::flow::{self, Piece};
use super::ink::Ink;
use crate::draw::safe;

/// Columns of an axis, marked and labelled.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// The first marked column.
    pub from: usize,
    /// What is drawn there.
    pub sign: String,
    /// What it is.
    pub label: String,
    pub ink: Ink,
}

/// The marks as lines of at most `columns`. Each label stands to the right of its sign where
/// there is room, else to its left.
pub(super) fn lanes(marks: &[Mark], columns: usize, room: Room) -> Vec<Vec<Piece>> {
    let mut lanes: Vec<Vec<(usize, usize, Vec<Piece>)>> = Vec::new();
    for mark in marks {
        let (start, pieces) = place(mark, columns, room);
        let end = start + flow::width(&pieces);
        let free = |lane: &&mut Vec<(usize, usize, Vec<Piece>)>| {
            lane.iter()
                .all(|(from, to, _)| end + 2 <= *from || to + 2 <= start)
        };
        match lanes.iter_mut().find(free) {
            Some(lane) => lane.push((start, end, pieces)),
            None => lanes.push(vec![(start, end, pieces)]),
        }
    }
    lanes.into_iter().map(line).collect()
}

fn line(mut lane: Vec<(usize, usize, Vec<Piece>)>) -> Vec<Piece> {
    lane.sort_by_key(|(start, ..)| *start);
    let mut line = Vec::new();
    let mut at = 0;
    for (start, end, pieces) in lane {
        line.push(Piece::blank(start.saturating_sub(at)));
        line.extend(pieces);
        at = end;
    }
    line
}

/// Where a mark with its label starts, and its pieces.
fn place(mark: &Mark, columns: usize, room: Room) -> (usize, Vec<Piece>) {
    let sign = Piece::new(&mark.sign, mark.ink);
    let label = safe::one_line(&mark.label);
    let label = label.trim();
    if label.is_empty() {
        return (mark.from, vec![sign]);
    }
    let right = columns.saturating_sub(mark.from + sign.width() + 1);
    let left = mark.from.saturating_sub(1);
    let wide = safe::width(label);
    let label = |columns| Piece::new(&safe::clip(label, columns, room.charset), Ink::Plain);
    if wide <= right || right >= left {
        return (mark.from, vec![sign, Piece::blank(1), label(right)]);
    }
    let label = label(left);
    (left - label.width(), vec![label, Piece::blank(1), sign])
}
