//! Draws a question that is followed as one screen of a terminal, in lines of styled text.

use anstyle::Style;

use super::flow::{self, Piece};
use super::ink::Ink;
use super::{Room, chart, table};
use crate::draw::style::TextStyle;
use crate::view::axis::Axis;
use crate::view::doc::{Doc, Line};
use crate::view::live::{Face, Live, Look, keys};

/// The smallest terminal on which it can be read, in columns and rows.
pub const SMALLEST: (usize, usize) = (46, 12);

/// A piece of a line; its text is harmless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What is written.
    pub text: String,
    /// How it looks; plain where there is no colour.
    pub style: Style,
}

/// How many rows of the history a terminal of so many rows shows: what a page is.
#[must_use]
pub fn page(live: &Live, style: &TextStyle, rows: usize) -> usize {
    Heights::of(rows, Painter::on(style).said(live, None).len()).list
}

/// A question on a screen of the style's width and so many rows.
#[must_use]
pub fn draw(live: &Live, look: &Look, style: &TextStyle, rows: usize) -> Vec<Vec<Run>> {
    let painter = Painter::on(style);
    let mut lines = match look.face {
        _ if style.width < SMALLEST.0 || rows < SMALLEST.1 => painter.too_small(rows),
        Face::Keys => painter.whole(&keys(), rows),
        Face::Entry => painter.entry(live, look, rows),
        Face::Course => painter.course(live, look, rows),
    };
    lines.truncate(rows);
    let clip = |line: Vec<Piece>| flow::clip(&line, style.width, painter.room.charset);
    let lines = lines.into_iter().map(clip);
    lines.map(|line| painted(line, style.colour)).collect()
}

fn painted(line: Vec<Piece>, colour: bool) -> Vec<Run> {
    let run = |piece: Piece| Run {
        style: match colour {
            true => piece.ink().style(),
            false => Style::new(),
        },
        text: piece.text().to_owned(),
    };
    line.into_iter().map(run).collect()
}

/// How a screen is divided, in lines, beside its title, the head of the list, the line below it and
/// the foot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Heights {
    said: usize,
    chart: usize,
    list: usize,
    entry: usize,
}

impl Heights {
    /// The lines that are there always.
    const FIXED: usize = 4;
    /// What is believed takes no more.
    const SAID: usize = 4;
    /// Neither does one row whole.
    const ENTRY: (usize, usize) = (3, 9);
    /// A chart that is taller says no more.
    const CHART: usize = 24;

    /// Of a screen of so many rows, where what is believed would take `said`.
    fn of(rows: usize, said: usize) -> Self {
        let rows = rows.saturating_sub(Self::FIXED);
        let said = said.min(Self::SAID).min(rows / 3);
        let rows = rows - said;
        let entry = (rows / 3).clamp(Self::ENTRY.0, Self::ENTRY.1);
        let rows = rows.saturating_sub(entry);
        let chart = (rows * 6 / 10).min(Self::CHART);
        // A plot that is too low to read leaves its room to the list.
        let chart = if chart < 6 { 0 } else { chart };
        Self {
            said,
            chart,
            list: (rows - chart).max(1),
            entry,
        }
    }
}

struct Painter {
    room: Room,
}

impl Painter {
    fn on(style: &TextStyle) -> Self {
        let room = Room {
            width: style.width,
            charset: style.charset(),
        };
        Self { room }
    }

    fn line(&self, line: &Line) -> Vec<Vec<Piece>> {
        flow::wrap(&flow::pieces(line), self.room.width)
    }

    fn doc(&self, doc: &Doc) -> Vec<Vec<Piece>> {
        let blocks = doc.blocks.iter();
        blocks.flat_map(|block| self.room.block(block)).collect()
    }

    /// The title, and which question of how many it is.
    fn title(&self, live: &Live, look: &Look) -> Vec<Piece> {
        let of = match look.of {
            (_, 0 | 1) => String::new(),
            (n, all) => format!("{n} of {all} questions"),
        };
        let title = vec![Piece::new(&live.title, Ink::Heading)];
        self.both(title, &of)
    }

    /// A text with another, which is ours and never cut, at the end of the line.
    fn both(&self, mut line: Vec<Piece>, end: &str) -> Vec<Piece> {
        let end = Piece::new(end, Ink::Faint);
        let room = self.room.width.saturating_sub(end.width() + 2);
        line = flow::clip(&line, room, self.room.charset);
        let blank = self
            .room
            .width
            .saturating_sub(flow::width(&line) + end.width());
        line.push(Piece::blank(blank));
        line.push(end);
        line
    }

    /// What is wrong, what is believed, and what it rests on too weakly.
    fn said(&self, live: &Live, notice: Option<&str>) -> Vec<Vec<Piece>> {
        let notice = notice.map(|text| Line::new().warn("warning: ").plain(text));
        let lines = notice.iter().chain(&live.said);
        lines.flat_map(|line| self.line(line)).collect()
    }

    fn course(&self, live: &Live, look: &Look, rows: usize) -> Vec<Vec<Piece>> {
        let said = self.said(live, look.notice.as_deref());
        let mut heights = Heights::of(rows, said.len());
        let day = live.days.get(look.row).copied();
        let chart = chart::within(&live.chart, self.room, heights.chart, day);
        // What the plot does not use shows more rows.
        heights.list += heights.chart.saturating_sub(chart.len());
        let mut lines = vec![self.title(live, look)];
        lines.extend(said.into_iter().take(heights.said));
        lines.extend(chart);
        lines.extend(self.list(live, look.row, heights.list));
        lines.push(self.between(live, look));
        lines.extend(self.cut(self.doc(&live.row(look.row)), heights.entry));
        self.with_foot(lines, rows)
    }

