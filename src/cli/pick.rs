//! A kind found by asking: a word to search for, then a number.

use summit_ledger::belief::Model;
use summit_ledger::model::words;
use summit_ledger::view::kinds::find;

use super::ask::Asker;

/// The most kinds that are listed at once.
const LISTED: usize = 12;
/// So often it is asked.
const TRIES: usize = 8;

/// Asks for a kind of the model, or a word that stands for one; `None` where the answers end.
pub fn kind(asker: &mut Asker<'_>, model: &Model) -> Option<String> {
    let mut listed: Vec<&str> = Vec::new();
    for _ in 0..TRIES {
        let prompt = match listed.is_empty() {
            true => "kind of signal, or a word to search for: ",
            false => "its number, or another word: ",
        };
        let answer = asker.line(prompt)?;
        let number = answer.parse::<usize>().ok();
        if let Some(kind) = number.and_then(|n| listed.get(n.checked_sub(1)?)) {
            return Some((*kind).to_owned());
        }
        let word = words::written(&answer);
        if model.kinds.contains_key(&word) {
            return Some(word);
        }
        if let words::Meant::Kind(kind) = words::meant(&word, |k| model.kinds.contains_key(k)) {
            return Some(kind.to_owned());
        }
        listed = match word.is_empty() {
            true => Vec::new(),
            false => find(model, &answer),
        };
        asker.say(&told(model, &listed));
        listed.truncate(LISTED);
    }
    None
}

/// The kinds found, each with its number.
fn told(model: &Model, found: &[&str]) -> String {
    if found.is_empty() {
        return "nothing is found; try visit, talks, call, sanction or announced\n".to_owned();
    }
    let mut text = String::new();
    for (name, n) in found.iter().take(LISTED).zip(1..) {
        let label = model
            .kinds
            .get(*name)
            .map_or("", |kind| kind.label.as_str());
        text.push_str(&format!("{n:>3}  {name:<26}  {label}\n"));
    }
    if found.len() > LISTED {
        let more = found.len() - LISTED;
        text.push_str(&format!("     and {more} more; a second word narrows it\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::ask::heard;
    use super::*;
    use summit_ledger::model::shipped;

    fn picked(typed: &str) -> (Option<String>, String) {
        let model = Model::parse(shipped::DEFAULT.built).unwrap();
        heard(typed, |asker| kind(asker, &model))
    }

    #[test]
    fn a_kind_is_found_by_a_word_and_taken_by_its_number() {
        let (kind, said) = picked("postponed\n1\n");
        assert_eq!(kind.as_deref(), Some("visit-postponed"), "{said}");
        assert!(said.contains("summit-cancelled"), "{said}");
    }

    #[test]
    fn a_name_or_a_word_for_one_kind_is_taken_at_once() {
        assert_eq!(picked("praise\n").0.as_deref(), Some("praise"));
        let freed = picked("hostage released\n").0;
        assert_eq!(freed.as_deref(), Some("detainee-transferred"));
    }

    #[test]
    fn nothing_found_is_said_and_the_end_ends() {
        let (kind, said) = picked("xyzzy\n\n");
        assert_eq!(kind, None);
        assert_eq!(said.matches("nothing is found").count(), 2);
    }
}
