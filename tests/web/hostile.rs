//! A ledger whose every text attacks whoever shows it.

use serde_json::{Value, json};

use super::served::Served;
use crate::support::{create, hand, lines, model_line};

/// Attacks, each with a mark that must never stand in a page as markup.
pub const ATTACKS: [&str; 8] = [
    "<script>alert('xss')</script>",
    "\"><img src=x onerror=alert(1)>",
    "' autofocus onfocus='alert(2)",
    "</title></style></textarea><svg/onload=alert(3)>",
    "javascript:alert(4)",
    "\u{202e}moc.live\u{2066}\u{200b}\u{feff}",
    "\u{1b}[31mred\u{1b}]0;t\u{7}\u{9b}2J\r\n\u{8}",
    "=HYPERLINK(\"https://evil.example\",\"x\"){{7*7}}${7*7}",
];

/// Attacks in one text, turned so that each stands first once.
fn attack(n: usize) -> String {
    let turned = ATTACKS.iter().cycle().skip(n % ATTACKS.len());
    turned
        .take(ATTACKS.len())
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}

fn cut(n: usize, most: usize) -> String {
    attack(n).chars().take(most).collect()
}

fn records() -> Vec<Value> {
    let source = |n: usize| {
        json!({"name": cut(n, 250), "url": format!("javascript:{}", attack(n)),
               "quote": attack(n), "published_on": "2023-02-01"})
    };
    let mut out = vec![
        model_line(),
        json!({
            "type": "question", "id": "q", "title": cut(0, 250),
            "participants": [cut(1, 90), cut(2, 90)], "criteria": attack(3),
            "opens": "2023-02-01", "deadline": "2023-05-01",
            "prior": {"meetings": 8, "years": 30, "source": attack(4)},
            "occasions": [{"id": "forum", "name": cut(5, 150), "first": "2023-03-20",
                           "last": "2023-03-24", "held": 2, "of": 4, "source": attack(6)}]
        }),
    ];
    for n in 0..ATTACKS.len() {
        out.push(json!({
            "type": "signal", "id": format!("s{n}"), "question": "q", "kind": "toward",
            "observed_on": "2023-02-10", "known_on": "2023-02-10", "summary": attack(n),
            "grade": "B2", "story": cut(n, 90), "source": source(n),
            "likelihood": {"if_meeting": 0.5, "if_none": 0.4, "because": attack(n)},
        }));
    }
    out.push(
        json!({"type": "retraction", "question": "q", "signal": "s3",
                    "known_on": "2023-02-12", "because": attack(1)}),
    );
    out.push(json!({"type": "note", "question": "q", "text": attack(2)}));
    out.push(
        json!({"type": "resolution", "question": "q", "outcome": "yes", "on": "2023-03-21",
                    "source": source(1)}),
    );
    out
}

/// No attack stands in it as anything but text.
fn harmless(path: &str, page: &str) {
    for mark in [
        "<script>alert",
        "<img",
        "<svg/",
        "</textarea>",
        "onerror=alert(1)>",
        "onfocus='",
        "\"><",
        "href=\"javascript:",
        "src=\"javascript:",
    ] {
        // Our own markup may close an attribute and open an element; an attack does it with its
        // own text.
        let found = page
            .match_indices(mark)
            .find(|(at, _)| mark != "\"><" || page[at + 2..].starts_with("<img"));
        assert!(
            found.is_none(),
            "{path}: {mark}: {:?}",
            found.map(|(at, _)| {
                page[at.saturating_sub(80)..]
                    .chars()
                    .take(200)
                    .collect::<String>()
            })
        );
    }
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let bad = page.find(steers);
    assert!(
        bad.is_none(),
        "{path}: {:?}",
        bad.map(|at| page[at..].chars().take(40).collect::<String>())
    );
}

#[test]
fn every_text_of_a_hostile_ledger_is_only_text() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = create(dir.path(), "hostile.db");
    let mut hand = hand();
    hand.author = cut(1, 150);
    let model = hostile_model();
    let text = lines(&records());
    let facts = summit_ledger::desk::import::parse("case.jsonl", &text, &|_| Ok(model.clone()));
    desk.append(&hand, facts.unwrap()).unwrap();
    let size = desk.ledger().size().unwrap();
    drop(desk);

    let served = Served::of(&dir.path().join("hostile.db"));
    let mut paths: Vec<String> = (0..size).map(|seq| format!("/entries/{seq}")).collect();
    let query = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    for attack in ATTACKS {
        let text = query(attack);
        paths.push(format!("/?find={text}"));
        paths.push(format!("/entries?find={text}"));
        paths.push(format!("/entries?type={text}"));
        paths.push(format!("/entries?question={text}"));
        paths.push(format!("/q/{text}"));
        paths.push(format!("/q/q?as_of={text}"));
        paths.push(format!("/q/q?add={text}"));
        paths.push(format!("/q/q?add={text}%402023-03-01%40A1"));
        paths.push(format!("/q/q?without={text}"));
        paths.push(format!("/q/q?{text}=1"));
        paths.push(format!("/{text}"));
        paths.push(format!("/entries/{text}"));
    }
    paths.extend(
        [
            "/",
            "/charts",
            "/scores",
            "/q/q/embed",
            "/q/q",
            "/q/q?find=%3Cscript%3E&axis=log-odds",
            "/q/q/chart.svg",
            "/q/q?as_of=2023-02-10",
            "/q/q?without=s1&add=toward@2023-04-01@A1",
            "/entries",
            "/audit",
        ]
        .map(str::to_owned),
    );
    served.get("/audit?run=now");
    served.until("/audit", "What was looked at");
    let mut ok = 0;
    for path in &paths {
        let answer = served.get(path);
        assert!(answer.status < 500, "{path}: {}", answer.status);
        ok += usize::from(answer.status == 200);
        harmless(path, &answer.text());
    }
    assert!(ok > size as usize, "{ok} pages of {}", paths.len());
    // It was there to be shown: as text.
    let page = served.page("/q/q");
    assert!(page.contains("&#60;script&#62;alert") || page.contains("&lt;script&gt;alert"));
    assert!(page.contains("\\u{202e}"));
}

/// A model whose labels attack.
fn hostile_model() -> Vec<u8> {
    let mut model: Value = serde_json::from_slice(&crate::support::model(4)).unwrap();
    for (n, kind) in model["kinds"]
        .as_object_mut()
        .unwrap()
        .values_mut()
        .enumerate()
    {
        kind["label"] = json!(cut(n, 100));
        kind["group"] = json!(cut(n + 1, 60));
    }
    serde_json::to_vec(&model).unwrap()
}
