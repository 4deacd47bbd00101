//! Draws a document as Markdown, as CommonMark and its tables are read by most repositories.
//!
//! Whatever a document holds appears as text: everything that Markdown or HTML would read as a
//! sign is escaped. Pictures are drawn in characters, in code blocks.

use super::form::{Form, Write};
use super::safe;
use super::text::{TextStyle, render as draw_text};
use crate::view::address::web_address;
use crate::view::doc::{Block, Doc, Line, NoteKind, Role, Span};
use crate::view::table::{Align, Table};

/// The form.
pub const FORM: Form = Form {
    name: "markdown",
    help: "For notes and repositories",
    write: Write::Doc(|doc, _| Ok(render(doc))),
};

/// The document as Markdown; its title is a heading of the first level.
#[must_use]
pub fn render(doc: &Doc) -> String {
    let blocks: Vec<String> = doc.blocks.iter().map(block).collect();
    blocks.join("\n")
}

/// Text without a meaning to Markdown or HTML.
#[must_use]
pub fn escape(text: &str) -> String {
    let line = safe::one_line(text);
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '$' | '!' | '^' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A name after it would be told.
            '@' => out.push_str("&#64;"),
            c => out.push(c),
        }
    }
    // A bare address would become a link by itself, whatever it leads to.
    out.replace("://", "&#58;//").replace("www.", "www&#46;")
}

/// Text at the start of a line, where a number or a dash would begin a list.
fn start(text: String) -> String {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at_checked(digits).unwrap_or(("", &text));
    if !number.is_empty() && rest.starts_with(['.', ')']) {
        return format!("{number}\\{rest}");
    }
    if text.starts_with(['-', '+', '=']) {
        return format!("\\{text}");
    }
    text
}

/// A line as it stands within a paragraph or a cell.
fn line(line: &Line) -> String {
    let text: String = line.0.iter().map(span).collect();
    text.trim().to_owned()
}

fn span(span: &Span) -> String {
    if span.role == Role::Code {
        return code(&span.text);
    }
    let text = escape(&span.text);
    let text = match span.href.as_deref().and_then(web_address) {
        Some(address) => format!("[{text}](<{address}>)"),
        None => text,
    };
    match span.role {
        Role::Strong | Role::Warn => marked(&text, "**"),
        _ => text,
    }
}

/// Signs around the text, and the spaces at its ends outside of them.
fn marked(text: &str, sign: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let before = text.len() - text.trim_start().len();
    let after = text.len() - text.trim_end().len();
    format!(
        "{}{sign}{inner}{sign}{}",
        " ".repeat(before),
        " ".repeat(after)
    )
}

/// Text between backticks, more of them than it holds in a row.
fn code(text: &str) -> String {
    let text = safe::one_line(text).replace('|', "\\|");
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    if text.trim().is_empty() {
        return String::new();
    }
    if text.starts_with('`') || text.ends_with('`') {
        return format!("{fence} {text} {fence}");
    }
    format!("{fence}{text}{fence}")
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading { level, text } => {
            let signs = "#".repeat(usize::from((*level).clamp(1, 6)));
            format!("{signs} {}\n", escape(text).trim())
        }
        Block::Paragraph(text) => format!("{}\n", start(line(text))),
        Block::Facts(facts) => facts
            .iter()
            .map(|(name, value)| {
                let name = marked(&escape(name), "**");
                format!("- {}: {}\n", name.trim(), line(value))
            })
            .collect(),
        Block::List(items) => items
            .iter()
            .map(|item| format!("- {}\n", start(line(item))))
            .collect(),
        Block::Table(rows) => table(rows),
        Block::Verbatim(lines) => {
            let lines = lines
                .iter()
                .map(|line| safe::one_line(line).replace("```", "'''"));
            let lines: Vec<String> = lines.collect();
            format!("```text\n{}\n```\n", lines.join("\n"))
        }
        Block::Chart(_) | Block::Waterfall(_) => drawn(block),
        Block::Reliability(diagram) => drawn(block) + "\n" + &table(&diagram.table()),
        Block::Note { kind, text } => {
            let label = match kind {
                NoteKind::Hint => "Hint",
                NoteKind::Warning => "Warning",
            };
            format!("> **{label}:** {}\n", line(text))
        }
    }
}

/// What is a picture, in characters. It holds no line that could end the code block.
fn drawn(block: &Block) -> String {
    let picture = match block {
        Block::Reliability(diagram) => super::text::diagram(diagram, &TextStyle::default()),
        other => {
            let doc = Doc::new().block(other.clone());
            draw_text(&doc, &TextStyle::default())
        }
    };
    format!("```text\n{}```\n", picture.replace("```", "'''"))
}

fn table(table: &Table) -> String {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = row(table.columns.iter().map(|c| escape(&c.header)).collect());
    let rule = table.columns.iter().map(|column| match column.align {
        Align::Left => "---".to_owned(),
        Align::Right => "--:".to_owned(),
    });
    out.push_str(&row(rule.collect()));
    for one in &table.rows {
        let cells = one.cells.iter().map(line);
        let cells = cells.map(|cell| match cell.as_str() {
            "" => cell,
            _ if one.total && !cell.contains('*') => format!("**{cell}**"),
            _ => cell,
        });
        let cells = cells.chain(std::iter::repeat(String::new()));
        out.push_str(&row(cells.take(table.columns.len()).collect()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_block_looks_like_this() {
        let drawn = render(&crate::view::fixtures::everything());
        insta::assert_binary_snapshot!("everything.md", drawn.into_bytes());
    }

    #[test]
    fn what_is_hostile_is_text() {
        let hostile = Line::new()
            .plain("<b>*x*</b> [a](javascript:b) https://a.example @all 1|2 \u{202e}")
            .link("a]b", "https://a.example/(x)")
            .link(" c", "javascript:x")
            .code("`a`|");
        assert_eq!(
            line(&hostile),
            "&lt;b&gt;\\*x\\*&lt;/b&gt; \\[a\\](javascript:b) https&#58;//a.example &#64;all 1\\|2 \
             \\\\u\\{202e\\}[a\\]b](<https://a.example/(x)>) c`` `a`\\| ``"
        );
    }

    #[test]
    fn a_line_begins_no_list() {
        for (text, shown) in [
            ("1. no", "1\\. no\n"),
            ("- no", "\\- no\n"),
            ("+1.3 dB", "\\+1.3 dB\n"),
            ("# no", "\\# no\n"),
            ("2023 was", "2023 was\n"),
        ] {
            assert_eq!(render(&Doc::new().paragraph(text)), shown);
        }
    }
}
