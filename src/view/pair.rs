//! The prior of a pair in words, beside what other reference classes would say.

use jiff::civil::Date;

use super::doc::{Doc, Line};
use super::table::{Column, Table};
use super::words::percent;
use crate::model::meetings::Class;
use crate::record::{Pair, date};

/// What the list says of the pair: of `days` days after the opening.
#[must_use]
pub fn doc(
    pair: &Pair,
    classes: &[Class],
    days: i32,
    reach: Option<(Date, Date)>,
    opens: Date,
) -> Doc {
    let doc = Doc::new().paragraph(headline(pair, classes, days));
    let mut table = Table::new([
        Column::left("reference class"),
        Column::right("meetings"),
        Column::right("years"),
        Column::right(format!("in {days} days")),
    ]);
    for class in classes {
        let own = class.meetings > 0 || class.years < 1e5;
        let or_blank = |text: String| if own { text } else { String::new() };
        table.push([
            Line::from(class.what.as_str()),
            Line::from(or_blank(class.meetings.to_string())),
            Line::from(or_blank(format!("{:.1}", class.years))),
            Line::from(percent(class.chance)),
        ]);
    }
    let doc = doc.table(table);
    let doc = match unknown(reach, opens) {
        Some(line) => doc.hint(line),
        None => doc,
    };
    doc.hint(
        Line::new()
            .plain("forums and summit weeks are not in it, and cannot be added to a question: if one lies within its \
             days, resolve this one void and open another with --occasion"),
    )
}

fn headline(pair: &Pair, classes: &[Class], days: i32) -> Line {
    let plural = if pair.meetings == 1 {
        "meeting"
    } else {
        "meetings"
    };
    let chance = classes.first().map_or(0.0, |class| class.chance);
    Line::new()
        .plain(format!(
            "{}: {} {plural} in six years",
            pair.pair, pair.meetings
        ))
        .plain(match (6.0 - pair.years).max(0.0) {
            hidden if hidden < 0.05 => String::new(),
            hidden => format!(", of which the list leaves out {hidden:.1}"),
        })
        .plain(", so ")
        .strong(percent(chance))
        .plain(format!(" in {days} days"))
}

/// That a list ends long before the opening, or begins less than six years before.
fn unknown(reach: Option<(Date, Date)>, opens: Date) -> Option<Line> {
    let (first, last) = reach?;
    let before = date::number(opens) - date::number(last);
    let since = date::number(opens) - date::number(first);
    if before > 240 {
        return Some(Line::new().plain(format!(
            "the list ends on {last}: what was met since is not counted; --list FILE brings another"
        )));
    }
    (since < 2192).then(|| {
        Line::new().plain(format!(
            "the list begins on {first}, less than six years before"
        ))
    })
}
