//! Countries as people write them: codes, names and other spellings, each resolved to one place.
//!
//! `ledger/calendar/places.csv` names them. What is compared is folded: case, accents, points,
//! apostrophes, a leading "the" and other small change do not tell two places apart.

use std::collections::BTreeMap;

use crate::record::Invalid;
use crate::record::fields::nearest;

/// The places that ship with the program.
const SHIPPED: &str = include_str!("../../ledger/calendar/places.csv");
/// Signs between the two sides of a pair.
const BETWEEN: [char; 5] = ['-', '\u{2010}', '\u{2013}', '\u{2014}', '/'];

/// A country, or what meets a president like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The name that is used for it.
    pub name: String,
    /// Its ISO 3166 code of two letters, where it has one.
    pub alpha_2: Option<String>,
    /// Its code of three letters.
    pub alpha_3: String,
}

/// All places, by every way of writing them.
#[derive(Debug, Clone, Default)]
pub struct Places {
    list: Vec<Place>,
    by_key: BTreeMap<String, usize>,
}

/// The two sides of a pair, one of them the United States.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// As it is written everywhere: `US-CN`.
    pub code: String,
    /// The other side.
    pub partner: Place,
}

impl Place {
    /// Its shortest code.
    #[must_use]
    pub fn code(&self) -> &str {
        self.alpha_2.as_deref().unwrap_or(&self.alpha_3)
    }
}

impl Places {
    /// Reads `name,alpha_2,alpha_3,also`, other spellings between semicolons.
    ///
    /// # Errors
    /// The first line that cannot stand, or a spelling that means two places.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let mut places = Self::default();
        for (line, row) in (2..).zip(csv::Reader::from_reader(text.as_bytes()).records()) {
            let row = row.map_err(|e| broken(line, "", &e.to_string()))?;
            let cell = |i| row.get(i).unwrap_or_default().trim();
            let [name, alpha_2, alpha_3, also] = [cell(0), cell(1), cell(2), cell(3)];
            if name.is_empty() || alpha_3.is_empty() {
                return Err(broken(line, name, "a place without a name or a code"));
            }
            let at = places.list.len();
            places.list.push(Place {
                name: name.to_owned(),
                alpha_2: Some(alpha_2.to_owned()).filter(|code| !code.is_empty()),
                alpha_3: alpha_3.to_owned(),
            });
            for key in [name, alpha_2, alpha_3].into_iter().chain(also.split(';')) {
                places.put(line, key, at)?;
            }
        }
        Ok(places)
    }

    /// The places that ship with the program.
    ///
    /// # Errors
    /// None in a program whose tests pass.
    pub fn shipped() -> Result<Self, Invalid> {
        Self::parse(SHIPPED)
    }

    fn put(&mut self, line: u64, key: &str, at: usize) -> Result<(), Invalid> {
        let folded = fold(key);
        if folded.is_empty() {
            return Ok(());
        }
        match self.by_key.insert(folded, at) {
            Some(other) if other != at => Err(broken(line, key, "it already means another place")),
            _ => Ok(()),
        }
    }

    fn known(&self, text: &str) -> Option<&Place> {
        self.by_key.get(&fold(text)).and_then(|i| self.list.get(*i))
    }

    /// The place that a text means.
    ///
    /// # Errors
    /// When it means none; the remedy names the nearest.
    pub fn find(&self, text: &str) -> Result<&Place, Invalid> {
        self.known(text).ok_or_else(|| {
            let folded = fold(text);
            let keys: Vec<&str> = self.by_key.keys().map(String::as_str).collect();
            let near = nearest(&folded, &keys).and_then(|key| self.known(key));
            let remedy = match near {
                Some(place) => format!("did you mean {} ({})?", place.name, place.code()),
                None => "an English name or an ISO 3166 code, for example China, CN or CHN".into(),
            };
            Invalid::new("pair", text, "no such country is known", remedy)
        })
    }

    /// The name that is used for the place that a list means; what is not known stays as it is.
    #[must_use]
    pub fn name_of<'a>(&'a self, text: &'a str) -> &'a str {
        self.known(text).map_or(text.trim(), |place| &place.name)
    }

    /// The pair that a text means: `US-CN`, `china/usa`, `US-South Korea`.
    ///
    /// # Errors
    /// When it is no pair, when a side means no place, or when not exactly one is the US.
    pub fn pair(&self, text: &str) -> Result<Pair, Invalid> {
        let mut sides = text.char_indices().filter(|(_, c)| BETWEEN.contains(c));
        // A name may hold the sign itself: the cut is where one side is the United States.
        let cut = sides.find_map(|(i, c)| {
            let (left, right) = (text.get(..i)?, text.get(i + c.len_utf8()..)?);
            match (self.is_us(left), self.is_us(right)) {
                (true, _) => Some(right),
                (_, true) => Some(left),
                _ => None,
            }
        });
        let Some(other) = cut else {
            return Err(not_a_pair(text, "not a pair with the United States"));
        };
        if self.is_us(other) {
            return Err(not_a_pair(text, "both sides are the United States"));
        }
        let partner = self.find(other.trim())?.clone();
        let code = format!("US-{}", partner.code());
        Ok(Pair { code, partner })
    }

    fn is_us(&self, text: &str) -> bool {
        self.known(text).is_some_and(|place| place.alpha_3 == "USA")
    }
}

