//! Announced meetings and what came of them: a list, and the counts of plans that a model rests on.
//!
//! `ledger/announcements/README.md` says where the shipped list comes from and how plans are
//! counted.

use std::collections::BTreeMap;

use super::csv::{Row, rows};
use crate::model::two::source::Record;
use crate::record::Invalid;

/// Days around the announced ones within which a meeting counts as held.
pub const SLACK: i32 = 3;

const COLUMNS: [&str; 9] = [
    "partner",
    "announced_on",
    "first",
    "last",
    "outcome",
    "held_on",
    "lost_on",
    "plan",
    "note",
];

/// One announcement that a meeting would be held on named days. Days are day numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Country of the other leader.
    pub partner: String,
    /// Day of the statement.
    pub announced: i32,
    /// First day named.
    pub first: i32,
    /// Last day named.
    pub last: i32,
    /// What came of it.
    pub outcome: Outcome,
    /// The journey or meeting to which it belongs.
    pub plan: String,
}

/// What came of an announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Held on a day.
    Held(i32),
    /// Called off on a day.
    Lost(i32),
}

impl Announcement {
    /// Days from the statement to the first day named.
    #[must_use]
    pub fn lead(&self) -> i32 {
        self.first - self.announced
    }

    /// Whether the meeting was held, on the days named or near them.
    #[must_use]
    pub fn held(&self) -> bool {
        matches!(self.outcome, Outcome::Held(_))
    }

    /// The day on which it was called off.
    #[must_use]
    pub fn lost(&self) -> Option<i32> {
        match self.outcome {
            Outcome::Held(_) => None,
            Outcome::Lost(day) => Some(day),
        }
    }

    fn read(row: &Row) -> Result<Self, Invalid> {
        let [announced, first, last] = [
            row.day(1, "announced_on")?,
            row.day(2, "first")?,
            row.day(3, "last")?,
        ];
        if !(announced < first && first <= last) {
            let days = format!("{} to {}", row.raw(2), row.raw(3));
            let remedy = "first after announced_on, last not before first";
            return Err(row.bad("first", &days, "these days are out of order", remedy));
        }
        Ok(Self {
            partner: row.text(0, "partner")?.to_owned(),
            announced,
            first,
            last,
            outcome: outcome(row, announced, first, last)?,
            plan: row.text(7, "plan")?.to_owned(),
        })
    }
}

fn outcome(row: &Row, announced: i32, first: i32, last: i32) -> Result<Outcome, Invalid> {
    match row.raw(4) {
        "held" => {
            let day = row.day(5, "held_on")?;
            if !(first - SLACK..=last + SLACK).contains(&day) {
                let remedy = format!("at most {SLACK} days off those announced, or `lost`");
                return Err(row.bad("held_on", row.raw(5), "too far from them", &remedy));
            }
            Ok(Outcome::Held(day))
        }
        "lost" => {
            let day = row.day(6, "lost_on")?;
            if !(announced..=last).contains(&day) {
                let remedy = "a day from announced_on to last";
                return Err(row.bad("lost_on", row.raw(6), "not while it stood", remedy));
            }
            Ok(Outcome::Lost(day))
        }
        other => Err(row.bad("outcome", other, "not an outcome", "held or lost")),
    }
}

/// Reads a list of announcements.
///
/// # Errors
/// The first line that cannot stand, or a list without rows.
pub fn parse(text: &str) -> Result<Vec<Announcement>, Invalid> {
    let list: Vec<Announcement> = rows(text, &COLUMNS)?
        .iter()
        .map(Announcement::read)
        .collect::<Result<_, _>>()?;
    if list.is_empty() {
        let remedy = format!("rows of {}", COLUMNS.join(","));
        return Err(Invalid::new("", "", "no announcements in it", remedy));
    }
    Ok(list)
}

/// What became of the plans of a list. Days of an announced plan up to `last_days` before its
/// first day are apart from the last ones.
#[must_use]
pub fn record(list: &[Announcement], last_days: u32) -> Record {
    let last_days = i64::from(last_days);
    let mut plans: BTreeMap<&str, Vec<&Announcement>> = BTreeMap::new();
    for a in list {
        plans.entry(&a.plan).or_default().push(a);
    }
    let mut out = Record {
        plans: plans.len() as u64,
        held: list.iter().filter(|a| a.held()).count() as u64,
        near: list.iter().filter(|a| near(a)).count() as u64,
        ..Record::default()
    };
    for rows in plans.values() {
        count(&mut out, rows, last_days);
    }
    out
}

