//! A signal as text, a field a line, to be edited and read again.

use serde_json::Value;
use summit_ledger::record::Signal;

use super::failure::Failure;
use super::signal::{SignalArgs, option_fields};

/// The name under which the reason of a correction stands; the reason of likelihoods has another.
const BECAUSE: &str = "because";
const IF_BECAUSE: &str = "if-because";

/// What a text says.
#[derive(Debug)]
pub struct Form {
    /// The kind, where one is named.
    pub kind: Option<String>,
    /// The other fields, as if they had been typed.
    pub args: SignalArgs,
    /// Why the signal is corrected.
    pub because: Option<String>,
}

/// A signal as text. A line that begins with a blank goes on with the one before.
pub fn text(signal: &Signal) -> String {
    let value = signal.to_value();
    let mut out = format!(
        "# {}: change what is wrong, save, and close. Nothing changed appends nothing.\n\
         # A field left empty is left out. A line that begins with a blank goes on with the one before.\n\n",
        signal.id
    );
    line(&mut out, "kind", signal.kind.as_str());
    for (option, field) in option_fields() {
        line(&mut out, named(option), &at(&value, field));
    }
    out.push_str("\n# Why it is corrected; left empty, the changes themselves are the reason.\n");
    line(&mut out, BECAUSE, "");
    out
}

pub fn line(out: &mut String, name: &str, text: &str) {
    let text = text.replace('\n', "\n ");
    out.push_str(format!("{name}: {text}").trim_end());
    out.push('\n');
}

/// The name of an option in the text.
pub fn named(option: &'static str) -> &'static str {
    if option == BECAUSE {
        IF_BECAUSE
    } else {
        option
    }
}

/// What a record holds at a field, as it would be typed.
fn at(value: &Value, field: &str) -> String {
    let held = field.split('.').try_fold(value, |v, name| v.get(name));
    match held {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(days)) => {
            let day = |name: &str| days.get(name).and_then(Value::as_str).unwrap_or_default();
            match (day("first"), day("last")) {
                (first, last) if first == last => first.to_owned(),
                (first, last) => format!("{first}..{last}"),
            }
        }
        Some(other) => other.to_string(),
    }
}

/// Reads a text.
pub fn read(text: &str) -> Result<Form, Failure> {
    let (mut kind, mut because, mut args) = (None, None, SignalArgs::default());
    for (place, name, value) in fields(text)? {
        if value.is_empty() {
            continue;
        }
        let option = option_fields()
            .map(|(option, _)| option)
            .find(|o| named(o) == name);
        match (name.as_str(), option) {
            ("kind", _) => kind = Some(value),
            (BECAUSE, _) => because = Some(value),
            (_, Some(option)) => {
                args = args
                    .set(option, &value)
                    .map_err(|e| wrong(place, &e.what))?;
            }
            _ => return Err(wrong(place, &format!("`{name}` is no field of a signal"))),
        }
    }
    Ok(Form {
        kind,
        args,
        because,
    })
}

/// The fields of a text: the line on which each begins, its name, and what it says.
fn fields(text: &str) -> Result<Vec<(usize, String, String)>, Failure> {
    let mut out: Vec<(usize, String, String)> = Vec::new();
    for (line, place) in text.lines().zip(1..) {
        if let (Some(more), Some(last)) = (line.strip_prefix([' ', '\t']), out.last_mut()) {
            last.2.push('\n');
            last.2.push_str(more.trim_end());
            continue;
        }
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let (name, value) = line
            .split_once(':')
            .ok_or_else(|| wrong(place, "it is no field"))?;
        let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
        if out.iter().any(|(_, there, _)| *there == name) {
            return Err(wrong(place, &format!("`{name}` is said twice")));
        }
        out.push((place, name, value));
    }
    Ok(out)
}

fn wrong(place: usize, why: &str) -> Failure {
    Failure::usage(
        format!("line {place}: {why}"),
        "one line a field, as in `grade: B2`; # begins a remark, a blank goes on with the line before",
    )
}

/// A text as it comes back from the form: without blanks around it and at the ends of its lines.
fn read_back(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// What two versions of a signal say otherwise, in words.
pub fn changed(old: &Signal, new: &Signal) -> Vec<String> {
    let (before, after) = (old.to_value(), new.to_value());
    let kind = ("kind", "kind");
    let differs = |(option, field): (&'static str, &str)| {
        let (was, is) = (
            read_back(&at(&before, field)),
            read_back(&at(&after, field)),
        );
        let name = named(option);
        match (was == is, was.as_str(), is.as_str()) {
            (true, ..) => None,
            (_, "", is) => Some(format!("{name} {is}")),
            (_, was, "") => Some(format!("{name} {was} left out")),
            (_, was, is) => Some(format!("{name} {was} -> {is}")),
        }
    };
    std::iter::once(kind)
        .chain(option_fields())
        .filter_map(differs)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn signal() -> Signal {
        Signal::from_value(&json!({
            "id": "wang", "question": "q", "kind": "visit-planned", "observed_on": "2023-09-28",
            "known_on": "2023-09-29", "summary": "Wang Yi: to visit", "grade": "B2",
            "about": {"first": "2023-11-15", "last": "2023-11-17"},
            "source": {"name": "Bloomberg", "quote": "one\n\ntwo"},
            "likelihood": {"if_meeting": 0.25, "if_none": 0.1, "because": "usual"}
        }))
        .unwrap()
    }

    #[test]
    fn a_text_says_all_and_is_read_as_it_was_written() {
        let text = text(&signal());
        let form = read(&text).unwrap();
        assert_eq!(
            (form.kind.as_deref(), form.because),
            (Some("visit-planned"), None)
        );
        for (option, said) in [
            ("on", "2023-09-28"),
            ("known", "2023-09-29"),
            ("summary", "Wang Yi: to visit"),
            ("about", "2023-11-15..2023-11-17"),
            ("source", "Bloomberg"),
            ("quote", "one\n\ntwo"),
            ("because", "usual"),
        ] {
            assert_eq!(form.args.typed(option), Some(said), "{text}");
        }
        assert!(form.args.has_numbers());
    }

    #[test]
    fn a_bad_line_is_named() {
        for (text, said) in [
            ("kind: a\ngrad: B2\n", "line 2: `grad` is no field"),
            ("kind: a\n\nno colon\n", "line 3"),
            ("kind: a\nif-none: much\n", "line 2"),
            ("kind: a\nkind: b\n", "said twice"),
        ] {
            let e = read(text).unwrap_err();
            assert!(e.what.contains(said), "{}", e.what);
        }
    }

    #[test]
    fn what_changed_is_said_field_by_field() {
        let mut new = signal();
        assert!(changed(&signal(), &new).is_empty());
        // The form gives no blanks back, and that is no correction.
        new.summary = format!(" {} ", new.summary);
        assert!(changed(&signal(), &new).is_empty());
        (new.about, new.story) = (None, Some("trip".into()));
        let said = changed(&signal(), &new);
        assert_eq!(
            said,
            ["story trip", "about 2023-11-15..2023-11-17 left out"]
        );
    }
}
