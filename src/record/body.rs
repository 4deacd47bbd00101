//! What an entry says: made from the list of types in the room's head.

use jiff::civil::Date;

use super::entry_type::Place;
use super::{Body, Name};

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
            pub const TYPES: &[(&'static str, $crate::record::Place)] =
                &[$(($name, $crate::record::Place::$place)),+];

            /// The name of the type, as it stands in the entry.
            #[must_use]
            pub fn type_name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)+
                }
            }

            /// Its place in a case file.
            #[must_use]
            pub fn place(&self) -> $crate::record::Place {
                match self {
                    $(Self::$variant(_) => $crate::record::Place::$place,)+
                }
            }

            /// The fields of a type, in the order in which documents list them.
            #[must_use]
            pub fn fields(type_name: &str) -> Option<Vec<$crate::record::Field>> {
                match type_name {
                    $($name => Some(<$type>::fields()),)+
                    _ => None,
                }
            }

            /// Reads a body of the named type.
            ///
            /// # Errors
            /// When the type is unknown or a field cannot stand.
            pub fn from_value(
                type_name: &str,
                value: &serde_json::Value,
            ) -> Result<Self, $crate::record::Invalid> {
                match type_name {
                    $($name => Ok(Self::$variant(<$type>::from_value(value)?.into())),)+
                    other => Err($crate::record::Invalid::new(
                        "type",
                        other,
                        "no such type of entry",
                        Self::given(),
                    )),
                }
            }

            /// The body as JSON, without its type.
            #[must_use]
            pub fn to_value(&self) -> serde_json::Value {
                match self {
                    $(Self::$variant(held) => held.to_value(),)+
                }
            }

            fn held(&self) -> &dyn $crate::record::entry_type::EntryType {
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

pub(super) use types;

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
    /// The identifier of its entry. An adoption's, a resolution's and a reopening's are only begun:
    /// see [`super::ids`].
    #[must_use]
    pub fn id(&self) -> String {
        self.held().id()
    }

    /// The questions that it bears on.
    #[must_use]
    pub fn questions(&self) -> &[Name] {
        self.held().questions()
    }

    /// The day on which it became known. What has one is held to the life of its questions.
    #[must_use]
    pub fn known_on(&self) -> Option<Date> {
        self.held().known_on()
    }

    /// Whether it moves its questions, so that a forecast of each follows.
    #[must_use]
    pub fn moves(&self) -> bool {
        self.held().moves()
    }

    /// The days of what it says was, by field.
    #[must_use]
    pub fn days(&self) -> Vec<(&'static str, Date)> {
        self.held().days()
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
