//! Rust source as tokens: without comments, strings and what only tests compile.

/// A word, `::` or one mark, and the line that it stands on.
#[derive(Debug, Clone)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

impl Token {
    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }

    pub fn is_word(&self) -> bool {
        self.text.starts_with(is_word)
    }
}

/// Whether the token at a place is this one.
pub fn at(tokens: &[Token], i: usize, text: &str) -> bool {
    tokens.get(i).is_some_and(|t| t.is(text))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The tokens of a source, tests included.
pub fn tokens(source: &str) -> Vec<Token> {
    let (mut rest, mut line, mut out) = (source, 1, Vec::new());
    while !rest.is_empty() {
        let (length, kept) = first(rest);
        let (text, after) = rest.split_at(length);
        if kept {
            let text = text.to_owned();
            out.push(Token { text, line });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    out
}

/// The length of what a source begins with, and whether it counts.
fn first(s: &str) -> (usize, bool) {
    if s.starts_with("//") {
        return (s.find('\n').unwrap_or(s.len()), false);
    }
    if s.starts_with("/*") {
        return (comment(s), false);
    }
    if let Some(length) = string(s) {
        return (length, false);
    }
    if s.starts_with("::") {
        return (2, true);
    }
    let word = s.find(|c| !is_word(c)).unwrap_or(s.len());
    match s.chars().next() {
        Some(c) if c.is_whitespace() => (c.len_utf8(), false),
        Some('\'') => quoted(s),
        Some(c) if word == 0 => (c.len_utf8(), true),
        _ => (word, true),
    }
}

fn comment(s: &str) -> usize {
    let (mut depth, mut i) = (0, 0);
    while i < s.len() {
        let here = &s.as_bytes()[i..];
        if here.starts_with(b"/*") {
            (depth, i) = (depth + 1, i + 2);
        } else if here.starts_with(b"*/") {
            (depth, i) = (depth - 1, i + 2);
            if depth == 0 {
                return i;
            }
        } else {
            i += 1;
        }
    }
    s.len()
}

/// The length of a string, raw or not, if the source begins with one.
fn string(s: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r", "b", "c", ""]
        .into_iter()
        .find(|p| s.strip_prefix(p).is_some_and(|t| t.starts_with(['"', '#'])))?;
    let marks = s[prefix.len()..].chars().take_while(|c| *c == '#').count();
    let body = prefix.len() + marks + 1;
    if !s[prefix.len() + marks..].starts_with('"') {
        return None;
    }
    if prefix.ends_with('r') {
        let end = format!("\"{}", "#".repeat(marks));
        return Some(
            s[body..]
                .find(&end)
                .map_or(s.len(), |i| body + i + end.len()),
        );
    }
    (marks == 0).then(|| body + closed(&s[body..], '"'))
}

/// The length up to and with the closing mark, past what a backslash hides.
fn closed(s: &str, mark: char) -> usize {
    let mut hidden = false;
    for (i, c) in s.char_indices() {
        match c {
            _ if hidden => hidden = false,
            '\\' => hidden = true,
            c if c == mark => return i + 1,
            _ => {}
        }
    }
    s.len()
}

/// A character between quotes, or a lifetime.
fn quoted(s: &str) -> (usize, bool) {
    let mut inside = s[1..].chars();
    match (inside.next(), inside.next()) {
        (Some('\\'), _) | (Some(_), Some('\'')) => (1 + closed(&s[1..], '\''), false),
        _ => (1, false),
    }
}

/// The tokens without what only tests compile, and the names of the module files that only they do.
pub fn without_tests(all: &[Token]) -> (Vec<Token>, Vec<String>) {
    let (mut out, mut files, mut i) = (Vec::new(), Vec::new(), 0);
    while let Some(token) = all.get(i) {
        if !only_for_tests(&all[i..]) {
            out.push(token.clone());
            i += 1;
            continue;
        }
        while at(all, i, "#") {
            i = past(all, i + 1);
        }
        let end = item(all, i);
        let name = all[i..end].iter().skip_while(|t| !t.is("mod")).nth(1);
        if let Some(name) = name.filter(|_| at(all, end - 1, ";")) {
            files.push(name.text.clone());
        }
        i = end;
    }
    (out, files)
}

fn only_for_tests(tokens: &[Token]) -> bool {
    let words = tokens.iter().map(|t| t.text.as_str());
    let start: Vec<&str> = words.take(7).collect();
    start.starts_with(&["#", "[", "cfg", "(", "test", ")", "]"])
}

/// The place after an item: its `;`, or the block that it opens.
fn item(tokens: &[Token], mut i: usize) -> usize {
    let seen = |t: &&Token| !["pub", "(", "crate", "super", ")"].contains(&t.text.as_str());
    let import = tokens[i..].iter().find(seen).is_some_and(|t| t.is("use"));
    while let Some(token) = tokens.get(i) {
        match token.text.as_str() {
            ";" => return i + 1,
            "{" if !import => return past(tokens, i),
            "{" | "(" | "[" => i = past(tokens, i),
            _ => i += 1,
        }
    }
    i
}

/// The place after the bracket that closes the one here.
pub fn past(tokens: &[Token], mut i: usize) -> usize {
    let mut depth = 0;
    while let Some(token) = tokens.get(i) {
        i += 1;
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    i
}
