//! Errors and exit codes in one place: what happened, why, and what to type next.

use std::fmt;

use summit_ledger::desk::DeskError;
use summit_ledger::draw::safe::one_line;
use summit_ledger::files::Refused;
use summit_ledger::publish::PublishError;
use summit_ledger::record::Invalid;
use summit_ledger::store::StoreError;

/// What the process ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// The answer is no.
    No = 1,
    /// Wrong use or bad input; nothing was written.
    Usage = 2,
    /// The ledger, or another file, could not be read or written.
    File = 3,
    /// It is not known whether the append was kept; a retry is safe.
    Unknown = 4,
}

/// A failure for people: what happened and what to do.
#[derive(Debug)]
pub struct Failure {
    pub code: Code,
    pub what: String,
    pub hint: String,
}

impl Failure {
    pub fn usage(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code: Code::Usage,
            what: what.into(),
            hint: hint.into(),
        }
    }

    /// A file of the user's that could not be read or written.
    pub fn file(path: &std::path::Path, e: &std::io::Error) -> Self {
        // fs-err has named the path already; others have not.
        let (text, name) = (e.to_string(), path.display().to_string());
        let what = if text.contains(&name) {
            text
        } else {
            format!("{name}: {text}")
        };
        Self {
            code: Code::File,
            what,
            hint: "check the path and its permissions".into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Each line is neutralised on its own: what is quoted in it may be hostile, or a secret.
        for (i, line) in self.what.lines().enumerate() {
            let lead = if i == 0 { "error: " } else { "       " };
            writeln!(f, "{lead}{}", one_line(&discreet(line)))?;
        }
        if !self.hint.is_empty() {
            writeln!(f, "hint: {}", one_line(&discreet(&self.hint)))?;
        }
        Ok(())
    }
}

/// A text without the private keys that it quotes: from where one begins to the next space.
pub fn discreet(text: &str) -> String {
    const BEGINS: &str = "PRIVATE+KEY";
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.to_ascii_uppercase().find(BEGINS) {
        let (before, key) = rest.split_at(at);
        out.push_str(before);
        out.push_str("(a private key, not shown)");
        rest = key
            .find(char::is_whitespace)
            .map_or("", |end| key.split_at(end).1);
    }
    out.push_str(rest);
    out
}

impl From<Refused> for Failure {
    fn from(e: Refused) -> Self {
        Self {
            code: match e {
                Refused::Io { .. } => Code::File,
                _ => Code::Usage,
            },
            what: e.to_string(),
            hint: e.hint().into(),
        }
    }
}

/// What the desk refuses of what was typed, by the option that it was typed as.
const TYPED: [(&str, &str); 8] = [
    ("as-of", "--as-of"),
    ("recorded-by", "--recorded-by"),
    // Which of the two was meant is not known here.
    ("known_on", "--on or --known"),
    ("observed_on", "--on"),
    ("through", "--through"),
    ("about", "--about"),
    ("if-meeting", "--if-meeting"),
    ("without", "--without"),
];

/// A refusal with the option in place of the field; one of a record in a file keeps the field.
fn as_typed(e: DeskError) -> DeskError {
    match e {
        DeskError::Invalid(mut e) => {
            let typed = TYPED.iter().find(|(field, _)| *field == e.field);
            if let Some((_, option)) = typed {
                e.field = (*option).to_owned();
            }
            DeskError::Invalid(e)
        }
        other => other,
    }
}

impl From<DeskError> for Failure {
    fn from(e: DeskError) -> Self {
        let e = as_typed(e);
        let code = match e.store() {
            Some(StoreError::OutcomeUnknown { .. }) => Code::Unknown,
            Some(StoreError::Conflict { .. } | StoreError::Invalid(_)) | None => Code::Usage,
            Some(StoreError::Missing(_) | StoreError::Exists(_)) => Code::Usage,
            Some(_) => Code::File,
        };
        let mut what = e.to_string();
        if let Some(StoreError::Conflict { stored, given, .. }) = e.store() {
            what.push_str(&format!("\nthere: {stored}\ngiven: {given}"));
        }
        Self {
            code,
            what,
            hint: e.hint(),
        }
    }
}

impl From<PublishError> for Failure {
    fn from(e: PublishError) -> Self {
        let (code, hint) = match &e {
            PublishError::Unsigned { .. }
            | PublishError::Uncovered { .. }
            | PublishError::Folder { .. } => (Code::Usage, e.hint()),
            PublishError::Redacted { .. } => (Code::No, e.hint()),
            PublishError::Missing { .. }
            | PublishError::Altered { .. }
            | PublishError::Damaged(_)
            | PublishError::File(_) => (Code::File, e.hint()),
            PublishError::Desk(_) | PublishError::Refused(_) => (Code::File, String::new()),
        };
        match e {
            PublishError::Desk(e) => e.into(),
            PublishError::Refused(e) => e.into(),
            other => Self {
                code,
                what: other.to_string(),
                hint,
            },
        }
    }
}

impl From<StoreError> for Failure {
    fn from(e: StoreError) -> Self {
        DeskError::from(e).into()
    }
}

impl From<Invalid> for Failure {
    fn from(e: Invalid) -> Self {
        DeskError::from(e).into()
    }
}
