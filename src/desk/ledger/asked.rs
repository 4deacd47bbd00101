//! Which question is meant: by its id, how one begins, a part of one, or because it is the only one.

use super::find::question_of;
use super::{Desk, DeskError};
use crate::record::Name;

/// Most questions that are told.
const TOLD: usize = 8;

impl Desk {
    /// The only question of the ledger, or the one named: by its id, else by how only one id begins,
    /// else by what only one id holds, in letters of any case.
    ///
    /// # Errors
    /// When there is none, or several could be meant.
    pub fn the_question(&self, named: Option<&str>) -> Result<Name, DeskError> {
        let all = self.questions()?;
        let Some(text) = named else {
            return only(&all);
        };
        let id = Name::parse(text).map_err(|e| e.under("question"))?;
        match like(&all, &id).as_slice() {
            [one] => Ok((*one).clone()),
            [] => Ok(question_of(&self.ledger, &id)?.1.id.clone()),
            many => Err(DeskError::refuse(
                "question",
                text,
                format!("{} questions are called so", many.len()),
                format!("type more of one: {}", told(many)),
            )),
        }
    }
}

/// What a text could name: one whose id it is, else all whose ids begin so, else all that hold it.
fn like<'n>(all: &'n [Name], typed: &Name) -> Vec<&'n Name> {
    if let Some(same) = all.iter().find(|id| *id == typed) {
        return vec![same];
    }
    let part = typed.as_str().to_ascii_lowercase();
    let lower = |id: &Name| id.as_str().to_ascii_lowercase();
    let begun: Vec<&Name> = all
        .iter()
        .filter(|id| lower(id).starts_with(&part))
        .collect();
    if !begun.is_empty() {
        return begun;
    }
    all.iter().filter(|id| lower(id).contains(&part)).collect()
}

fn only(all: &[Name]) -> Result<Name, DeskError> {
    match all {
        [one] => Ok(one.clone()),
        [] => Err(DeskError::refuse(
            "question",
            "",
            "the ledger has no question yet",
            "open one with `summit open`, or `summit import FILE`",
        )),
        many => Err(DeskError::refuse(
            "question",
            "",
            format!("the ledger has {} questions", many.len()),
            format!(
                "name one with -q, or for the commands to come with `summit use`: {}",
                told(&many.iter().collect::<Vec<_>>())
            ),
        )),
    }
}

fn told(many: &[&Name]) -> String {
    let names: Vec<&str> = many.iter().take(TOLD).map(|id| id.as_str()).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<String> {
        let all =
            ["modi-xi-2026", "modi-xi-2025", "putin-xi", "xi"].map(|t| Name::parse(t).unwrap());
        let typed = Name::parse(typed).unwrap();
        let ids = like(&all, &typed).into_iter().map(ToString::to_string);
        ids.collect()
    }

    #[test]
    fn an_id_goes_before_a_beginning_and_a_beginning_before_a_part() {
        assert_eq!(found("xi"), ["xi"]);
        assert_eq!(found("PUT"), ["putin-xi"]);
        assert_eq!(found("modi"), ["modi-xi-2026", "modi-xi-2025"]);
        assert_eq!(found("2026"), ["modi-xi-2026"]);
        assert!(found("biden").is_empty());
    }
}
