//! Draws a document as a fragment of HTML: headings, lists, tables and figures, no style of its own.
//!
//! Whatever a document holds appears as text. Markup is escaped, what could steer the reading
//! order is shown as an escape, and text that reads from right to left cannot reorder its
//! neighbours. Only plain http and https addresses become links.

use super::markup::escape;
use super::svg;
use crate::view::address::{place, web_address};
use crate::view::doc::{Block, Doc, Line, NoteKind, Role, Span};
use crate::view::table::{Align, Column, Fit, Row, Table};

/// How a fragment fits into its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options<'a> {
    /// The level of the document's title, 1 to 6.
    pub title_level: u8,
    /// Whether a signal's marker leads to `#signal-ID` on the page.
    pub links: bool,
    /// Whether each picture comes twice, in the classes `wide` and `narrow`, for a style sheet to
    /// show one of them.
    pub both_widths: bool,
    /// Unique on the page: a beginning for the identifiers within the fragment.
    pub id: &'a str,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            title_level: 1,
            links: false,
            both_widths: false,
            id: "doc",
        }
    }
}

/// The document as a fragment, its title as `<h1>`. Every block stands on lines of its own.
#[must_use]
pub fn render(doc: &Doc) -> String {
    render_with(doc, &Options::default())
}

/// The same as part of a larger page: the document's title is a heading of that level, 1 to 6.
#[must_use]
pub fn render_at(doc: &Doc, title_level: u8) -> String {
    render_with(
        doc,
        &Options {
            title_level,
            ..Options::default()
        },
    )
}

/// The document as a fragment.
#[must_use]
pub fn render_with(doc: &Doc, options: &Options<'_>) -> String {
    let mut out = String::new();
    for (number, block) in doc.blocks.iter().enumerate() {
        draw(&mut out, block, options, number);
        out.push('\n');
    }
    out
}

/// A line as it stands within a paragraph or a cell.
#[must_use]
pub fn line(line: &Line) -> String {
    line.0.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    let mut text = escape(&span.text);
    if span.text.chars().any(reads_leftward) {
        text = format!("<bdi>{text}</bdi>");
    }
    if let Some(address) = span.href.as_deref().and_then(web_address) {
        text = format!(
            "<a href=\"{}\" rel=\"noreferrer noopener\">{text}</a>",
            escape(address)
        );
    }
    if let Some(place) = span.href.as_deref().and_then(place) {
        text = format!("<a href=\"{}\">{text}</a>", escape(place));
    }
    match span.role {
        Role::Plain => text,
        Role::Strong => format!("<strong>{text}</strong>"),
        Role::Dim => format!("<span class=\"dim\">{text}</span>"),
        Role::Up => format!("<span class=\"up\">{text}</span>"),
        Role::Down => format!("<span class=\"down\">{text}</span>"),
        Role::Code => format!("<code>{text}</code>"),
        Role::Warn => format!("<strong class=\"warn\">{text}</strong>"),
    }
}

