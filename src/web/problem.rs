//! Why a request is not answered: a status, what is wrong, and what to do.

use axum::http::StatusCode;

use crate::audit::AuditError;
use crate::desk::DeskError;
use crate::publish::PublishError;
use crate::store::StoreError;

/// A request that is refused or failed.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub status: StatusCode,
    pub what: String,
    pub hint: String,
    /// Seconds after which it may be tried again.
    pub retry: Option<u32>,
    /// Whether the page asks for the token.
    pub asks_token: bool,
}

impl Problem {
    pub fn new(status: StatusCode, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            status,
            what: what.into(),
            hint: hint.into(),
            retry: None,
            asks_token: false,
        }
    }

    /// A request that cannot be understood.
    pub fn bad(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, what, hint)
    }

    pub fn not_found(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, what, hint)
    }

    /// Too much is asked for at once.
    pub fn busy(what: &str, seconds: u32) -> Self {
        Self {
            retry: Some(seconds),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                what,
                "try again in a moment; nothing is lost",
            )
        }
    }

    /// The ledger is not sound, and nothing is computed with it.
    pub fn unsound(why: &str) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            why,
            "the audit says what is wrong; single entries can be looked at",
        )
    }

    /// Nothing can be appended now.
    pub fn unwritable(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, what, hint)
    }

    /// A fault of the program.
    pub fn fault() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "this page could not be made: a fault of the program",
            "`summit audit` says whether the ledger is sound; please report what you asked for",
        )
    }
}

impl From<DeskError> for Problem {
    fn from(e: DeskError) -> Self {
        let status = match e.store() {
            None => StatusCode::BAD_REQUEST,
            Some(_) => StatusCode::SERVICE_UNAVAILABLE,
        };
        let hint = e.hint();
        Self::new(status, e.to_string(), hint)
    }
}

impl From<StoreError> for Problem {
    fn from(e: StoreError) -> Self {
        DeskError::from(e).into()
    }
}

impl From<PublishError> for Problem {
    fn from(e: PublishError) -> Self {
        let status = match &e {
            PublishError::Uncovered { .. } => StatusCode::NOT_FOUND,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        };
        let hint = e.hint();
        Self::new(status, e.to_string(), hint)
    }
}

impl From<AuditError> for Problem {
    fn from(e: AuditError) -> Self {
        match e {
            AuditError::Store(e) => e.into(),
            other @ AuditError::Against { .. } => Self::bad(other.to_string(), ""),
        }
    }
}
