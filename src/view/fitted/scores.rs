//! Scores on questions left out.

use super::free;
use crate::library::fit::{Tried, Validated};
use crate::library::{Difference, Less, Table as Scores};
use crate::score::question::Losses;
use crate::view::cases::score::{four, thousand};
use crate::view::cases::told;
use crate::view::doc::{Doc, Line};
use crate::view::table::{Column, Table};

/// Adds them to a document.
pub(super) fn add(doc: Doc, validated: Option<&Validated>) -> Doc {
    let doc = doc.section("On questions left out");
    let Some(validated) = validated else {
        return doc.paragraph("Too few questions to leave any out.");
    };
    let mut doc = doc.paragraph(INTRO);
    for (base, prior) in validated.against_base.iter().zip(&validated.against_prior) {
        let name = capital(&told::part(base.part));
        doc = doc.paragraph(format!("{name}: {}", told::counted(base)));
        for scored in &SCORED {
            doc = doc.table(part(validated, base, prior, scored));
        }
    }
    let doc = doc.paragraph(verdict(validated));
    let doc = match validated.tried.as_slice() {
        [_] => doc,
        all => doc
            .section("What was tried")
            .paragraph(TRIED)
            .table(tried(all))
            .paragraph(chosen(validated)),
    };
    let doc = doc.section("What this does not give");
    NOT_GIVEN.iter().fold(doc, |doc, text| doc.item(*text))
}

const NOT_GIVEN: [&str; 4] = [
    "A ratio of its own for each kind: what kinds of a family show together is laid to the family, and an \
     interval that leaves out the base's number is no proof of that kind.",
    "Ratios of signals alone: where priors were too low or too high for these questions, ratios make up for it.",
    "A rate of how often meetings come: questions were asked because somebody spoke of a meeting.",
    "Anything of announced days: these rest on counts of plans, not on ratios.",
];

const INTRO: &str = "Each question is forecast by a fit without it: its plans not counted, amounts fitted and their \
     spread chosen on others. Mean scores, lower is better; beside them a thousand times what each is \
     less that of the base and of the prior alone, with 90 % intervals over whole questions.";

const TRIED: &str = "What may move, and how far: the log score of questions left out, on all days and before an \
     announcement. The best of so many flatters itself. Each fold chose on its own questions what moves \
     least among those within one standard error of the best; what most folds chose is taken.";

/// One score, beside what it is less that of the base and of the prior.
struct Scored {
    name: &'static str,
    of: fn(&Losses) -> f64,
    less: fn(&Less) -> Difference,
}

const SCORED: [Scored; 2] = [
    Scored {
        name: "log",
        of: |l| l.log,
        less: |l| l.log,
    },
    Scored {
        name: "Brier",
        of: |l| l.brier,
        less: |l| l.brier,
    },
];

fn part(validated: &Validated, base: &Scores, prior: &Scores, scored: &Scored) -> Table {
    let mut table = Table::new([
        Column::left(""),
        Column::right(scored.name),
        Column::right("less the base"),
        Column::right("less the prior"),
    ]);
    let less = |less: &Option<Less>| {
        less.as_ref()
            .map_or_else(Line::new, |l| thousand((scored.less)(l)))
    };
    let lines = base.lines.iter().zip(&prior.lines);
    for (name, (base, prior)) in validated.names.iter().zip(lines) {
        table.push([
            Line::from(*name),
            four((scored.of)(&base.losses)),
            less(&base.less),
            less(&prior.less),
        ]);
    }
    table
}

/// Whether the fit did better than the base and the prior on questions left out, said plainly.
fn verdict(validated: &Validated) -> String {
    let fitted = |tables: &[Scores]| tables.first()?.lines.first()?.less.map(|l| l.log);
    let against = |name: &str, less: Option<Difference>| {
        let Some(less) = less else {
            return format!("nothing can be said against {name}");
        };
        let sure = less.band.is_some_and(|b| b.hi < 0.0 || b.lo > 0.0);
        let way = if less.mean < 0.0 { "better" } else { "worse" };
        match (less.mean == 0.0, sure) {
            (true, _) => format!("the same as {name}"),
            (_, true) => format!("{way} than {name}"),
            (_, false) => format!("{way} than {name}, by no more than chance may bring"),
        }
    };
    format!(
        "In log score on all days of questions left out the fit is {}; {}.",
        against("the base", fitted(&validated.against_base)),
        against("the prior alone", fitted(&validated.against_prior))
    )
}

fn tried(all: &[Tried]) -> Table {
    let mut table = Table::new([
        Column::left("may move"),
        Column::right("spread"),
        Column::right("log"),
        Column::right("less the base"),
        Column::right("before"),
        Column::right("Brier"),
    ]);
    for one in all {
        let spread = one.setting.spread();
        table.push([
            Line::from(one.setting.name),
            Line::from(if spread > 0.0 {
                spread.to_string()
            } else {
                String::new()
            }),
            four(one.whole.log),
            thousand(one.less),
            one.before.map_or_else(Line::new, |l| four(l.log)),
            four(one.whole.brier),
        ]);
    }
    table
}

/// `The folds chose: kinds, with a spread of 0.4 (7 of 10); ...`
fn chosen(validated: &Validated) -> String {
    let mut names: Vec<String> = Vec::new();
    let all: Vec<String> = validated.chosen.iter().map(free).collect();
    for name in &all {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let times = |name: &String| all.iter().filter(|own| *own == name).count();
    let each = names
        .iter()
        .map(|name| format!("{name} ({} of {})", times(name), all.len()));
    format!("The folds chose: {}.", each.collect::<Vec<_>>().join("; "))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
