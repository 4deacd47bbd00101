//! Draws a document for a terminal: lines that fit a width, legible with and without colour.

mod chart;
mod flow;
mod ink;
mod marks;
mod paint;
mod people;
mod plot;
mod reliability;
pub mod screen;
mod steps;
mod table;
#[cfg(test)]
mod tests;
mod waterfall;

use super::form::{Form, Write};
use super::safe::Charset;
use crate::view::doc::{Block, Doc, Line, NoteKind};
use crate::view::reliability::Reliability;
use flow::Piece;
use ink::Ink;
use paint::paint;

pub use super::style::TextStyle;

/// The form.
pub const FORM: Form = Form {
    name: "table",
    help: "For people",
    write: Write::Doc(|doc, style| Ok(render(doc, style))),
};

/// The fewest columns that a document is laid out for; narrower terminals show cut lines.
const NARROWEST: usize = 40;

/// How tall a chart is drawn, in lines, without its title and its key.
const CHART_HEIGHT: usize = 16;

/// The same of a chart that has little room.
const COMPACT_HEIGHT: usize = 12;

/// The document as lines, each ended by a line feed, none wider than the style's width.
pub fn render(doc: &Doc, style: &TextStyle) -> String {
    let room = Room {
        width: style.width.max(NARROWEST),
        charset: style.charset(),
    };
    let mut out = String::new();
    let mut before = None;
    for block in &doc.blocks {
        if before.is_some_and(|before| stands_apart(before, block)) {
            out.push('\n');
        }
        for line in room.block(block) {
            let line = flow::clip(&line, style.width, room.charset);
            paint(&mut out, &line, style.colour);
            out.push('\n');
        }
        before = Some(block);
    }
    out
}

/// A reliability diagram alone, without its table.
pub(super) fn diagram(diagram: &Reliability, style: &TextStyle) -> String {
    let room = Room {
        width: style.width.max(NARROWEST),
        charset: style.charset(),
    };
    let mut out = String::new();
    for line in reliability::draw(diagram, room) {
        paint(&mut out, &line, style.colour);
        out.push('\n');
    }
    out
}

/// Whether an empty line stands between two blocks.
fn stands_apart(before: &Block, after: &Block) -> bool {
    match (before, after) {
        (Block::Heading { .. }, Block::Heading { .. }) => true,
        (Block::Heading { level, .. }, _) => *level < 2,
        (Block::Note { .. }, Block::Note { .. }) => false,
        _ => true,
    }
}

/// The room that a block has.
#[derive(Clone, Copy, Debug)]
struct Room {
    width: usize,
    charset: Charset,
}

impl Room {
    fn unicode(self) -> bool {
        self.charset == Charset::Unicode
    }

    /// The character for Unicode terminals, or its ASCII twin.
    fn pick(self, unicode: char, ascii: char) -> char {
        if self.unicode() { unicode } else { ascii }
    }

    fn rule(self, width: usize) -> Vec<Piece> {
        vec![Piece::repeat(self.pick('─', '-'), width, Ink::Faint)]
    }

    fn block(self, block: &Block) -> Vec<Vec<Piece>> {
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph(line) => flow::wrap(&flow::pieces(line), self.width),
            Block::Facts(facts) => self.facts(facts),
            Block::List(items) => self.list(items),
            Block::Table(table) => table::draw(table, self),
            Block::Verbatim(lines) => lines
                .iter()
                .map(|line| vec![Piece::blank(4), Piece::new(line, Ink::Code)])
                .collect(),
            Block::Chart(chart) if chart.compact => chart::draw(chart, self, COMPACT_HEIGHT),
            Block::Chart(chart) => chart::draw(chart, self, CHART_HEIGHT),
            Block::Waterfall(fall) => waterfall::draw(fall, self),
            Block::Reliability(diagram) => {
                let mut lines = reliability::draw(diagram, self);
                lines.push(Vec::new());
                lines.extend(table::draw(&diagram.table(), self));
                lines
            }
            Block::Note { kind, text } => self.note(*kind, text),
        }
    }

    fn heading(self, level: u8, text: &str) -> Vec<Vec<Piece>> {
        let mut lines = flow::wrap(&[Piece::new(text, Ink::Heading)], self.width);
        if level < 2 {
            let widest = lines
                .iter()
                .map(|line| flow::width(line))
                .max()
                .unwrap_or_default();
            lines.push(self.rule(widest));
        }
        lines
    }

    /// Names in a column of their own, at most a third of the width, values beside them.
    fn facts(self, facts: &[(String, Line)]) -> Vec<Vec<Piece>> {
        let names: Vec<Piece> = facts
            .iter()
            .map(|(name, _)| Piece::new(name, Ink::Faint))
            .collect();
        let widest = names
            .iter()
            .map(Piece::width)
            .max()
            .unwrap_or_default()
            .min(self.width / 3);
        let mut lines = Vec::new();
        for (name, (_, value)) in names.into_iter().zip(facts) {
            let mut label = flow::clip(&[name], widest, self.charset);
            label.push(Piece::blank(
                (widest + 2).saturating_sub(flow::width(&label)),
            ));
            lines.extend(self.hang(label, &flow::pieces(value)));
        }
        lines
    }

    fn list(self, items: &[Line]) -> Vec<Vec<Piece>> {
        let bullet = format!("{} ", self.pick('•', '-'));
        let items = items.iter().map(flow::pieces);
        items
            .flat_map(|item| self.hang(vec![Piece::new(&bullet, Ink::Faint)], &item))
            .collect()
    }

    fn note(self, kind: NoteKind, text: &Line) -> Vec<Vec<Piece>> {
        let label = match kind {
            NoteKind::Hint => Piece::new("hint: ", Ink::Hint),
            NoteKind::Warning => Piece::new("warning: ", Ink::Warn),
        };
        self.hang(vec![label], &flow::pieces(text))
    }

    /// Text beside a label, its further lines standing under its first.
    fn hang(self, label: Vec<Piece>, text: &[Piece]) -> Vec<Vec<Piece>> {
        let indent = flow::width(&label);
        let mut start = Some(label);
        let lines = flow::wrap(text, self.width.saturating_sub(indent));
        let beside = |rest| {
            let mut line = start.take().unwrap_or_else(|| vec![Piece::blank(indent)]);
            line.extend(rest);
            line
        };
        lines.into_iter().map(beside).collect()
    }
}
