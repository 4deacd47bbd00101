//! The one place that writes escape sequences.

use std::fmt::Write as _;

use anstyle::Style;

use super::flow::Piece;

/// Writes a line without the spaces at its end.
pub(super) fn paint(out: &mut String, line: &[Piece], colour: bool) {
    let last = line
        .iter()
        .rposition(|piece| !piece.text().trim_end().is_empty());
    for (at, piece) in line
        .iter()
        .enumerate()
        .take(last.map_or(0, |last| last + 1))
    {
        let text = if Some(at) == last {
            piece.text().trim_end()
        } else {
            piece.text()
        };
        let style = piece.ink().style();
        let drawn = if colour && style != Style::new() && !text.trim().is_empty() {
            write!(out, "{style}{text}{style:#}")
        } else {
            write!(out, "{text}")
        };
        debug_assert!(drawn.is_ok(), "writing to a string cannot fail");
    }
}
