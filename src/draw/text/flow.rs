//! Lines made of pieces: measured, cut and wrapped by display width.

use super::ink::Ink;
use crate::draw::safe::{self, Charset};
use crate::view::doc::Line;

/// A piece of a line in one ink. Its text is harmless: `new` makes it so, and the other
/// constructors are for what we draw ourselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    text: String,
    ink: Ink,
}

impl Piece {
    pub fn new(text: &str, ink: Ink) -> Self {
        Self {
            text: safe::one_line(text),
            ink,
        }
    }

    /// Our own drawing, which keeps its runs of spaces.
    pub fn drawn(text: String, ink: Ink) -> Self {
        Self { text, ink }
    }

    pub fn repeat(c: char, times: usize, ink: Ink) -> Self {
        Self {
            text: std::iter::repeat_n(c, times).collect(),
            ink,
        }
    }

    pub fn blank(columns: usize) -> Self {
        Self::repeat(' ', columns, Ink::Plain)
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn ink(&self) -> Ink {
        self.ink
    }

    pub fn width(&self) -> usize {
        safe::width(&self.text)
    }

    fn part(&self, text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ink: self.ink,
        }
    }
}

/// The spans of a line, made harmless.
pub(super) fn pieces(line: &Line) -> Vec<Piece> {
    line.0
        .iter()
        .map(|span| Piece::new(&span.text, span.role.into()))
        .collect()
}

pub(super) fn width(line: &[Piece]) -> usize {
    line.iter().map(Piece::width).sum()
}

/// The line with what is plain in it made strong.
pub(super) fn strong(mut line: Vec<Piece>) -> Vec<Piece> {
    for piece in line.iter_mut().filter(|piece| piece.ink == Ink::Plain) {
        piece.ink = Ink::Strong;
    }
    line
}

/// The line without spaces at its ends.
pub(super) fn trim(mut line: Vec<Piece>) -> Vec<Piece> {
    while let Some(piece) = line.last_mut() {
        piece.text.truncate(piece.text.trim_end().len());
        if !piece.text.is_empty() {
            break;
        }
        line.pop();
    }
    if let Some(piece) = line.first_mut() {
        piece.text = piece.text.trim_start().to_owned();
    }
    line
}

/// The line, cut with an ellipsis so that it takes no more than `columns`.
pub(super) fn clip(line: &[Piece], columns: usize, charset: Charset) -> Vec<Piece> {
    if width(line) <= columns {
        return line.to_vec();
    }
    let room = columns.saturating_sub(safe::width(charset.ellipsis()));
    let mut left = room;
    let mut kept = Vec::new();
    let mut ink = Ink::Plain;
    for piece in line {
        let part = piece.part(safe::prefix(&piece.text, left));
        left -= part.width();
        ink = piece.ink;
        let whole = part == *piece;
        kept.push(part);
        if !whole {
            break;
        }
    }
    let mut kept = trim_end(kept);
    let ellipsis = safe::clip(charset.ellipsis(), columns, charset);
    kept.push(Piece {
        text: ellipsis,
        ink,
    });
    kept
}

fn trim_end(line: Vec<Piece>) -> Vec<Piece> {
    let lead = line
        .first()
        .map_or(0, |piece| piece.text.len() - piece.text.trim_start().len());
    let mut trimmed = trim(line);
    if let Some(piece) = trimmed.first_mut() {
        piece.text.insert_str(0, &" ".repeat(lead));
    }
    trimmed
}

/// The line over as many lines as it takes, broken at spaces, and inside words only where one is
/// wider than `columns`. At least one line.
pub(super) fn wrap(line: &[Piece], columns: usize) -> Vec<Vec<Piece>> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut current: Vec<Piece> = Vec::new();
    let mut used = 0;
    for word in words(line) {
        let wide = width(&word);
        if used > 0 && used + 1 + wide <= columns {
            let space = Piece {
                text: " ".to_owned(),
                ink: space_ink(&current, &word),
            };
            join(&mut current, space);
            used += 1;
        } else if used > 0 {
            lines.push(std::mem::take(&mut current));
            used = 0;
        }
        for part in word {
            let mut rest = part.text.as_str();
            while used + safe::width(rest) > columns {
                let head = safe::prefix(rest, columns - used);
                // A character wider than the whole column goes nowhere else.
                let head = if head.is_empty() && used == 0 {
                    rest
                } else {
                    head
                };
                join(&mut current, part.part(head));
                rest = rest.get(head.len()..).unwrap_or_default();
                lines.push(std::mem::take(&mut current));
                used = 0;
            }
            used += safe::width(rest);
            join(&mut current, part.part(rest));
        }
    }
    if !current.is_empty() || lines.is_empty() {
        lines.push(current);
    }
    lines
}

/// The words of a line, each as pieces. A `%` stays with its number.
fn words(line: &[Piece]) -> Vec<Vec<Piece>> {
    let mut words: Vec<Vec<Piece>> = Vec::new();
    let mut inside = false;
    for piece in line {
        for (at, part) in piece.text.split(' ').enumerate() {
            inside &= at == 0;
            if part.is_empty() {
                continue;
            }
            match words.last_mut() {
                Some(word) if inside => word.push(piece.part(part)),
                Some(word) if part.starts_with('%') => {
                    word.push(Piece {
                        text: " ".to_owned(),
                        ink: piece.ink,
                    });
                    word.push(piece.part(part));
                }
                _ => words.push(vec![piece.part(part)]),
            }
            inside = true;
        }
    }
    words
}

fn space_ink(before: &[Piece], after: &[Piece]) -> Ink {
    match (before.last(), after.first()) {
        (Some(before), Some(after)) if before.ink == after.ink => before.ink,
        _ => Ink::Plain,
    }
}

/// Adds a piece, to the last one where it has the same ink.
fn join(line: &mut Vec<Piece>, piece: Piece) {
    match line.last_mut() {
        Some(last) if last.ink == piece.ink => last.text.push_str(&piece.text),
        _ if piece.text.is_empty() => {}
        _ => line.push(piece),
    }
}
