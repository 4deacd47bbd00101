//! A report, or any document, as one page that loads nothing.

use askama::Template;
use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256};

use super::form::{Form, Write};
use super::html::{self, Options};
use super::safe::one_line;
use crate::view::doc::{Block, Doc};
use crate::view::report::{Report, Section};
use crate::view::words::long_day;

/// The form.
pub const FORM: Form = Form {
    name: "html",
    help: "For a browser: one page that loads nothing",
    write: Write::Doc(|doc, _| page(doc).map_err(|e| e.to_string())),
};

/// The style sheet of reports and documents; its classes also serve the pictures within a page.
pub const STYLE: &str = include_str!("page/style.css");

/// The script that reads a signal out under the chart; without it a marker leads to its row.
pub const SCRIPT: &str = include_str!("page/script.js");

#[derive(Template)]
#[template(path = "page.html", config = "src/draw/page/askama.toml")]
struct Page<'a> {
    title: &'a str,
    policy: &'a str,
    style: &'a str,
    script: &'a str,
    body: &'a str,
}

#[derive(Template)]
#[template(path = "report.html", config = "src/draw/page/askama.toml")]
struct Body {
    title: String,
    kicker: String,
    number: String,
    words: &'static str,
    sentence: String,
    caveat: String,
    outcome: String,
    sections: Vec<Part>,
    made: String,
}

struct Part {
    id: &'static str,
    heading: &'static str,
    body: String,
}

/// The report as one page: no request leaves it, and only its own script and style run.
///
/// # Errors
/// When the page cannot be written.
pub fn report(report: &Report) -> Result<String, askama::Error> {
    let standing = report.standing();
    let part = |section: Section| Part {
        id: section.id,
        heading: section.heading,
        body: html::render_with(
            &section.doc,
            &Options {
                title_level: 2,
                links: true,
                both_widths: true,
                id: section.id,
            },
        ),
    };
    let title = one_line(&report.account.question.title);
    let body = Body {
        kicker: format!("Forecast, as of {}", long_day(report.as_of)),
        number: standing.number,
        words: standing.words,
        sentence: standing.sentence,
        caveat: one_line(&standing.caveat.unwrap_or_default()),
        outcome: standing.outcome.unwrap_or_default(),
        sections: report.sections().into_iter().map(part).collect(),
        made: one_line(&report.made_by()),
        title: title.clone(),
    };
    frame(&title, &body.render()?)
}

/// Any document as one page; its title is the page's.
///
/// # Errors
/// When the page cannot be written.
pub fn page(doc: &Doc) -> Result<String, askama::Error> {
    let title = doc.blocks.iter().find_map(|block| match block {
        Block::Heading { text, .. } => Some(one_line(text)),
        _ => None,
    });
    let options = Options {
        both_widths: true,
        ..Options::default()
    };
    let body = format!("<main>\n{}</main>", html::render_with(doc, &options));
    frame(&title.unwrap_or_else(|| "summit".to_owned()), &body)
}

fn frame(title: &str, body: &str) -> Result<String, askama::Error> {
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    );
    let page = Page {
        title,
        policy: &policy,
        style: STYLE,
        script: SCRIPT,
        body,
    };
    Ok(page.render()? + "\n")
}

/// The hash by which a content policy names a text between tags.
fn hash(text: &str) -> String {
    Base64::encode_string(&Sha256::digest(text))
}