/// Letters of scripts that are read from right to left (Unicode's bidirectional classes R and AL,
/// by block).
fn reads_leftward(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

fn draw(out: &mut String, block: &Block, options: &Options<'_>, number: usize) {
    match block {
        Block::Heading { level, text } => {
            let level = options
                .title_level
                .saturating_add(level.saturating_sub(1))
                .clamp(1, 6);
            out.push_str(&format!("<h{level}>{}</h{level}>", escape(text)));
        }
        Block::Paragraph(text) => out.push_str(&format!("<p>{}</p>", line(text))),
        Block::Facts(facts) => {
            out.push_str("<dl class=\"facts\">\n");
            for (name, value) in facts {
                out.push_str(&format!(
                    "<div><dt>{}</dt> <dd>{}</dd></div>\n",
                    escape(name),
                    line(value)
                ));
            }
            out.push_str("</dl>");
        }
        Block::List(items) => {
            out.push_str("<ul>\n");
            for item in items {
                out.push_str(&format!("<li>{}</li>\n", line(item)));
            }
            out.push_str("</ul>");
        }
        Block::Table(table) => draw_table(out, table),
        Block::Chart(chart) => {
            figure(out, "chart", (options, number), |style| {
                svg::chart(chart, style)
            });
        }
        Block::Waterfall(fall) => {
            figure(out, "waterfall", (options, number), |style| {
                svg::waterfall(fall, style)
            });
        }
        Block::Reliability(diagram) => {
            figure(out, "reliability", (options, number), |style| {
                svg::reliability(diagram, style)
            });
            out.push('\n');
            draw_table(out, &diagram.table());
        }
        Block::Verbatim(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
            out.push_str(&format!("<pre>{}</pre>", lines.join("\n")));
        }
        Block::Note { kind, text } => {
            let (class, label) = match kind {
                NoteKind::Hint => ("hint", "Hint"),
                NoteKind::Warning => ("warning", "Warning"),
            };
            out.push_str(&format!(
                "<p class=\"note {class}\"><strong>{label}:</strong> {}</p>",
                line(text)
            ));
        }
    }
}

/// Width of the picture on a wide page and on a narrow one, in CSS pixels.
const WIDTHS: [(&str, u32); 2] = [("wide", 760), ("narrow", 358)];

fn figure(
    out: &mut String,
    class: &str,
    (options, number): (&Options<'_>, usize),
    picture: impl Fn(&svg::Style) -> String,
) {
    let style = |width, kind: &str| svg::Style {
        width,
        links: options.links,
        id: format!("{}-{class}-{number}{kind}", options.id),
        ..svg::Style::default()
    };
    out.push_str(&format!("<figure class=\"{class}\">\n"));
    if options.both_widths {
        for (kind, width) in WIDTHS {
            let drawn = picture(&style(width, &format!("-{kind}")));
            out.push_str(&format!("<div class=\"{kind}\">\n{drawn}</div>\n"));
        }
    } else {
        out.push_str(&picture(&style(760, "")));
    }
    out.push_str("</figure>");
}

fn draw_table(out: &mut String, table: &Table) {
    out.push_str("<table>\n<thead>\n<tr>");
    for column in &table.columns {
        if column.header.is_empty() {
            // A heading without words is none.
            out.push_str(&format!("<td{}></td>", class(column)));
            continue;
        }
        out.push_str(&format!(
            "<th scope=\"col\"{}>{}</th>",
            class(column),
            escape(&column.header)
        ));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        draw_row(out, table, row);
    }
    out.push_str("</tbody>\n</table>");
}

/// A row. Each cell names its column, for pages too narrow for columns.
fn draw_row(out: &mut String, table: &Table, row: &Row) {
    let anchor = row.anchor.as_ref().map_or_else(String::new, |anchor| {
        format!(" id=\"{}\" tabindex=\"-1\"", escape(anchor))
    });
    let total = if row.total { " class=\"total\"" } else { "" };
    out.push_str(&format!("<tr{anchor}{total}>"));
    let empty = Line::new();
    let cells = row.cells.iter().chain(std::iter::repeat(&empty));
    for (column, cell) in table.columns.iter().zip(cells) {
        out.push_str(&format!(
            "<td{} data-label=\"{}\">{}</td>",
            class(column),
            escape(&column.header),
            line(cell)
        ));
    }
    out.push_str("</tr>\n");
}

/// Numbers stand right; words that may take several lines are told apart for narrow pages.
fn class(column: &Column) -> &'static str {
    match (column.align, column.fit) {
        (Align::Right, _) => " class=\"num\"",
        (Align::Left, Fit::Whole | Fit::Spare) => "",
        (Align::Left, _) => " class=\"words-of\"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_block_looks_like_this() {
        let drawn = render(&crate::view::fixtures::everything());
        insta::assert_binary_snapshot!("everything.html", drawn.into_bytes());
    }

    #[test]
    fn what_is_hostile_is_text() {
        let hostile = Line::new()
            .plain("<script>alert('1')</script>\u{1b}[31m\u{202e}")
            .link("\"><img src=x>", "javascript:alert(1)")
            .link("the \u{5e9}\u{5dc} page", "https://a.example/?x='&y");
        assert_eq!(
            line(&hostile),
            "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;\\u{1b}[31m\\u{202e}\
             &quot;&gt;&lt;img src=x&gt;\
             <a href=\"https://a.example/?x=&#39;&amp;y\" rel=\"noreferrer noopener\">\
             <bdi>the \u{5e9}\u{5dc} page</bdi></a>"
        );
    }
}
