//! A signal as a text to fill in: one line a field.

use summit_ledger::view::grades;

use super::failure::Failure;
use super::form;
use super::signal::{SignalArgs, options};

/// A text with what is known of a signal filled in, and what the fields mean below.
pub fn of(kind: Option<&str>, args: &SignalArgs) -> String {
    let mut text = String::new();
    form::line(&mut text, "kind", kind.unwrap_or_default());
    for (option, _) in options() {
        let usual = if option == "on" { "today" } else { "" };
        let typed = args.text(option).unwrap_or_else(|| usual.to_owned());
        form::line(&mut text, form::named(option), &typed);
    }
    text.push_str(
        "\n# Fill in what you know; leave the rest empty. Lines that begin with # are left out.\n\
         # An empty text, or one without a kind, appends nothing.\n#\n",
    );
    for (option, help) in options() {
        text.push_str(&format!("# {}: {help}\n", form::named(option)));
    }
    text.push_str("#\n# grades\n");
    for line in grades::lines().lines().skip(1) {
        text.push_str(&format!("# {line}\n"));
    }
    text
}

/// The kind and what is said of it; `None` where the text names no kind.
pub fn read(text: &str) -> Result<Option<(String, SignalArgs)>, Failure> {
    let form = form::read(text)?;
    if form.because.is_some() {
        return Err(Failure::usage(
            "`because` is why a signal is corrected, and this one is new",
            "why its likelihoods are your own is `if-because`",
        ));
    }
    Ok(form.kind.map(|kind| (kind, form.args)))
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
        assert!(read("kind: threat\nbecause: x\n").is_err());
    }
}
