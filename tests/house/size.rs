//! How long functions are.

use super::token::{Token, at, past, tokens};

/// A function with a body.
pub struct Function {
    pub name: String,
    /// The line of its `fn`.
    pub line: usize,
    pub lines: usize,
}

/// The functions of a source, those within others and those of tests too.
pub fn functions(source: &str) -> Vec<Function> {
    let tokens = tokens(source);
    let starts = (0..tokens.len()).filter(|i| tokens[*i].is("fn"));
    starts.filter_map(|i| function(&tokens, i)).collect()
}

fn function(tokens: &[Token], start: usize) -> Option<Function> {
    let name = tokens.get(start + 1).filter(|t| t.is_word())?;
    let mut i = start;
    while !at(tokens, i, "{") {
        match tokens.get(i)?.text.as_str() {
            ";" => return None,
            "(" | "[" => i = past(tokens, i),
            _ => i += 1,
        }
    }
    let end = past(tokens, i) - 1;
    Some(Function {
        name: name.text.clone(),
        line: tokens[start].line,
        lines: tokens[end].line - tokens[start].line + 1,
    })
}
