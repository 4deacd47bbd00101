//! Guesses as they stand: whose, from which day, and until which day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Body, Entry, Guess, Retraction};

/// A guess of a question, with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Guessed {
    /// Place in the log.
    pub seq: u64,
    /// Whose it is.
    pub who: String,
    /// The day (UTC) on which it was recorded.
    pub recorded: Date,
    /// What was said.
    pub guess: Guess,
    /// What took it back: the day from which it stands no more, and the day (UTC) on which that was
    /// recorded.
    pub back: Option<(Date, Date)>,
}

/// How one person's number went: from each day on the number that stood, `None` where none did.
pub type Course = Vec<(Date, Option<f64>)>;

/// All guesses of a question, those taken back included.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Guesses(Vec<Guessed>);

impl Guesses {
    /// Takes note of the next entry about the question, in the order of the log.
    pub fn follow(&mut self, entry: &Entry) {
        let recorded = entry.recorded_at.date();
        match &entry.body {
            Body::Guess(guess) => self.0.push(Guessed {
                seq: entry.seq,
                who: guess.whose(&entry.author).to_owned(),
                recorded,
                guess: guess.clone(),
                back: None,
            }),
            Body::Retraction(r) => self.take_back(r, recorded),
            _ => {}
        }
    }

    fn take_back(&mut self, r: &Retraction, recorded: Date) {
        if let Some(there) = self.0.iter_mut().find(|g| g.guess.id == r.signal) {
            there.back = Some((r.known_on, recorded));
        }
    }

    /// Those known by a day; what was taken back later stands.
    #[must_use]
    pub fn known_by(mut self, day: Date) -> Self {
        self.0.retain(|g| g.guess.known_on <= day);
        for g in &mut self.0 {
            g.back = g.back.filter(|(known, _)| *known <= day);
        }
        self
    }

    /// Whether nobody guessed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an entry takes one of them back.
    #[must_use]
    pub fn is_taken_back_by(&self, entry: &Entry) -> bool {
        let taken = entry.body.retracts();
        self.0.iter().any(|g| taken == Some(&g.guess.id))
    }

    /// In the order of the log.
    pub fn iter(&self) -> impl Iterator<Item = &Guessed> {
        self.0.iter()
    }

    /// Who guessed, by name.
    #[must_use]
    pub fn people(&self) -> BTreeSet<&str> {
        self.0.iter().map(|g| g.who.as_str()).collect()
    }

    /// Who guessed, in the order of their first guess: as a log grows, nobody's place changes.
    #[must_use]
    pub fn by_first(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let all = self.0.iter().map(|g| g.who.as_str());
        all.filter(|who| seen.insert(*who)).collect()
    }

    /// The guess of each person that stands, by name: of those not taken back the one that is meant
    /// from the latest day, of one day the last.
    #[must_use]
    pub fn standing(&self) -> Vec<&Guessed> {
        let mut all: BTreeMap<&str, &Guessed> = BTreeMap::new();
        for g in self.0.iter().filter(|g| g.back.is_none()) {
            let there = all.entry(&g.who).or_insert(g);
            if g.place() >= there.place() {
                *there = g;
            }
        }
        all.into_values().collect()
    }

    /// How one person's number went, each guess dated by `day`, each retraction by `back`.
    #[must_use]
    pub fn course(
        &self,
        who: &str,
        day: impl Fn(&Guessed) -> Date,
        back: impl Fn((Date, Date)) -> Date,
    ) -> Course {
        let mut days: BTreeMap<Date, Vec<(bool, &Guessed)>> = BTreeMap::new();
        for g in self.0.iter().filter(|g| g.who == who) {
            let from = day(g);
            days.entry(from).or_default().push((true, g));
            if let Some(until) = g.back {
                days.entry(back(until).max(from))
                    .or_default()
                    .push((false, g));
            }
        }
        let mut stand: BTreeMap<(Date, u64), f64> = BTreeMap::new();
        let mut course = Course::with_capacity(days.len());
        for (day, changes) in days {
            for (comes, g) in changes {
                match comes {
                    true => stand.insert(g.place(), g.guess.p),
                    false => stand.remove(&g.place()),
                };
            }
            course.push((day, stand.last_key_value().map(|(_, p)| *p)));
        }
        course
    }

