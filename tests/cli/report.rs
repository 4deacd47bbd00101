//! The report: one page that loads nothing and obeys nothing that it quotes.

use base64ct::{Base64, Encoding as _};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::support::home::Home;

fn home() -> Home {
    let home = Home::with_question();
    let record = |id: &str, kind: &str, on: &str, url: &str| {
        json!({
            "type": "signal", "question": "q", "id": id, "kind": kind, "observed_on": on,
            "known_on": on, "summary": format!("What {id} says"), "grade": "B2",
            "source": {"name": format!("{id} daily"), "url": url},
        })
    };
    let records = [
        record(
            "first",
            "leader-intent",
            "2023-03-01",
            "https://example.org/first?a=1&b=2",
        ),
        record(
            "second",
            "visit-planned",
            "2023-05-10",
            "javascript:alert(1)",
        ),
        record(
            "third",
            "hostile-incident",
            "2023-06-01",
            "http://example.org/third",
        ),
    ];
    let lines: Vec<String> = records.iter().map(ToString::to_string).collect();
    home.write("case.jsonl", &format!("{}\n", lines.join("\n")));
    home.ok(&["import", "case.jsonl"]);
    home
}

fn page(home: &Home, more: &[&str]) -> String {
    home.ok(&[&["report", "-o", "-"], more].concat())
}

/// All values of an attribute, as written.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let start = format!(" {name}=\"");
    let parts = page.split(start.as_str()).skip(1);
    parts.map(|part| part.split('"').next().unwrap()).collect()
}

fn between<'p>(page: &'p str, start: &str, end: &str) -> &'p str {
    let (_, rest) = page.split_once(start).unwrap();
    rest.split_once(end).unwrap().0
}

