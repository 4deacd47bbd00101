//! Where the reader stands: which question, which row, what takes up the screen; and what keys do.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use summit_ledger::view::live::{Face, Live, Look};
use summit_ledger::view::scale::Scale;

/// Where the reader stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The place of the question among all.
    pub question: usize,
    /// The scale asked for; `None` for the one that fits.
    pub scale: Option<Scale>,
    /// The row; `None` follows the newest.
    row: Option<usize>,
    face: Face,
}

/// What the reader sees when a key is pressed.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// Rows of the history.
    pub rows: usize,
    /// Rows on the screen.
    pub page: usize,
    pub questions: usize,
    pub scale: Scale,
}

/// What is to be done about a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Nothing,
    Draw,
    /// Draw what the terminal may have lost, too.
    Anew,
    /// The scale is another.
    Scale,
    /// The question is another.
    Question,
    Leave,
}

impl Walk {
    /// At the newest row of a question.
    pub fn new(question: usize, scale: Option<Scale>) -> Self {
        Self {
            question,
            scale,
            row: None,
            face: Face::default(),
        }
    }

    /// What of a question is looked at.
    pub fn look(&self, live: &Live, questions: usize, notice: &Option<String>) -> Look {
        Look {
            row: self.at(live.rows()),
            follows: self.row.is_none(),
            of: (self.question + 1, questions),
            face: self.face,
            notice: notice.clone(),
        }
    }

    fn at(&self, rows: usize) -> usize {
        let last = rows.saturating_sub(1);
        self.row.map_or(last, |row| row.min(last))
    }

    /// Does what a key says.
    pub fn on(&mut self, key: KeyEvent, seen: Seen) -> Deed {
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            return match key.code {
                KeyCode::Char('c') => Deed::Leave,
                KeyCode::Char('l') => Deed::Anew,
                _ => Deed::Nothing,
            };
        }
        let row = self.at(seen.rows);
        match key.code {
            KeyCode::Char('q') | KeyCode::Esc => return Deed::Leave,
            KeyCode::Char('?') => self.show(Face::Keys),
            KeyCode::Enter => self.show(Face::Entry),
            KeyCode::Up | KeyCode::Left | KeyCode::Char('k') => self.go(row.checked_sub(1), seen),
            KeyCode::Down | KeyCode::Right | KeyCode::Char('j') => self.go(Some(row + 1), seen),
            KeyCode::PageUp | KeyCode::Char('b') => {
                self.go(Some(row.saturating_sub(seen.page)), seen)
            }
            KeyCode::PageDown | KeyCode::Char(' ') => self.go(Some(row + seen.page), seen),
            KeyCode::Home | KeyCode::Char('g') => self.go(Some(0), seen),
            KeyCode::End | KeyCode::Char('G') => self.follow(),
            KeyCode::Tab | KeyCode::Char('n') => return self.turn(1, seen),
            KeyCode::BackTab | KeyCode::Char('p') => {
                return self.turn(seen.questions.saturating_sub(1), seen);
            }
            KeyCode::Char('a') => {
                self.scale = Some(other(seen.scale));
                return Deed::Scale;
            }
            _ => return Deed::Nothing,
        }
        Deed::Draw
    }

    /// Shows something on the whole screen, or the course again.
    fn show(&mut self, face: Face) {
        self.face = if self.face == face {
            Face::Course
        } else {
            face
        };
    }

    /// Goes to a row, not beyond the last; going before the first, or on from where it was reached,
    /// stays.
    fn go(&mut self, row: Option<usize>, seen: Seen) {
        let last = seen.rows.saturating_sub(1);
        let follows = self.row.is_none();
        let to = row.unwrap_or(0).min(last);
        self.row = (!follows || to < last).then_some(to);
    }

    fn follow(&mut self) {
        self.row = None;
    }

    /// Goes so many questions on, round and round, and to its newest row.
    fn turn(&mut self, by: usize, seen: Seen) -> Deed {
        if seen.questions < 2 {
            return Deed::Nothing;
        }
        self.question = (self.question + by) % seen.questions;
        self.follow();
        Deed::Question
    }
}

fn other(scale: Scale) -> Scale {
    match scale {
        Scale::Probability => Scale::LogOdds,
        Scale::LogOdds => Scale::Probability,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEEN: Seen = Seen {
        rows: 10,
        page: 4,
        questions: 3,
        scale: Scale::Probability,
    };

    /// The row and whether the newest is followed, after keys.
    fn walked(keys: &[KeyCode]) -> (usize, bool) {
        let mut walk = Walk::new(0, None);
        for key in keys {
            walk.on(KeyEvent::from(*key), SEEN);
        }
        (walk.at(SEEN.rows), walk.row.is_none())
    }

    #[test]
    fn it_begins_at_the_newest_row_and_follows_it_until_one_walks_away() {
        use KeyCode::{Char, Down, End, Home, Left, PageDown, PageUp, Up};
        assert_eq!(walked(&[]), (9, true));
        assert_eq!(walked(&[Down]), (9, true));
        assert_eq!(walked(&[Up]), (8, false));
        assert_eq!(walked(&[Left, Char('k')]), (7, false));
        assert_eq!(walked(&[Up, Down]), (9, false));
        assert_eq!(walked(&[Up, Down, Down]), (9, false));
        assert_eq!(walked(&[PageUp, PageUp, PageUp, Up]), (0, false));
        assert_eq!(walked(&[Home, PageDown, Char('j')]), (5, false));
        assert_eq!(walked(&[Home, End]), (9, true));
    }

    #[test]
    fn a_row_that_is_gone_gives_way_to_the_last() {
        let mut walk = Walk::new(0, None);
        walk.on(KeyEvent::from(KeyCode::Up), SEEN);
        assert_eq!((walk.at(20), walk.at(3), walk.at(0)), (8, 2, 0));
    }

    #[test]
    fn questions_go_round_and_begin_at_their_newest_row() {
        let mut walk = Walk::new(2, None);
        walk.on(KeyEvent::from(KeyCode::Home), SEEN);
        let on = |walk: &mut Walk, key| walk.on(KeyEvent::from(key), SEEN);
        assert_eq!(on(&mut walk, KeyCode::Tab), Deed::Question);
        assert_eq!((walk.question, walk.row), (0, None));
        assert_eq!(on(&mut walk, KeyCode::Char('p')), Deed::Question);
        assert_eq!(walk.question, 2);
        let alone = Seen {
            questions: 1,
            ..SEEN
        };
        assert_eq!(walk.on(KeyEvent::from(KeyCode::Tab), alone), Deed::Nothing);
    }

    #[test]
    fn the_axis_turns_to_the_one_that_is_not_shown() {
        let mut walk = Walk::new(0, None);
        let key = KeyEvent::from(KeyCode::Char('a'));
        assert_eq!(walk.on(key, SEEN), Deed::Scale);
        assert_eq!(walk.scale, Some(Scale::LogOdds));
    }

    #[test]
    fn a_face_is_shown_and_left_by_the_same_key_and_every_way_out_leaves() {
        let mut walk = Walk::new(0, None);
        for (key, face) in [('?', Face::Keys), ('?', Face::Course)] {
            walk.on(KeyEvent::from(KeyCode::Char(key)), SEEN);
            assert_eq!(walk.face, face);
        }
        let ctrl_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        for key in [KeyCode::Char('q').into(), KeyCode::Esc.into(), ctrl_c] {
            assert_eq!(walk.on(key, SEEN), Deed::Leave);
        }
    }
}
