//! The paths that a source names: in `use`, with its nested braces, and in the code.

use super::token::{Token, at};

/// A path as written, and the line of its last word.
#[derive(Debug, Clone)]
pub struct Path {
    pub words: Vec<String>,
    pub line: usize,
    /// The name under which `use` brings it in.
    pub name: Option<String>,
    /// Written with `::` before it: never of this crate.
    pub foreign: bool,
}

/// Every path of more than one word, and every name brought in.
pub fn paths(tokens: &[Token]) -> Vec<Path> {
    let (mut out, mut i) = (Vec::new(), 0);
    while let Some(token) = tokens.get(i) {
        if token.is("use") && !at(tokens, i + 1, "<") {
            i = tree(tokens, i + 1, &[], &mut out);
        } else if token.is_word() && at(tokens, i + 1, "::") {
            let (words, end) = chain(tokens, i);
            let before = i.checked_sub(1).is_some_and(|b| tokens[b].is("::"));
            out.push(Path {
                line: tokens[end - 1].line,
                words,
                name: None,
                foreign: before,
            });
            i = end;
        } else {
            i += 1;
        }
    }
    out
}

/// Words with `::` between them, and the place after them.
fn chain(tokens: &[Token], mut i: usize) -> (Vec<String>, usize) {
    let mut words = vec![tokens[i].text.clone()];
    while at(tokens, i + 1, "::") && tokens.get(i + 2).is_some_and(Token::is_word) {
        i += 2;
        words.push(tokens[i].text.clone());
    }
    (words, i + 1)
}

/// Reads one branch of a `use` and gives the place after it.
fn tree(tokens: &[Token], mut i: usize, stem: &[String], out: &mut Vec<Path>) -> usize {
    let foreign = stem.is_empty() && at(tokens, i, "::");
    i += usize::from(at(tokens, i, "::"));
    let mut words = stem.to_vec();
    if tokens.get(i).is_some_and(Token::is_word) {
        let (more, end) = chain(tokens, i);
        words.extend(more);
        i = end;
        i += usize::from(at(tokens, i, "::"));
    }
    if at(tokens, i, "{") {
        i += 1;
        while i < tokens.len() && !at(tokens, i, "}") {
            i = tree(tokens, i, &words, out);
            i += usize::from(at(tokens, i, ","));
        }
        return i + 1;
    }
    let line = tokens[i.min(tokens.len()).saturating_sub(1)].line;
    if at(tokens, i, "*") {
        out.push(Path {
            words,
            line,
            name: None,
            foreign,
        });
        return i + 1;
    }
    if words.len() > 1 && words.last().is_some_and(|w| w == "self") {
        words.pop();
    }
    let mut name = words.last().cloned();
    if at(tokens, i, "as") {
        name = tokens.get(i + 1).map(|t| t.text.clone());
        i += 2;
    }
    out.push(Path {
        words,
        line,
        name,
        foreign,
    });
    i.max(1)
}
