//! Puts a screen of styled lines into the terminal's buffer.

use anstyle::{Ansi256Color, AnsiColor, Color as Ansi, Effects, RgbColor};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use summit_ledger::draw::text::{TextStyle, screen};
use summit_ledger::view::live::{Live, Look};

/// The style of a terminal of so many columns.
pub fn within(style: TextStyle, columns: u16) -> TextStyle {
    TextStyle {
        width: usize::from(columns),
        ..style
    }
}

/// Draws a question into an area of the buffer.
pub fn paint(buffer: &mut Buffer, live: &Live, look: &Look, style: TextStyle, area: Rect) {
    let lines = screen::draw(
        live,
        look,
        &within(style, area.width),
        usize::from(area.height),
    );
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        let mut x = area.x;
        for run in line {
            let left = usize::from(area.right().saturating_sub(x));
            (x, _) = buffer.set_stringn(x, y, &run.text, left, look_of(run.style));
        }
    }
}

/// The terminal's own colours, so that light and dark ones are as their owner set them.
fn look_of(style: anstyle::Style) -> Style {
    let mut out = Style::new();
    if let Some(colour) = style.get_fg_color() {
        out = out.fg(colour_of(colour));
    }
    let effects = style.get_effects();
    for (effect, modifier) in [
        (Effects::BOLD, Modifier::BOLD),
        (Effects::DIMMED, Modifier::DIM),
    ] {
        if effects.contains(effect) {
            out = out.add_modifier(modifier);
        }
    }
    out
}

fn colour_of(colour: Ansi) -> Color {
    match colour {
        Ansi::Ansi(AnsiColor::Cyan) => Color::Cyan,
        Ansi::Ansi(AnsiColor::Magenta) => Color::Magenta,
        Ansi::Ansi(AnsiColor::Blue) => Color::Blue,
        Ansi::Ansi(AnsiColor::Yellow) => Color::Yellow,
        Ansi::Ansi(other) => Color::Indexed(Ansi256Color::from_ansi(other).index()),
        Ansi::Ansi256(Ansi256Color(index)) => Color::Indexed(index),
        Ansi::Rgb(RgbColor(r, g, b)) => Color::Rgb(r, g, b),
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use summit_ledger::desk::{Desk, Hand, import};
    use summit_ledger::library;
    use summit_ledger::record::{Account, Instant, Name};
    use summit_ledger::view::live::Face;

    use super::*;

    /// The home case as told.
    fn account() -> Account {
        let folder = tempfile::tempdir().unwrap();
        let hand = Hand {
            author: "ana".into(),
            now: Instant::parse("2026-11-23T18:22:22.123456Z").unwrap(),
        };
        let path = folder.path().join("case.db");
        let mut desk = Desk::create(&path, "test.example/log", &hand).unwrap();
        let id = Name::parse("biden-xi-2023").unwrap();
        let facts = library::find(id.as_str()).unwrap().facts().unwrap();
        desk.append(&hand, import::arrange(facts, false)).unwrap();
        desk.told(&id, None).unwrap()
    }

    fn screen(live: &Live, look: &Look, (columns, rows): (u16, u16), style: TextStyle) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        let drawn = terminal.draw(|frame| {
            let area = frame.area();
            paint(frame.buffer_mut(), live, look, style, area);
        });
        drawn.unwrap().buffer.clone()
    }

    fn text(buffer: &Buffer) -> String {
        let width = usize::from(buffer.area.width);
        let rows = buffer.content.chunks(width);
        let line = |row: &[ratatui::buffer::Cell]| row.iter().map(|c| c.symbol()).collect();
        let lines: Vec<String> = rows.map(line).collect();
        let trimmed: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
        trimmed.join("\n")
    }

    #[test]
    fn the_home_case_as_it_is_seen_and_nothing_in_it_steers_the_terminal() {
        let told = account();
        let live = Live::of(told.clone(), None);
        let newest = Look {
            row: live.rows() - 1,
            follows: true,
            of: (1, 1),
            ..Look::default()
        };
        let style = TextStyle::default();
        insta::assert_snapshot!("80x24", text(&screen(&live, &newest, (80, 24), style)));
        let walked = Look {
            row: 78,
            follows: false,
            of: (2, 3),
            notice: Some("the file is damaged".into()),
            ..Look::default()
        };
        insta::assert_snapshot!("120x40", text(&screen(&live, &walked, (120, 40), style)));
        // Without colour nothing but text is written, and with it what is chosen is stronger.
        let plain = screen(&live, &walked, (80, 24), style);
        let is_plain = |cell: &ratatui::buffer::Cell| {
            (cell.fg, cell.bg, cell.modifier) == (Color::Reset, Color::Reset, Modifier::empty())
        };
        assert!(plain.content.iter().all(is_plain));
        let coloured = TextStyle {
            colour: true,
            ..style
        };
        let drawn = screen(&live, &walked, (80, 24), coloured);
        assert_eq!(text(&drawn), text(&plain));
        let bold = |cell: &&ratatui::buffer::Cell| cell.modifier.contains(Modifier::BOLD);
        assert!(drawn.content.iter().filter(bold).count() > 80);
        // Its own colours only: no background is guessed.
        assert!(drawn.content.iter().all(|cell| cell.bg == Color::Reset));

        let mut hostile = told;
        hostile.question.title = "\u{1b}[2J\u{202e}meet?\r\n".repeat(20);
        let live = Live::of(hostile, None);
        for face in [Face::Course, Face::Entry, Face::Keys] {
            let look = Look {
                row: 0,
                face,
                ..newest.clone()
            };
            for size in [(80, 24), (46, 12), (45, 11), (12, 3), (1, 1)] {
                let drawn = screen(&live, &look, size, style);
                let safe = |c: char| !c.is_control() && c != '\u{202e}';
                assert!(
                    drawn
                        .content
                        .iter()
                        .all(|cell| cell.symbol().chars().all(safe))
                );
            }
        }
    }
}
