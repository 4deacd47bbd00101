//! The types of entries, one line each.

use jiff::civil::Date;
use serde_json::Value;

use super::entry_type::{EntryType, Place};
use super::{
    Adoption, Field, Forecast, Invalid, Name, Note, Origin, Passage, Question, Redaction,
    Resolution, Retraction, Signal,
};

/// Makes [`Body`] from the list of types: the name in the log, the variant with what it holds, the
/// type itself, and its place in a case file.
macro_rules! types {
    ($($(#[$doc:meta])* $name:literal $variant:ident($held:ty) $type:ty, $place:ident;)+) => {
        /// What an entry says.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Body {
            $($(#[$doc])* $variant($held),)+
        }

        impl Body {
            /// The types' names, as they stand in entries, each with its place in a case file.
            pub const TYPES: &[(&'static str, Place)] = &[$(($name, Place::$place)),+];

            /// The name of the type, as it stands in the entry.
            #[must_use]
            pub fn type_name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)+
                }
            }

            /// Its place in a case file.
            #[must_use]
            pub fn place(&self) -> Place {
                match self {
                    $(Self::$variant(_) => Place::$place,)+
                }
            }

            /// The fields of a type, in the order in which documents list them.
            #[must_use]
            pub fn fields(type_name: &str) -> Option<Vec<Field>> {
                match type_name {
                    $($name => Some(<$type>::fields()),)+
                    _ => None,
                }
            }

            /// Reads a body of the named type.
            ///
            /// # Errors
            /// When the type is unknown or a field cannot stand.
            pub fn from_value(type_name: &str, value: &Value) -> Result<Self, Invalid> {
                match type_name {
                    $($name => Ok(Self::$variant(<$type>::from_value(value)?.into())),)+
                    other => Err(Invalid::new(
                        "type",
                        other,
                        "no such type of entry",
                        Self::given(),
                    )),
                }
            }

            /// The body as JSON, without its type.
            #[must_use]
            pub fn to_value(&self) -> Value {
                match self {
                    $(Self::$variant(held) => held.to_value(),)+
                }
            }

            fn held(&self) -> &dyn EntryType {
                match self {
                    $(Self::$variant(held) => {
                        let held: &$type = held;
                        held
                    })+
                }
            }
        }
    };
}

types! {
    /// A question opened.
    "question" Question(Box<Question>) Question, Question;
    /// A signal.
    "signal" Signal(Box<Signal>) Signal, Report;
    /// A signal taken out of the evidence.
    "retraction" Retraction(Retraction) Retraction, Retraction;
    /// Time that passed without a signal.
    "passage" Passage(Passage) Passage, Passage;
    /// How a question ended.
    "resolution" Resolution(Box<Resolution>) Resolution, Resolution;
    /// Free words.
    "note" Note(Note) Note, Note;
    /// A model taken into use.
    "model" Model(Adoption) Adoption, Model;
    /// What the program believed.
    "forecast" Forecast(Box<Forecast>) Forecast, Program;
    /// An attachment whose bytes were removed.
    "redaction" Redaction(Redaction) Redaction, Program;
    /// Entry 0: the log's name.
    "ledger" Ledger(Origin) Origin, Program;
}

impl Body {
    /// The types of record that people give, for an error.
    #[must_use]
    pub fn given() -> String {
        let names = Self::TYPES
            .iter()
            .filter(|(_, place)| *place != Place::Program);
        let names: Vec<&str> = names.map(|(name, _)| *name).collect();
        match names.split_last() {
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        }
    }
}

impl Body {
    /// The identifier of its entry. An adoption's and a resolution's are only begun: see
    /// [`super::ids`].
    #[must_use]
    pub fn id(&self) -> String {
        self.held().id()
    }

    /// The questions that it bears on.
    #[must_use]
    pub fn questions(&self) -> &[Name] {
        self.held().questions()
    }

    /// The day on which it became known. What has one moves its questions.
    #[must_use]
    pub fn known_on(&self) -> Option<Date> {
        self.held().known_on()
    }

    /// The id by which a retraction may take it out again.
    #[must_use]
    pub fn retracted_as(&self) -> Option<&Name> {
        self.held().retracted_as()
    }

    /// The id of what it takes out.
    #[must_use]
    pub fn retracts(&self) -> Option<&Name> {
        self.held().retracts()
    }

    /// Attachments that must be kept for it, by SHA-256.
    #[must_use]
    pub fn attachments(&self) -> &[String] {
        self.held().attachments()
    }

    /// The name under which the store lists all entries of the type, where it does.
    #[must_use]
    pub fn topic(&self) -> Option<&'static str> {
        self.held().topic()
    }

    /// What it says, in a line.
    #[must_use]
    pub fn headline(&self) -> String {
        self.held().headline()
    }

    /// Why the forecast after it was made, in a line of the history.
    #[must_use]
    pub fn cause(&self) -> String {
        self.held().cause()
    }

    /// What it does, after "so many decibans by".
    #[must_use]
    pub fn doing(&self) -> String {
        self.held().doing()
    }
}