fn broken(line: u64, value: &str, problem: &str) -> Invalid {
    let remedy = "a row of name,alpha_2,alpha_3,also";
    Invalid::new(format!("line {line}"), value, problem, remedy)
}

fn not_a_pair(text: &str, problem: &str) -> Invalid {
    let remedy =
        "US and another country, for example US-CN: the list is of the US president's meetings";
    Invalid::new("pair", text, problem, remedy)
}

/// What is compared: letters without case and accents, in words parted by one blank.
fn fold(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            // Accents that stand by themselves, and what is dropped within words.
            '\u{300}'..='\u{36f}' | '.' | '\'' | '\u{2019}' | '\u{2018}' | '`' => {}
            '&' => plain.push_str(" and "),
            c if c.is_alphanumeric() => plain.push(bare(c)),
            _ => plain.push(' '),
        }
    }
    let words = plain.split_whitespace();
    let words = words.map(|word| if word == "st" { "saint" } else { word });
    let words: Vec<&str> = words.collect();
    match words.as_slice() {
        ["the", rest @ ..] if !rest.is_empty() => rest.join(" "),
        words => words.join(" "),
    }
}

/// A small letter without its accent.
fn bare(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ñ' | 'ń' => 'n',
        'ò'..='ö' | 'ō' | 'ø' => 'o',
        'ù'..='ü' | 'ū' => 'u',
        'ý' | 'ÿ' => 'y',
        'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ț' => 't',
        'ž' | 'ź' | 'ż' => 'z',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(text: &str, code: &str) {
        let places = Places::shipped().unwrap();
        assert_eq!(places.find(text).map(Place::code), Ok(code), "{text}");
    }

    #[test]
    fn names_as_people_write_them() {
        for holy in ["Holy See", "the Vatican", "VATICAN CITY", "va", "VAT"] {
            is(holy, "VA");
        }
        for uk in ["UK", "u.k.", "GBR", "Great Britain", " united  kingdom "] {
            is(uk, "GB");
        }
        for korea in ["South Korea", "Korea, Republic of", "KOR", "kr", "korea"] {
            is(korea, "KR");
        }
        is("North Korea", "KP");
        is("Türkiye", "TR");
        is("Tu\u{308}rkiye", "TR");
        is("TURKIYE", "TR");
        is("Cote d’Ivoire", "CI");
        is("Côte d'Ivoire", "CI");
        is("St. Lucia", "LC");
        is("Antigua & Barbuda", "AG");
        is("Czechoslovakia", "CSK");
        is("European Union", "EU");
    }

    #[test]
    fn what_is_near_is_named() {
        let places = Places::shipped().unwrap();
        let e = places.find("Germny").unwrap_err();
        assert_eq!(e.remedy, "did you mean Germany (DE)?");
        let e = places.find("Atlantis").unwrap_err();
        assert_eq!(e.problem, "no such country is known");
        assert!(places.find("").is_err());
        assert_eq!(places.name_of("Korea"), "South Korea");
        assert_eq!(places.name_of(" Atlantis "), "Atlantis");
    }

    #[test]
    fn pairs_in_any_order() {
        let places = Places::shipped().unwrap();
        let code = |text: &str| places.pair(text).map(|pair| pair.code);
        for china in ["US-CN", "china-us", "USA/CHN", "U.S. – China", "CN-US"] {
            assert_eq!(code(china), Ok("US-CN".to_owned()), "{china}");
        }
        assert_eq!(code("US-Guinea-Bissau"), Ok("US-GW".to_owned()));
        assert_eq!(code("Guinea-Bissau-US"), Ok("US-GW".to_owned()));
        assert_eq!(places.pair("US-KOR").unwrap().partner.name, "South Korea");
        let problem = |text: &str| places.pair(text).unwrap_err().problem;
        assert_eq!(problem("RU-CN"), "not a pair with the United States");
        assert_eq!(problem("China"), "not a pair with the United States");
        assert_eq!(problem("US-USA"), "both sides are the United States");
        assert_eq!(problem("US-"), "no such country is known");
        assert_eq!(problem("US-Chnia"), "no such country is known");
    }

    #[test]
    fn a_spelling_means_one_place() {
        let twice = "name,alpha_2,alpha_3,also\nA,AA,AAA,\nB,BB,BBB,aaa\n";
        let e = Places::parse(twice).unwrap_err();
        assert_eq!(e.field, "line 3");
        assert!(Places::parse("name,alpha_2,alpha_3,also\nA,AA,,\n").is_err());
    }
}
