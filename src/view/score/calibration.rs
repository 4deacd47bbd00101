//! What can be said of calibration, and how little with few questions.

use crate::score::band::Interval;
use crate::score::calibration::{Calibration, RESAMPLES};
use crate::score::corp::Corp;
use crate::view::doc::{Doc, Line};
use crate::view::reliability::Reliability;
use crate::view::table::{Column, Table};

/// Below so many questions calibration is hardly more than an anecdote.
const FEW: usize = 30;

/// Adds what can be said.
pub fn section(doc: Doc, c: &Calibration) -> Doc {
    if c.brier.unc == 0.0 {
        return doc.paragraph(too_little(c));
    }
    let doc = doc.paragraph(
        "Score = miscalibration - discrimination + uncertainty, by isotonic regression (CORP) on \
         every day, the days of each question weighing 1 together.",
    );
    let m = &c.murphy;
    let doc = doc.table(parts(c)).fact(
        "Murphy",
        format!(
            "reliability {:.4} - resolution {:.4} + uncertainty {:.4}",
            m.reliability, m.resolution, m.uncertainty
        ),
    );
    few(diagram(doc, c), c)
}

/// The overconfidence and the diagram.
pub fn diagram(mut doc: Doc, c: &Calibration) -> Doc {
    if let Some(ratio) = c.overconfidence {
        let band = c.bands.as_ref().and_then(|b| b.overconfidence);
        doc = doc.fact(
            "overconfidence",
            Line::new().strong(format!("{ratio:.2}")).plain(format!(
                "{}, sum of p / number that came",
                band.map_or_else(String::new, |b| format!(
                    " (90 %: {:.2} to {:.2})",
                    b.lo, b.hi
                ))
            )),
        );
    }
    doc.reliability(Reliability::new(c))
}

/// Says so where questions are few.
pub fn few(doc: Doc, c: &Calibration) -> Doc {
    if c.questions < FEW {
        return doc.warning(format!(
            "{} questions are few: the days of one share one outcome, so that this is what {} \
             outcomes can show. Read the bands (90 %, {RESAMPLES} resamples of whole questions) \
             before the numbers; they are too narrow themselves with so few.",
            c.questions, c.questions
        ));
    }
    doc
}

/// What can be said where all came, or nothing did.
pub fn too_little(c: &Calibration) -> String {
    let ended = if c.yes == 0 { "no" } else { "yes" };
    match c.questions {
        1 => format!(
            "One question ended, and it ended {ended}: nothing can be said of calibration. It \
             takes questions that ended both ways, and some {FEW} of them."
        ),
        n => format!(
            "All {n} questions ended {ended}: nothing can be said of calibration. It takes \
             questions that ended both ways, and some {FEW} of them."
        ),
    }
}

/// The parts of the scores.
pub fn parts(c: &Calibration) -> Table {
    let mut table = Table::new([
        Column::left(""),
        Column::right("score"),
        Column::right("miscal."),
        Column::right("discrim."),
        Column::right("uncert."),
    ]);
    let row = |name: &str, of: &Corp| {
        let cells = [of.score, of.mcb, of.dsc, of.unc].map(|x| Line::from(format!("{x:.4}")));
        std::iter::once(Line::from(name))
            .chain(cells)
            .collect::<Vec<_>>()
    };
    table.push(row("Brier", &c.brier));
    if let Some(b) = &c.bands {
        let range = |i: Interval| Line::new().dim(format!("{:.3}-{:.3}", i.lo, i.hi));
        table.push([
            Line::new().dim("90 %"),
            range(b.score),
            range(b.mcb),
            range(b.dsc),
            Line::new(),
        ]);
    }
    table.push(row("log", &c.log));
    table
}