    /// How one person's number went by the days that the guesses speak of.
    #[must_use]
    pub fn known_course(&self, who: &str) -> Course {
        self.course(who, |g| g.guess.known_on, |(known, _)| known)
    }
}

impl Guessed {
    /// Which of one person's guesses counts where several stand: the one with the last place.
    fn place(&self) -> (Date, u64) {
        (self.guess.known_on, self.seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Instant, Name};
    use jiff::civil::date;

    fn entry(seq: u64, author: &str, day: i8, body: Body) -> Entry {
        let at = format!("2023-03-{day:02}T12:00:00.000000Z");
        Entry {
            seq,
            id: body.id(),
            author: author.into(),
            recorded_at: Instant::parse(&at).unwrap(),
            clock: None,
            body,
        }
    }

    fn guess(seq: u64, who: &str, day: i8, p: f64) -> Entry {
        let body = Body::Guess(Guess {
            id: Name::parse(&format!("g{seq}")).unwrap(),
            question: Name::parse("q").unwrap(),
            known_on: date(2023, 3, day),
            p,
            because: "a hunch".into(),
            by: None,
        });
        entry(seq, who, day, body)
    }

    fn back(seq: u64, of: u64, day: i8) -> Entry {
        let body = Body::Retraction(Retraction {
            questions: vec![Name::parse("q").unwrap()],
            signal: Name::parse(&format!("g{of}")).unwrap(),
            known_on: date(2023, 3, day),
            because: "mistyped".into(),
        });
        entry(seq, "x", day, body)
    }

    fn of(entries: &[Entry]) -> Guesses {
        let mut all = Guesses::default();
        entries.iter().for_each(|e| all.follow(e));
        all
    }

    #[test]
    fn a_later_guess_replaces_and_a_retraction_brings_the_one_before_back() {
        let all = of(&[
            guess(1, "ana", 2, 0.5),
            guess(2, "ben", 3, 0.2),
            guess(3, "ana", 5, 0.8),
            back(4, 3, 7),
        ]);
        let day = |d| date(2023, 3, d);
        assert_eq!(
            all.known_course("ana"),
            [
                (day(2), Some(0.5)),
                (day(5), Some(0.8)),
                (day(7), Some(0.5))
            ]
        );
        let stand: Vec<f64> = all.standing().iter().map(|g| g.guess.p).collect();
        assert_eq!(stand, [0.5, 0.2]);
        let then: Vec<f64> = all
            .known_by(day(6))
            .standing()
            .iter()
            .map(|g| g.guess.p)
            .collect();
        assert_eq!(then, [0.8, 0.2]);
    }

    #[test]
    fn a_guess_of_an_earlier_day_that_comes_late_does_not_overtake() {
        let all = of(&[
            guess(1, "ana", 5, 0.8),
            guess(2, "ana", 3, 0.1),
            back(3, 1, 9),
        ]);
        let day = |d| date(2023, 3, d);
        assert_eq!(
            all.known_course("ana"),
            [
                (day(3), Some(0.1)),
                (day(5), Some(0.8)),
                (day(9), Some(0.1))
            ]
        );
        let late = |g: &Guessed| if g.seq == 2 { day(6) } else { g.guess.known_on };
        let course = all.course("ana", late, |(known, _)| known);
        assert_eq!(
            course,
            [
                (day(5), Some(0.8)),
                (day(6), Some(0.8)),
                (day(9), Some(0.1))
            ]
        );
        assert!(
            of(&[guess(1, "ana", 5, 0.8), back(2, 1, 5)])
                .standing()
                .is_empty()
        );
    }
}
