//! How grave a finding is.

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The ledger is not what its makers wrote, or cannot be shown to be.
    Fault,
    /// The ledger is sound; its readers should know this.
    Warning,
    /// Something was done that an auditor wants to know of, such as a redaction.
    Notice,
}

impl Severity {
    /// `fault`, `warning` or `notice`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fault => "fault",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}
