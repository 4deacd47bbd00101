//! Where models and priors come from: sources, counts and judgement, draws of ratios and rates.

pub mod build;
pub mod draws;
pub mod forums;
pub mod meetings;
pub mod pair;
pub mod places;
pub mod prior;
pub mod settings;
pub mod shape;
pub mod shipped;
pub mod source;
pub mod two;
pub mod words;

use crate::record::Invalid;

/// Builds the model file from a source, by the version of the belief that it names.
///
/// # Errors
/// The line or field of the source that cannot stand.
pub fn build_source(text: &str) -> Result<String, Invalid> {
    match source::version(text)? {
        1 => build::build(&source::Source::parse(text)?),
        2 => two::build::build(&two::source::Source::parse(text)?),
        other => Err(Invalid::new(
            "belief",
            other.to_string(),
            "no such version of the belief",
            "2; or leave it out, for version 1",
        )),
    }
}

/// Builds the model file from the bytes of its source.
///
/// # Errors
/// When they are not text; the first line or field that cannot stand.
pub fn from_bytes(source: Vec<u8>) -> Result<String, Invalid> {
    let text = String::from_utf8(source).map_err(|_| {
        let what = "the source is not UTF-8 text";
        Invalid::new("", "", what, "save it as UTF-8")
    })?;
    build_source(&text)
}
