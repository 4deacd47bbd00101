//! A record's fields, each described once: from the description it is read, written, and listed in
//! the documents.
//!
//! A type says `fields! { Type: field "name" => slot; ... }`. A [`Slot`] says whether the field must
//! be there, and a [`Form`] what its value is.

use serde_json::{Map, Value};

use super::Invalid;
use super::fields::Fields;

/// A field as documents list it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in the record.
    pub name: &'static str,
    /// Whether it may be left out.
    pub optional: bool,
    /// What it holds, where the name does not say it.
    pub holds: String,
}

/// How a value is read and written.
pub trait Form {
    /// What it is in the program.
    type Value;

    /// Reads the value of the field `name`.
    ///
    /// # Errors
    /// When it is not of the form; the refusal names the field.
    fn read(&self, name: &'static str, value: &Value) -> Result<Self::Value, Invalid>;

    /// The value as JSON.
    fn write(&self, value: &Self::Value) -> Value;

    /// What it holds, in a few words; empty where a name says enough.
    fn holds(&self) -> String;
}

/// How a field stands in its record: needed, optional, or with a value where it is left out.
pub trait Slot {
    /// What it is in the program.
    type Value;

    /// Reads it from the record.
    ///
    /// # Errors
    /// When it is missing and needed, or not of its form.
    fn read(&self, f: &mut Fields<'_>, name: &'static str) -> Result<Self::Value, Invalid>;

    /// Writes it into the record, where there is something to say.
    fn write(&self, value: &Self::Value, name: &'static str, map: &mut Map<String, Value>);

    /// How documents list it.
    fn field(&self, name: &'static str) -> Field;
}

/// A field that must be there.
pub struct Need<F>(pub F);

/// A field that may be left out.
pub struct May<F>(pub F);

/// A field that counts as this value where it is left out, and is always written.
pub struct Else<F: Form>(pub F, pub F::Value);

/// A mark: `true`, or left out.
pub struct Mark;

/// A list that is empty where it is left out, and left out where it is empty.
pub struct List<F>(pub F);

impl<F: Form> Slot for Need<F> {
    type Value = F::Value;

    fn read(&self, f: &mut Fields<'_>, name: &'static str) -> Result<F::Value, Invalid> {
        self.0.read(name, f.need(name)?)
    }

    fn write(&self, value: &F::Value, name: &'static str, map: &mut Map<String, Value>) {
        map.insert(name.into(), self.0.write(value));
    }

    fn field(&self, name: &'static str) -> Field {
        described(name, false, &self.0)
    }
}

impl<F: Form> Slot for May<F> {
    type Value = Option<F::Value>;

    fn read(&self, f: &mut Fields<'_>, name: &'static str) -> Result<Self::Value, Invalid> {
        f.get(name).map(|v| self.0.read(name, v)).transpose()
    }

    fn write(&self, value: &Self::Value, name: &'static str, map: &mut Map<String, Value>) {
        if let Some(value) = value {
            map.insert(name.into(), self.0.write(value));
        }
    }

    fn field(&self, name: &'static str) -> Field {
        described(name, true, &self.0)
    }
}

impl<F: Form> Slot for Else<F>
where
    F::Value: Clone,
{
    type Value = F::Value;

    fn read(&self, f: &mut Fields<'_>, name: &'static str) -> Result<F::Value, Invalid> {
        match f.get(name) {
            Some(value) => self.0.read(name, value),
            None => Ok(self.1.clone()),
        }
    }

    fn write(&self, value: &F::Value, name: &'static str, map: &mut Map<String, Value>) {
        map.insert(name.into(), self.0.write(value));
    }

    fn field(&self, name: &'static str) -> Field {
        described(name, true, &self.0)
    }
}

impl Slot for Mark {
    type Value = bool;

    fn read(&self, f: &mut Fields<'_>, name: &'static str) -> Result<bool, Invalid> {
        f.flag(name)
    }

    fn write(&self, value: &bool, name: &'static str, map: &mut Map<String, Value>) {
        if *value {
            map.insert(name.into(), Value::Bool(true));
        }
    }

    fn field(&self, name: &'static str) -> Field {
        Field {
            name,
            optional: true,
            holds: "`true`".into(),
        }
    }
}

impl<T, F: Form<Value = Vec<T>>> Slot for List<F> {
    type Value = Vec<T>;

    fn read(&self, f: &mut Fields<'_>, name: &'static str) -> Result<Vec<T>, Invalid> {
        let read = f.get(name).map(|v| self.0.read(name, v));
        Ok(read.transpose()?.unwrap_or_default())
    }

    fn write(&self, value: &Vec<T>, name: &'static str, map: &mut Map<String, Value>) {
        if !value.is_empty() {
            map.insert(name.into(), self.0.write(value));
        }
    }

    fn field(&self, name: &'static str) -> Field {
        described(name, true, &self.0)
    }
}

fn described(name: &'static str, optional: bool, form: &impl Form) -> Field {
    Field {
        name,
        optional,
        holds: form.holds(),
    }
}

/// Gives a type `fields`, `from_value` and `to_value` from one list of its fields, in the order in
/// which they are read. `checked by` names a method that refuses what no field alone can.
macro_rules! fields {
    ($record:ty $(, checked by $check:ident)?: $($field:ident $name:literal => $slot:expr;)+) => {
        impl $record {
            /// Its fields, as documents list them.
            #[must_use]
            pub fn fields() -> Vec<$crate::record::Field> {
                use $crate::record::field::Slot as _;
                vec![$($slot.field($name)),+]
            }

            /// Reads it.
            ///
            /// # Errors
            /// The first field that cannot stand, with its remedy.
            pub fn from_value(value: &serde_json::Value) -> Result<Self, $crate::record::Invalid> {
                use $crate::record::field::Slot as _;
                let mut f = $crate::record::fields::Fields::new(value)?;
                let read = Self { $($field: $slot.read(&mut f, $name)?,)+ };
                f.finish()?;
                $(read.$check()?;)?
                Ok(read)
            }

            /// It as JSON.
            #[must_use]
            pub fn to_value(&self) -> serde_json::Value {
                use $crate::record::field::Slot as _;
                let mut map = serde_json::Map::new();
                $($slot.write(&self.$field, $name, &mut map);)+
                serde_json::Value::Object(map)
            }
        }
    };
}
pub(super) use fields;