/// One plan: its first announcement, its first day, its first loss.
fn count(out: &mut Record, rows: &[&Announcement], last_days: i64) {
    let least = |of: &dyn Fn(&Announcement) -> Option<i32>| {
        rows.iter().filter_map(|a| of(a)).min().map(i64::from)
    };
    let announced = least(&|a| Some(a.announced)).unwrap_or_default();
    let first = least(&|a| Some(a.first)).unwrap_or_default();
    let lost = least(&Announcement::lost);
    match lost {
        Some(lost) if first - lost > last_days => {
            out.lost_early += 1;
            out.days_before += (lost - announced).unsigned_abs();
        }
        lost => {
            out.reached += 1;
            out.lost_late += u64::from(lost.is_some());
            out.days_before += (first - announced - last_days).max(0).unsigned_abs();
        }
    }
}

/// Held, but not on a day named.
fn near(a: &Announcement) -> bool {
    matches!(a.outcome, Outcome::Held(day) if !(a.first..=a.last).contains(&day))
}

/// A span of leads: first and last number of days.
pub type Leads = (i32, i32);

/// The spans of leads by which announcements are told apart.
pub const LEADS: [Leads; 5] = [(1, 2), (3, 7), (8, 14), (15, 30), (31, 3660)];

/// Announcements of one span of leads, and how many of them were held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The leads.
    pub leads: Leads,
    /// Announcements.
    pub of: u64,
    /// Of these, held.
    pub held: u64,
}

/// How many were held, by lead.
#[must_use]
pub fn by_lead(list: &[Announcement]) -> Vec<Share> {
    let share = |leads: Leads| {
        let of = list
            .iter()
            .filter(|a| (leads.0..=leads.1).contains(&a.lead()));
        let (all, held) = of.fold((0, 0), |(n, held), a| (n + 1, held + u64::from(a.held())));
        Share {
            leads,
            of: all,
            held,
        }
    };
    LEADS.into_iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "partner,announced_on,first,last,outcome,held_on,lost_on,plan,note\n";

    fn list(rows: &str) -> Result<Vec<Announcement>, Invalid> {
        parse(&format!("{HEADER}{rows}"))
    }

    #[test]
    fn plans_are_counted_once_and_their_days_up_to_the_last_ones() {
        let list = list(
            "A,2020-01-01,2020-01-11,2020-01-12,held,2020-01-11,,one,\n\
             B,2020-01-01,2020-01-13,2020-01-13,lost,,2020-01-10,one,\n\
             C,2020-01-01,2020-01-21,2020-01-21,lost,,2020-01-06,two,\n\
             D,2020-01-01,2020-01-02,2020-01-02,held,2020-01-05,,three,\n",
        );
        let got = record(&list.unwrap(), 2);
        // One: lost on the eve of its first day, after 8 days; two: 15 days ahead, after 5.
        let want = Record {
            plans: 3,
            reached: 2,
            lost_late: 1,
            lost_early: 1,
            days_before: 13,
            held: 2,
            near: 1,
            ..Record::default()
        };
        assert_eq!(got, want);
    }

    #[track_caller]
    fn refused(row: &str, field: &str) {
        assert_eq!(list(row).unwrap_err().field, field, "{row}");
    }

    #[test]
    fn rows_that_contradict_themselves_are_refused() {
        refused(
            "A,2020-01-01,2020-01-01,2020-01-01,held,2020-01-01,,p,\n",
            "line 2, first",
        );
        refused(
            "A,2020-01-01,2020-01-03,2020-01-02,held,2020-01-03,,p,\n",
            "line 2, first",
        );
        refused(
            "A,2020-01-01,2020-01-03,2020-01-03,held,2020-01-09,,p,\n",
            "line 2, held_on",
        );
        refused(
            "A,2020-01-01,2020-01-03,2020-01-03,held,,,p,\n",
            "line 2, held_on",
        );
        refused(
            "A,2020-01-01,2020-01-03,2020-01-03,lost,,2020-01-04,p,\n",
            "line 2, lost_on",
        );
        refused(
            "A,2020-01-01,2020-01-03,2020-01-03,perhaps,,,p,\n",
            "line 2, outcome",
        );
        refused(
            "A,2020-01-01,2020-01-03,2020-01-03,held,2020-01-03,,,\n",
            "line 2, plan",
        );
        refused("", "");
    }
}
