//! A signal as a text to fill in: one line a field.

use super::ask::GRADES;
use super::failure::Failure;
use super::signal::{SignalArgs, options};

/// A text with what is known of a signal filled in, and what the fields mean below.
pub fn of(kind: Option<&str>, args: &SignalArgs) -> String {
    let mut text = format!("kind: {}\n", kind.unwrap_or_default());
    for (option, _) in options() {
        let typed = args.text(option).unwrap_or_default();
        let typed = match (option, typed.is_empty()) {
            ("on", true) => "today".to_owned(),
            _ => typed,
        };
        text.push_str(&format!("{option}: {typed}\n"));
    }
    text.push_str(
        "\n# Fill in what you know; leave the rest empty. Lines that begin with # are left out.\n\
         # An empty text, or one without a kind, appends nothing.\n#\n",
    );
    for (option, help) in options() {
        text.push_str(&format!("# {option}: {help}\n"));
    }
    text.push_str("#\n# grades\n");
    for line in GRADES.lines().skip(1) {
        text.push_str(&format!("# {line}\n"));
    }
    text
}

/// The kind and what is said of it; `None` where the text names no kind.
pub fn read(text: &str) -> Result<Option<(String, SignalArgs)>, Failure> {
    let (mut kind, mut args) = (None, SignalArgs::default());
    for (line, n) in text.lines().zip(1..) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else {
            return Err(wrong(n, line));
        };
        let (name, value) = (name.trim(), value.trim());
        let known = options().find(|(option, _)| *option == name);
        match known {
            _ if value.is_empty() => {}
            _ if name == "kind" => kind = Some(value.to_owned()),
            Some((option, _)) => args = args.set(option, value)?,
            None => return Err(wrong(n, line)),
        }
    }
    Ok(kind.map(|kind| (kind, args)))
}

fn wrong(line: usize, text: &str) -> Failure {
    Failure::usage(
        format!("line {line} is no field of a signal: {text}"),
        "one line a field, as in `summary: Wang Yi to visit Washington`; # begins a remark",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_it_was_written() {
        let args = SignalArgs::default()
            .with("summary", Some("Wang Yi: to visit"))
            .with("grade", Some("B2"));
        let text = of(Some("visit-planned"), &args);
        let (kind, read) = read(&text).unwrap().unwrap();
        assert_eq!(kind, "visit-planned");
        assert_eq!(read.typed("summary"), Some("Wang Yi: to visit"));
        assert_eq!(read.typed("on"), Some("today"));
        assert_eq!(read.typed("story"), None);
    }

    #[test]
    fn without_a_kind_there_is_no_signal_and_mistakes_name_their_line() {
        assert!(read(&of(None, &SignalArgs::default())).unwrap().is_none());
        assert!(read("").unwrap().is_none());
        let e = read("kind: threat\nsumary: x\n").unwrap_err();
        assert!(e.what.starts_with("line 2"), "{}", e.what);
        let e = read("kind: threat\nif-meeting: much\n").unwrap_err();
        assert!(e.what.contains("if-meeting"), "{}", e.what);
    }
}
