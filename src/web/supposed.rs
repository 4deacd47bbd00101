//! What is supposed on a question's page, and what would be believed then.

use jiff::civil::Date;

use super::asked::Asked;
use super::banks::Banks;
use super::choices::label;
use super::number::Number;
use super::part::part;
use super::problem::Problem;
use super::shown::Shown;
use crate::belief::{Model, Report as Forecast};
use crate::desk::Standing;
use crate::record::{Name, Signal};
use crate::view;
use crate::view::decibans::{Ladder, Precision};
use crate::view::supposition::Supposition;

/// What would be believed.
pub(super) struct Supposed {
    pub now: Number,
    pub decibans: Option<String>,
    pub table: String,
}

/// A supposed signal, with the address of the page without it.
pub(super) struct Added {
    pub text: String,
    pub label: Shown,
    pub day: Date,
    pub grade: String,
    pub about: Option<(Date, Date)>,
    pub away: String,
}

/// What is supposed, where anything is. Signals that were not known on the day are not there to
/// be left out.
pub(super) fn supposed(standing: &Standing, asked: &Asked) -> Result<Option<Standing>, Problem> {
    if !asked.supposes() {
        return Ok(None);
    }
    let without = left_out(standing, asked);
    let signals: Vec<Signal> = asked.added.iter().map(|(_, s)| s.clone()).collect();
    Ok(Some(standing.suppose(&signals, &without)?))
}

/// The signals to leave out that stand.
fn left_out(standing: &Standing, asked: &Asked) -> Vec<String> {
    let evidence = standing.evidence();
    let stands = |id: &&String| evidence.iter().any(|e| e.id == **id);
    asked.without.iter().filter(stands).cloned().collect()
}

/// The same three answers as `summit what-if`.
pub(super) fn compare(
    banks: &Banks,
    standing: &Standing,
    then: &Standing,
    asked: &Asked,
    forecast: &Forecast,
) -> Result<Supposed, Problem> {
    let mut quiet = standing.suppose(&[], &[])?;
    quiet.as_of = then.as_of;
    let supposition = Supposition {
        now: forecast.outlook,
        quiet: banks.report(&quiet, &[])?.outlook,
        then: banks.report(then, &[])?.outlook,
        parts: then.explain_supposed(standing.as_of)?,
        without: asked.without.clone(),
        told: standing.tellings(&then.supposed, &left_out(standing, asked))?,
    };
    let ladder = Ladder::of(&[supposition.now.p, supposition.then.p], Precision::Tenths);
    Ok(Supposed {
        now: Number::new((supposition.then.p, supposition.then.lo, supposition.then.hi)),
        decibans: ladder.map(|l| l.show(l.total())),
        table: part(
            &view::supposition::doc(&supposition, &standing.model),
            "supposed",
        ),
    })
}

/// The supposed signals.
pub(super) fn added(asked: &Asked, question: &Name, model: &Model) -> Vec<Added> {
    let each = asked.added.iter().enumerate();
    each.map(|(i, (text, s))| Added {
        text: text.clone(),
        label: Shown::new(label(model, s.kind.as_str())),
        day: s.known_on,
        grade: s.grade.to_string(),
        about: s.about,
        away: asked.address_without(question, i),
    })
    .collect()
}
