//! Gathers what a report says.

use base64ct::{Base64, Encoding as _};
use jiff::civil::Date;

use crate::audit::{self, AuditError};
use crate::belief::{Explanation, Report as Forecast};
use crate::desk::Standing;
use crate::desk::worth::Supposed;
use crate::desk::{Desk, DeskError};
use crate::record::{Account, Body, Grade, Name};
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
    let account = desk.told(id, as_of)?;
    let standing = desk.standing(id, as_of)?;
    let question = &standing.question;
    let before = standing.as_of < question.deadline;
    let by = month_ends(standing.as_of, question.deadline);
    let watch = if before && account.resolution.is_none() {
        Some(watching(&standing)?)
    } else {
        None
    };
    let sensitivity = if before {
        Some(standing.sensitivity()?)
    } else {
        None
    };
    let said = (standing.explain(None)?, standing.report(&by)?);
    let ledger = desk.ledger();
    let mut report = brief(ledger, account, standing, said, made)?;
    report.log.checkpoint = ledger.checkpoints()?.into_iter().next_back();
    Ok(Report {
        watch,
        sensitivity,
        ..report
    })
}

fn watching(standing: &Standing) -> Result<Watching, DeskError> {
    let supposed = Supposed {
        grade: Grade::parse("A1")?,
        about: None,
        within: WITHIN,
    };
    let kinds = standing.worth(&supposed)?;
    Ok(Watching { supposed, kinds })
}

/// What a report says without the parts that take long: what would change the forecast most, what
/// the assumptions are worth, and the last checkpoint.
///
/// # Errors
/// When the file cannot be read.
pub fn brief(
    ledger: &Ledger,
    account: Account,
    standing: Standing,
    (explanation, forecast): (Explanation, Forecast),
    made: Made,
) -> Result<Report, DeskError> {
    let retractions = standing.facts.iter().filter_map(|fact| match &fact.body {
        Body::Retraction(r) => Some(r.clone()),
        _ => None,
    });
    let tip = ledger.tip()?;
    Ok(Report {
        as_of: standing.as_of,
        resolution: account.resolution.clone(),
        account,
        explanation,
        forecast,
        retractions: retractions.collect(),
        model: standing.model,
        model_sha256: standing.model_sha256,
        sensitivity: None,
        watch: None,
        log: Log {
            origin: ledger.origin()?,
            size: tip.size(),
            root: Base64::encode_string(&tip.root()),
            checkpoint: None,
        },
        audit: None,
        made,
        scale: None,
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
