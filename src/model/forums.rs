//! Forums to which leaders come: the calendar that ships with the program.

use jiff::civil::Date;

use super::shipped;
use crate::record::{Invalid, date};

/// One forum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forum {
    /// What it is: `G20`.
    pub name: String,
    /// Where.
    pub place: String,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

impl Forum {
    /// `G20 Bali`.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} {}", self.name, self.place)
    }

    /// An identifier: `g20-2022`.
    #[must_use]
    pub fn id(&self) -> String {
        let name = self.name.to_lowercase().replace(' ', "-");
        format!("{name}-{}", self.first.year())
    }

    /// Whether every word of a text stands in its name, its place or its year.
    fn is(&self, typed: &str) -> bool {
        let text = format!("{} {}", self.title(), self.first.year()).to_lowercase();
        let known: Vec<&str> = text.split_whitespace().collect();
        let mut words = typed.split_whitespace().peekable();
        words.peek().is_some() && words.all(|word| known.contains(&word.to_lowercase().as_str()))
    }

    fn told(&self) -> String {
        format!("{} {}", self.title(), self.first.year())
    }
}

/// All forums of the calendar, by day.
///
/// # Errors
/// None in a program whose tests pass.
pub fn shipped() -> Result<Vec<Forum>, Invalid> {
    let mut reader = csv::Reader::from_reader(shipped::FORUMS.as_bytes());
    let mut out = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|e| Invalid::new("forums", "", e.to_string(), "name,place,days"))?;
        let cell = |i| row.get(i).unwrap_or_default();
        out.push(Forum {
            name: cell(0).to_owned(),
            place: cell(1).to_owned(),
            first: date::parse(cell(2))?,
            last: date::parse(cell(3))?,
        });
    }
    Ok(out)
}

/// Those of which a day lies after `opens` and up to `deadline`.
#[must_use]
pub fn within(forums: &[Forum], opens: Date, deadline: Date) -> Vec<&Forum> {
    let open = |forum: &&Forum| forum.last > opens && forum.first <= deadline;
    forums.iter().filter(open).collect()
}

/// The forum that a text names among some: `G20 2022`, `apec san francisco`, or `apec` where there is
/// one.
///
/// # Errors
/// When it names none of them, or several; the remedy lists them.
pub fn named<'f>(forums: &[&'f Forum], typed: &str) -> Result<&'f Forum, Invalid> {
    let found: Vec<&&Forum> = forums.iter().filter(|forum| forum.is(typed)).collect();
    let list = |forums: &mut dyn Iterator<Item = &&Forum>| {
        let told: Vec<String> = forums.map(|forum| forum.told()).collect();
        told.join(", ")
    };
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(Invalid::new(
            "",
            typed,
            "no such forum within the question's days in the calendar",
            format!(
                "name one of them ({}), or give its days: ID,DAYS,RECORD,NAME",
                list(&mut forums.iter())
            ),
        )),
        many => Err(Invalid::new(
            "",
            typed,
            "several forums of the calendar may be meant",
            list(&mut many.iter().copied()),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Name;

    #[test]
    fn the_calendar_is_in_order_and_each_forum_can_be_named() {
        let forums = shipped().unwrap();
        assert!(forums.is_sorted_by_key(|forum| forum.first));
        let all: Vec<&Forum> = forums.iter().collect();
        for forum in &forums {
            assert!(forum.first <= forum.last, "{forum:?}");
            assert!(Name::parse(&forum.id()).is_ok(), "{forum:?}");
            assert_eq!(named(&all, &forum.told()).unwrap(), forum);
        }
    }

    #[test]
    fn a_name_alone_is_enough_where_one_is_meant() {
        let forums = shipped().unwrap();
        let day = |text| date::parse(text).unwrap();
        let within = within(&forums, day("2023-09-26"), day("2023-11-30"));
        let apec = named(&within, "apec").unwrap();
        assert_eq!(
            (apec.id().as_str(), apec.first),
            ("apec-2023", day("2023-11-15"))
        );
        let all: Vec<&Forum> = forums.iter().collect();
        let many = named(&all, "Rio de Janeiro").unwrap_err();
        assert_eq!(
            many.remedy,
            "G20 Rio de Janeiro 2024, BRICS Rio de Janeiro 2025"
        );
        assert!(named(&within, "G20").is_err() && named(&within, "").is_err());
    }
}
