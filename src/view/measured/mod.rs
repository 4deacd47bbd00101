//! What was measured of a model: the second half of its card.

mod data;
mod told;

pub use data::{data, sheet};

use super::announced;
use super::cases;
use super::doc::Doc;
use super::reliability::Reliability;
use super::score::calibration;
use crate::library::Phase;
use crate::library::measured::Measured;
use crate::library::reliability::Part;
use crate::score::calibration::RESAMPLES;

/// Adds it to what the model says.
#[must_use]
pub fn sections(doc: Doc, m: &Measured) -> Doc {
    let doc = doc
        .section(format!("How {} does on real questions", m.model))
        .paragraph(told::taken(m));
    let doc = fitted(doc, m).paragraph(cases::intro(&m.library));
    let doc = cases::warnings(cases::parts(doc, &m.library), &m.library);
    let doc = doc
        .section(format!("How {} does on announced meetings", m.model))
        .paragraph(told::versions(m));
    let doc = announced::tables(doc, &m.announced);
    let doc = doc
        .section(format!("How reliable {} is", m.model))
        .paragraph(intro());
    m.parts.iter().fold(doc, part)
}

/// The same alone.
#[must_use]
pub fn doc(m: &Measured) -> Doc {
    sections(Doc::new().title(format!("What {} is worth", m.model)), m)
}

/// Whether the model had part in the cases: where it did, the reader is warned.
fn fitted(doc: Doc, m: &Measured) -> Doc {
    match &m.fitted {
        Some(fitted) if fitted.on_cases => doc.warning(told::fitted(fitted)),
        Some(fitted) => doc.paragraph(told::fitted(fitted)),
        None => doc.warning(told::unknown()),
    }
}

fn intro() -> String {
    format!(
        "How often what was forecast came, over all of it together and by phase. On the diagonal \
         of a diagram forecasts are calibrated; a step is what isotonic regression (CORP) makes \
         of the forecasts under it. Score = miscalibration - discrimination + uncertainty. The \
         days of one question are nearly the same question: they weigh 1 together, and the band \
         (90 %) draws whole questions with replacement, {RESAMPLES} times. The announcements of \
         one plan are one question, and so are all forecasts of a feed on one partner."
    )
}

fn part(doc: Doc, part: &Part) -> Doc {
    let doc = doc
        .section(format!("Reliability: {}", told::phase(part.phase)))
        .paragraph(told::counted(part));
    let c = &part.calibration;
    match told::says_something(part) {
        true => calibration::few(calibration::diagram(doc.table(calibration::parts(c)), c), c),
        false => doc.paragraph(calibration::too_little(c)),
    }
}

/// The diagram of all forecasts, or of those of a phase; `None` where there are none, or all ended
/// the same way.
#[must_use]
pub fn diagram(m: &Measured, phase: Option<Phase>) -> Option<Reliability> {
    let part = m.parts.iter().find(|part| part.phase == phase)?;
    told::says_something(part).then(|| Reliability {
        title: Some(format!("{}: {}", m.model, told::phase(phase))),
        ..Reliability::new(&part.calibration)
    })
}