#[test]
fn it_says_where_the_question_stands_and_how_to_check_it() {
    let home = home();
    let page = page(&home, &[]);
    for words in [
        "Ana and Bo meet in person in 2023",
        "In person, confirmed by both",
        "as of 1 June 2023",
        "What first says",
        "10 meetings in 20 years",
        "What would change it most",
        "sound",
        "No outside checkpoint was given",
        "No checkpoint is signed",
        "summit report q --as-of 2023-06-01",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let forecast = home.json(&["forecast", "--format", "json"]);
    let number = between(&page, "<span class=\"number\">", "</span>");
    let shown: f64 = number.trim_end_matches(" %").parse().unwrap();
    assert!(
        (shown - forecast["p"].as_f64().unwrap() * 100.0).abs() <= 0.5,
        "{number}"
    );
    assert_eq!(
        page,
        self::page(&home, &[]),
        "the same ledger, the same page"
    );
}

#[test]
fn nothing_outside_is_loaded_and_only_its_own_script_runs() {
    let page = page(&home(), &[]);
    for outside in [
        "<link", "<img", "<iframe", "@import", "url(", " src=", "srcset", "<base",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
    let policy = attributes(&page, "content")[0];
    assert!(
        policy.starts_with("default-src &#39;none&#39;;")
            || policy.starts_with("default-src 'none';"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    for (tag, source) in [("style", "style-src"), ("script", "script-src")] {
        let text = between(&page, &format!("<{tag}>"), &format!("</{tag}>"));
        let hash = Base64::encode_string(&Sha256::digest(text));
        let policy = policy.replace("&#39;", "'").replace("&#43;", "+");
        let named = policy
            .split(';')
            .find(|part| part.trim().starts_with(source))
            .unwrap();
        assert!(
            named.contains(&format!("'sha256-{hash}'")),
            "{named} {hash}"
        );
    }
    assert_eq!(page.matches("<script").count(), 1);
    assert!(
        !page.contains(" style=\"") && !page.contains(" onclick"),
        "inline style or handler"
    );
    let links = attributes(&page, "href");
    for link in &links {
        assert!(link.starts_with('#') || link.starts_with("http"), "{link}");
    }
    assert!(
        links.contains(&"https://example.org/first?a=1&amp;b=2"),
        "{links:?}"
    );
    assert_eq!(
        page.matches("href=\"http").count(),
        page.matches(" rel=\"noreferrer noopener\">").count()
    );
    assert!(
        page.contains("second daily, javascript:alert(1)"),
        "an address that is only text"
    );
}

#[test]
fn headings_are_in_order_and_links_within_lead_somewhere() {
    let home = home();
    home.ok(&["retract", "second", "--because", "it was a rumour"]);
    let page = page(&home, &[]);
    let levels = page.match_indices("<h").filter_map(|(at, _)| {
        let level = page[at + 2..].chars().next()?.to_digit(10)?;
        Some(level)
    });
    let levels: Vec<u32> = levels.collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert_eq!(levels[0], 1);
    assert!(
        levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
        "{levels:?}"
    );
    let ids = attributes(&page, "id");
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "identifiers are unique");
    for link in attributes(&page, "href") {
        if let Some(id) = link.strip_prefix('#') {
            assert!(ids.contains(&id), "{link}");
        }
    }
    for labels in ["aria-labelledby"] {
        for ids_of in attributes(&page, labels) {
            assert!(ids_of.split(' ').all(|id| ids.contains(&id)), "{ids_of}");
        }
    }
    for landmark in ["<main>", "<header", "<footer>", "<nav", "lang=\"en\""] {
        assert!(page.contains(landmark), "{landmark}");
    }
    assert!(page.contains("Taken back") && page.contains("it was a rumour"));
}

#[test]
fn hostile_text_is_text() {
    let home = Home::with_ledger();
    let hostile =
        "</title></script><script>alert(1)</script>\u{1b}[31m\u{202e}\u{9b} =1+1 \"'><img src=x>";
    let records = [
        json!({
            "type": "question", "id": "q", "title": hostile, "participants": [hostile, "Bo"],
            "criteria": format!("{hostile}\n{hostile}"), "opens": "2023-01-01",
            "deadline": "2023-12-31", "prior": {"meetings": 3, "years": 10, "source": hostile},
            "occasions": [{"id": "o", "name": hostile, "first": "2023-11-01",
                "last": "2023-11-03", "chance": 0.3, "source": hostile}],
        }),
        json!({
            "type": "signal", "question": "q", "id": "s", "kind": "threat",
            "observed_on": "2023-03-01", "known_on": "2023-03-01", "summary": hostile,
            "story": hostile, "grade": "B2",
            "source": {"name": hostile, "url": format!("https://a.example/{hostile}")},
        }),
        json!({"type": "retraction", "question": "q", "signal": "s",
            "known_on": "2023-03-02", "because": hostile}),
    ];
    let lines: Vec<String> = records.iter().map(ToString::to_string).collect();
    home.write("nasty.jsonl", &format!("{}\n", lines.join("\n")));
    home.ok(&["import", "nasty.jsonl"]);
    for as_of in ["2023-03-01", "2023-03-02"] {
        let page = page(&home, &["--as-of", as_of]);
        assert_eq!(page.matches("<script").count(), 1);
        assert!(!page.contains("<img") && !page.contains("href=\"https://a.example"));
        assert!(
            page.contains("&lt;script&gt;alert(1)") || page.contains("&#60;script&#62;alert(1)")
        );
        let bad =
            |c: &char| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c);
        assert_eq!(page.chars().find(bad), None);
        let text = self::page(&home, &["--as-of", as_of, "--format", "markdown"]);
        assert_eq!(text.chars().find(bad), None);
        // What is drawn in characters stands in code blocks, where nothing is markup.
        let outside: String = text.split("```").step_by(2).collect();
        assert!(
            !outside.contains("<script") && !outside.contains("<img"),
            "{outside}"
        );
    }
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let home = home();
    home.ok(&["report", "q", "--output", "r.html"]);
    let first = std::fs::read_to_string(home.path().join("r.html")).unwrap();
    assert!(first.ends_with("</html>\n"));
    let said = home.fails(2, &["report", "-o", "r.html"]);
    assert!(
        said.contains("r.html is there already") && said.contains("--force"),
        "{said}"
    );
    home.ok(&["report", "-o", "r.html", "--force", "--as-of", "2023-03-01"]);
    let then = std::fs::read_to_string(home.path().join("r.html")).unwrap();
    assert!(then.contains("as of 1 March 2023") && !then.contains("What second says"));
    let left = std::fs::read_dir(home.path()).unwrap();
    let parts = left.filter(|e| {
        e.as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .contains("part")
    });
    assert_eq!(parts.count(), 0);
}

#[test]
fn it_says_what_was_not_done_and_what_cannot_be() {
    let home = home();
    assert!(page(&home, &["--no-audit"]).contains("No audit was made"));
    let said = home.fails(2, &["report", "-o", "-", "--as-of", "2022-12-31"]);
    assert!(said.contains("opened on 2023-01-01"), "{said}");
    let said = home.fails(2, &["report"]);
    assert!(said.contains("--output"), "{said}");
}

#[test]
fn an_ended_question_says_how_and_watches_nothing() {
    let home = home();
    home.ok(&[
        "resolve",
        "yes",
        "--on",
        "2023-07-01",
        "--source",
        "both governments",
    ]);
    let page = page(&home, &[]);
    assert!(page.contains("Resolved yes on 1 July 2023."));
    assert!(!page.contains("What would change it most"));
    let then = self::page(&home, &["--as-of", "2023-06-01"]);
    assert!(!then.contains("Resolved yes"), "nobody knew that yet");
    let over = Home::with_question();
    over.ok(&["pass", "--on", "2023-12-31"]);
    let page = self::page(&over, &[]);
    assert!(
        page.contains("how the question ended is not recorded yet"),
        "{page}"
    );
    assert!(page.contains("has no log-odds"));
}

#[test]
fn markdown_says_the_same() {
    let home = home();
    let text = page(&home, &["--format", "markdown"]);
    assert!(
        text.starts_with("# Ana and Bo meet in person in 2023\n"),
        "{text}"
    );
    for heading in [
        "## What is asked",
        "## What moved it",
        "### Without one signal",
    ] {
        assert!(text.contains(heading), "{heading}");
    }
    assert!(text.contains("[first daily](<https://example.org/first?a=1&b=2>)"));
    assert!(text.contains("second daily, javascript:alert(1)"));
}
