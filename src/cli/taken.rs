//! The kind that is meant by a word as typed.

use std::sync::Arc;

use summit_ledger::belief::Model;
use summit_ledger::desk::{BESIDE, Desk};
use summit_ledger::model::shipped;
use summit_ledger::model::words::{self, Meant};
use summit_ledger::record::Name;

use super::failure::Failure;
use super::output;

/// So many letters of a kind's name, or else of another word for it, stand for it where no other begins
/// with them.
const LEAST_LETTERS: usize = 4;

/// The kind that a word stands for on these questions. Where it is not the kind's own name, it is said
/// which was taken; where it may be several, or one that the model has not, it is refused and said why.
pub fn kind(desk: &mut Desk, questions: &[Name], typed: &str) -> Result<String, Failure> {
    let mut models = Vec::with_capacity(questions.len());
    for question in questions {
        models.push(desk.model_of(question)?);
    }
    among(&models, typed)
}

fn among(models: &[Arc<Model>], typed: &str) -> Result<String, Failure> {
    let word = words::written(typed);
    let known = |kind: &str| models.iter().any(|model| model.kinds.contains_key(kind));
    if known(&word) || BESIDE.contains(&word.as_str()) {
        return Ok(word);
    }
    let has = |kind: &str| models.iter().all(|model| model.kinds.contains_key(kind));
    match words::meant(&word, has) {
        Meant::Kind(kind) => Ok(say(models, typed, kind)),
        Meant::Several(kinds) => Err(several(models, typed, &kinds)),
        Meant::Nothing(kinds) if !kinds.is_empty() => Err(elsewhere(models, typed, &kinds)),
        Meant::Nothing(_) => match begun(models, &word, has).as_slice() {
            [one] => Ok(say(models, typed, one)),
            [] => Ok(typed.to_owned()),
            many => Err(several(models, typed, many)),
        },
    }
}

/// The kinds that begin so; where none does, those for which another word begins so.
fn begun<'m>(models: &'m [Arc<Model>], start: &str, has: impl Fn(&str) -> bool) -> Vec<&'m str> {
    let Some(model) = models.first().filter(|_| start.len() >= LEAST_LETTERS) else {
        return Vec::new();
    };
    let names = model.kinds.keys().map(String::as_str);
    let named: Vec<&str> = names.filter(|name| name.starts_with(start)).collect();
    match named.is_empty() {
        true => words::begun(start, has),
        false => named,
    }
}

fn say(models: &[Arc<Model>], typed: &str, kind: &str) -> String {
    output::talk(&format!(
        "{typed}: taken as {kind}, {}\n",
        label(models, kind)
    ));
    kind.to_owned()
}

fn label<'m>(models: &'m [Arc<Model>], kind: &str) -> &'m str {
    let found = models.first().and_then(|model| model.kinds.get(kind));
    found.map_or("", |kind| kind.label.as_str())
}

fn several(models: &[Arc<Model>], typed: &str, kinds: &[&str]) -> Failure {
    let mut what = format!("`{typed}` may mean several kinds:");
    for kind in kinds {
        what.push_str(&format!("\n{kind}: {}", label(models, kind)));
    }
    Failure::usage(
        what,
        "type the one that is meant; `summit kinds KIND` shows it",
    )
}

fn elsewhere(models: &[Arc<Model>], typed: &str, kinds: &[&str]) -> Failure {
    let model = models.first().map_or("", |model| model.id.as_str());
    Failure::usage(
        format!(
            "`{typed}` stands for {}, which model {model} has not",
            kinds.join(" or ")
        ),
        format!(
            "`summit kinds WORD` searches those that it has; `summit model adopt {}` takes the \
             question to a model that has more",
            shipped::DEFAULT.id
        ),
    )
}
