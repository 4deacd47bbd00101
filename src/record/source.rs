//! A source: where a fact comes from.

use jiff::civil::Date;

use super::field::{May, Need, fields};
use super::forms::{Day, Part, Text};

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Publisher or person.
    pub name: String,
    /// Address of the page or document.
    pub url: Option<String>,
    /// Day of publication.
    pub published_on: Option<Date>,
    /// The words that the signal rests on.
    pub quote: Option<String>,
}

fields! { Source:
    name "name" => Need(Text(300));
    url "url" => May(Text(2000));
    published_on "published_on" => May(Day);
    quote "quote" => May(Text(2000));
}

/// The form of a source within a record.
pub(super) const SOURCE: Part<Source> = Part(Source::from_value, Source::to_value, "");
