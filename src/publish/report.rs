//! Gathers what a report says.

use base64ct::{Base64, Encoding as _};
use jiff::civil::Date;

use crate::audit::{self, AuditError};
use crate::desk::worth::Supposed;
use crate::desk::{Desk, DeskError};
use crate::record::{Body, Grade, Name};
use crate::store::Ledger;
use crate::view::forecast::month_ends;
use crate::view::report::{Log, Made, Report, Watching};

/// Days within which a signal is supposed to come.
const WITHIN: i32 = 30;

/// All that a report on a question says as of a day, or as of the latest day known, but for the
/// audit, which takes longer and speaks of the whole ledger: see [`audited`].
///
/// # Errors
/// When there is no such question, the day lies before its opening, or the file cannot be read.
pub fn gather(
    desk: &mut Desk,
    id: &Name,
    as_of: Option<Date>,
    made: Made,
) -> Result<Report, DeskError> {
    let account = desk.history(id, as_of)?;
    let standing = desk.standing(id, as_of)?;
    let question = &standing.question;
    let resolution = account.resolution.clone();
    let before = standing.as_of < question.deadline;
    let by = month_ends(standing.as_of, question.deadline);
    let watch = if before && resolution.is_none() {
        let supposed = Supposed {
            grade: Grade::parse("A1")?,
            about: None,
            within: WITHIN,
        };
        let kinds = standing.worth(&supposed)?;
        Some(Watching { supposed, kinds })
    } else {
        None
    };
    let retractions = standing.facts.iter().filter_map(|fact| match &fact.body {
        Body::Retraction(r) => Some(r.clone()),
        _ => None,
    });
    Ok(Report {
        as_of: standing.as_of,
        explanation: standing.explain(None)?,
        forecast: standing.report(&by)?,
        retractions: retractions.collect(),
        sensitivity: if before {
            Some(standing.sensitivity()?)
        } else {
            None
        },
        watch,
        log: log(desk.ledger())?,
        audit: None,
        made,
        model: standing.model,
        model_sha256: standing.model_sha256,
        resolution,
        account,
    })
}

fn log(ledger: &Ledger) -> Result<Log, DeskError> {
    let tip = ledger.tip()?;
    Ok(Log {
        origin: ledger.origin()?,
        size: tip.size(),
        root: Base64::encode_string(&tip.root()),
        checkpoint: ledger.checkpoints()?.into_iter().next_back(),
    })
}

/// The report with an audit of the ledger that it comes from.
///
/// # Errors
/// When the audit cannot be made; what it finds is no error.
pub fn audited(
    mut report: Report,
    ledger: &std::path::Path,
    options: &audit::Options,
    progress: &mut dyn FnMut(audit::Progress),
) -> Result<Report, AuditError> {
    report.audit = Some(audit::run(ledger, options, progress)?);
    Ok(report)
}
