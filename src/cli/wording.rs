//! Wordings of questions that are often asked: criteria, how long they run, what to think of.

use clap::ValueEnum;
use jiff::ToSpan as _;
use jiff::civil::Date;
use summit_ledger::view::words::long_day;

/// What kind of meeting a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Wording {
    /// A visit of one to the other, or a meeting of its own elsewhere
    StateVisit,
    /// A meeting on the side of a forum
    Forum,
    /// Any meeting in person, soon, in a crisis
    Crisis,
}

impl Wording {
    /// The last day, where none is given: how far ahead such meetings are asked for.
    pub fn deadline(self, opens: Date) -> Date {
        opens.saturating_add(match self {
            Self::StateVisit => 365.days(),
            Self::Forum => 180.days(),
            Self::Crisis => 90.days(),
        })
    }

    /// What counts, who counts, what is void, which source decides.
    pub fn criteria(self, who: &[String], deadline: Date) -> String {
        let (leaders, by) = (joined(who), long_day(deadline));
        let counts = match self {
            Self::StateVisit => {
                "during an official, working or state visit of one to the other's country, or at a \
                 meeting called for them elsewhere. A meeting on the side of a forum does not count"
            }
            Self::Forum => {
                "in a bilateral meeting, on the side of a forum or elsewhere, with talks that at \
                 least one government reports. A group session, a photograph or a greeting in \
                 passing does not count"
            }
            Self::Crisis => {
                "in the same room, however briefly, with talks that at least one government \
                 reports, alone or with mediators. A greeting in passing does not count"
            }
        };
        format!(
            "{leaders} meet in person by {by}, local date at the place, {counts}. A telephone or \
             video call, or a meeting of deputies, does not count. Decided by statements of the \
             governments, else by two independent news agencies. Void if one of them leaves \
             office before a meeting."
        )
    }

    /// What to think of before it is opened.
    pub fn hint(self) -> &'static str {
        match self {
            Self::StateVisit => {
                "forums do not count here: name none, and leave meetings at forums out of a count of \
                 your own"
            }
            Self::Forum => {
                "name each forum within its days that both attend, such as --occasion \"G20 2026,30%\": \
                 it cannot be added later"
            }
            Self::Crisis => {
                "a pair's past record says little in a crisis: a reference class of crises like this \
                 one says more (--meetings and --years)"
            }
        }
    }
}

/// One line that says what is asked.
pub fn title(who: &[String], deadline: Date) -> String {
    let by = long_day(deadline);
    format!("{} meet in person by {by}", joined(who))
}

fn joined(who: &[String]) -> String {
    match who {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        who => who.concat(),
    }
}

/// Family names that stand first, for identifiers only.
const FAMILY_FIRST: [&str; 9] = [
    "xi", "li", "wang", "kim", "moon", "yoon", "lee", "nguyen", "to",
];

/// An identifier from the leaders' family names and the year of the deadline: `biden-xi-2023`.
pub fn id(who: &[String], deadline: Date) -> String {
    let last = |name: &String| {
        let mut words = name.split_whitespace();
        let first = words.next().unwrap_or_default();
        let word = match FAMILY_FIRST.contains(&first.to_lowercase().as_str()) {
            true => first,
            false => words.last().unwrap_or(first),
        };
        let kept = word.chars().filter(char::is_ascii_alphanumeric);
        kept.collect::<String>().to_lowercase()
    };
    let names = who.iter().map(last).filter(|name| !name.is_empty());
    let mut parts: Vec<String> = names.collect();
    parts.push(deadline.year().to_string());
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_is_made_names_the_leaders_and_the_day() {
        let who = ["Joe Biden", "Xi Jinping"].map(str::to_owned);
        let day = date(2023, 11, 30);
        assert_eq!(
            title(&who, day),
            "Joe Biden and Xi Jinping meet in person by 30 November 2023"
        );
        assert_eq!(id(&who, day), "biden-xi-2023");
        for wording in Wording::value_variants() {
            let criteria = wording.criteria(&who, day);
            assert!(criteria.contains("Xi Jinping meet in person by 30 November 2023"));
            assert!(
                criteria.len() < 1000 && criteria.contains("Void if"),
                "{criteria}"
            );
            assert!(wording.deadline(day) > day);
        }
    }
}