    /// The rows around the chosen one, which is marked, below the head of their columns.
    fn list(&self, live: &Live, chosen: usize, most: usize) -> Vec<Vec<Piece>> {
        let from = first_shown(chosen, live.rows(), most);
        let room = Room {
            width: self.room.width.saturating_sub(2),
            ..self.room
        };
        let shown = from..live.rows().min(from + most);
        let part = |list| table::part(list, room, shown.clone());
        let lines = live.lists.iter().find_map(part).unwrap_or_default();
        let mark = |(i, line): (usize, Vec<Piece>)| {
            let chosen = i.checked_sub(1).is_some_and(|i| from + i == chosen);
            let mark = match chosen {
                true => Piece::drawn(format!("{} ", self.room.pick('▸', '>')), Ink::Mark),
                false => Piece::blank(2),
            };
            let line = if chosen { flow::strong(line) } else { line };
            [vec![mark], line].concat()
        };
        let mut lines: Vec<Vec<Piece>> = lines.into_iter().enumerate().map(mark).collect();
        lines.resize(most + 1, Vec::new());
        lines
    }

    /// The line between the list and the chosen row: which it is, and which axis the chart has.
    fn between(&self, live: &Live, look: &Look) -> Vec<Piece> {
        let follows = if look.follows {
            ", the newest is followed"
        } else {
            ""
        };
        let row = match live.rows() {
            0 => "no row".to_owned(),
            all => format!("row {} of {all}{follows}", look.row + 1),
        };
        let rule = |width| Piece::repeat(self.room.pick('─', '-'), width, Ink::Faint);
        let words = |text: &str| Piece::drawn(format!(" {text} "), Ink::Faint);
        let mut line = vec![
            rule(2),
            words(&row),
            rule(2),
            words(&Axis::of(&live.chart).words()),
        ];
        line.push(rule(self.room.width.saturating_sub(flow::width(&line))));
        line
    }

    /// Lines that may be too many: then the last says where the others are.
    fn cut(&self, mut lines: Vec<Vec<Piece>>, most: usize) -> Vec<Vec<Piece>> {
        if lines.len() > most {
            lines.truncate(most.saturating_sub(1));
            let more = format!("{} Enter shows all of it", self.room.charset.ellipsis());
            lines.push(vec![Piece::new(&more, Ink::Hint)]);
        }
        lines.resize(most, Vec::new());
        lines
    }

    fn entry(&self, live: &Live, look: &Look, rows: usize) -> Vec<Vec<Piece>> {
        let mut lines = vec![self.title(live, look)];
        let notice = look.notice.as_ref();
        let notice = notice.map(|text| Line::new().warn("warning: ").plain(text));
        lines.extend(notice.iter().flat_map(|line| self.line(line)));
        lines.push(self.between(live, look));
        lines.extend(self.doc(&live.row(look.row)));
        self.with_foot(lines, rows)
    }

    fn whole(&self, doc: &Doc, rows: usize) -> Vec<Vec<Piece>> {
        self.with_foot(self.doc(doc), rows)
    }

    /// Lines that fill all rows but the last, and the keys in that.
    fn with_foot(&self, mut lines: Vec<Vec<Piece>>, rows: usize) -> Vec<Vec<Piece>> {
        lines.resize(rows.saturating_sub(1), Vec::new());
        lines.push(self.foot());
        lines
    }

    fn foot(&self) -> Vec<Piece> {
        let arrows = if self.room.unicode() {
            "↑↓"
        } else {
            "up/down"
        };
        let keys = [
            (arrows, "walk"),
            ("q", "leave"),
            ("?", "keys"),
            ("Tab", "next question"),
            ("Enter", "whole"),
            ("a", "axis"),
            ("End", "newest"),
        ];
        let mut line: Vec<Piece> = Vec::new();
        for (key, does) in keys {
            let gap = if line.is_empty() { 0 } else { 3 };
            let part = [
                Piece::blank(gap),
                Piece::new(key, Ink::Strong),
                Piece::blank(1),
                Piece::new(does, Ink::Faint),
            ];
            if flow::width(&line) + flow::width(&part) <= self.room.width {
                line.extend(part);
            }
        }
        line
    }

    fn too_small(&self, rows: usize) -> Vec<Vec<Piece>> {
        let (columns, least) = SMALLEST;
        self.line(&Line::from(format!(
            "This terminal has {} columns and {rows} rows; {columns} and {least} are needed. Make it \
             larger, or leave with q: `summit history` prints the same.",
            self.room.width
        )))
    }
}

/// The first row shown, so that the chosen one stands in the middle where there is more on both sides.
fn first_shown(chosen: usize, all: usize, most: usize) -> usize {
    chosen
        .saturating_sub(most / 2)
        .min(all.saturating_sub(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_is_divided_without_a_line_left_over() {
        for rows in SMALLEST.1..120 {
            for said in 1..9 {
                let h = Heights::of(rows, said);
                let all = Heights::FIXED + h.said + h.chart + h.list + h.entry;
                assert_eq!(all, rows, "{said}: {h:?}");
            }
        }
        let usual = Heights::of(24, 2);
        assert_eq!((usual.chart, usual.list, usual.entry), (7, 5, 6));
    }

    #[test]
    fn the_chosen_row_is_always_shown() {
        for all in 1..30 {
            for most in 1..12 {
                for chosen in 0..all {
                    let from = first_shown(chosen, all, most);
                    assert!(
                        (from..from + most).contains(&chosen),
                        "{chosen} {all} {most}"
                    );
                    assert!(from == 0 || from + most <= all);
                }
            }
        }
    }
}
