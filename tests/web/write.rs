//! Signals added on a page: by whom, how often, and what is refused.

use summit_ledger::desk::Desk;
use summit_ledger::record::{Body, Entry, Instant, date};
use summit_ledger::store::Ledger;
use summit_ledger::web::{Refused, ServeError, Server, Settings, Token, Writing};

use super::served::{Answer, Served, settings};
use crate::support::home::Home;

const NOW: &str = "2026-11-23T18:30:00.000000Z";

/// A page that takes signals, as Ana serves it.
struct Page {
    served: Served,
    token: String,
    home: Home,
}

fn writing(home: &Home) -> Settings {
    let (path, mut settings) = (home.ledger(), settings(&home.ledger()));
    let memory = settings.memory.clone().unwrap();
    let desk = move || {
        let refused = |what: String| Refused {
            what,
            hint: String::new(),
        };
        let ledger = Ledger::open(&path).map_err(|e| refused(e.to_string()))?;
        let ledger = ledger.remembering(&memory);
        ledger.hold().map_err(|e| refused(e.to_string()))?;
        let mut desk = Desk::new(ledger);
        desk.today_is(date::parse("2023-04-01").unwrap());
        Ok((desk, Instant::parse(NOW).unwrap()))
    };
    settings.write = Some(Writing {
        author: "ana".into(),
        desk: Box::new(desk),
    });
    settings.token = Some(Token::random().unwrap());
    settings
}

impl Page {
    fn new() -> Self {
        let home = Home::with_question();
        let settings = writing(&home);
        let token = settings.token.as_ref().unwrap().reveal().to_owned();
        let served = Served::with(settings);
        Self {
            served,
            token,
            home,
        }
    }

    fn get(&self, path: &str) -> String {
        let bearer = format!("Authorization: Bearer {}\r\n", self.token);
        self.served.ask("GET", path, &bearer).text()
    }

    fn post(&self, path: &str, form: &str) -> Answer {
        let origin = format!("Origin: http://{}\r\n", self.served.address);
        self.post_with(path, form, &origin)
    }

    fn post_with(&self, path: &str, form: &str, fields: &str) -> Answer {
        let fields = format!(
            "Authorization: Bearer {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n{fields}\r\n{form}",
            self.token,
            form.len()
        );
        self.served.ask("POST", path, &fields)
    }

    /// The form's secret with what is typed by somebody.
    fn typed(&self, who: &str, summary: &str) -> String {
        let form = hidden(&self.get("/q/q/add"), "form");
        format!(
            "form={form}&name={who}&kind=visit-planned&on=2023-03-01&reliability=B&credibility=2\
             &summary={summary}"
        )
    }

    /// Looks at it, and gives what the button would send.
    fn previewed(&self, typed: &str) -> (String, String) {
        let page = self.post("/q/q/add", typed);
        assert_eq!(page.status, 200, "{}", page.text());
        let sent = format!("{typed}&preview={}", hidden(&page.text(), "preview"));
        (page.text(), sent)
    }

    /// Where an append leads.
    fn appended(&self, sent: &str) -> String {
        let answer = self.post("/q/q/append", sent);
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.field("location").unwrap().to_owned()
    }

    fn signals(&self) -> Vec<Entry> {
        let ledger = Ledger::open_read_only(&self.home.ledger()).unwrap();
        let all = ledger.entries_about("q", None).unwrap().into_iter();
        all.filter(|e| matches!(e.body, Body::Signal(_))).collect()
    }
}

fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.split_once(&start).unwrap_or_else(|| panic!("{page}"));
    rest.1.split_once('"').unwrap().0.to_owned()
}

#[test]
fn a_signal_is_previewed_and_then_appended_once() {
    let page = Page::new();
    let typed = page.typed("Bo", "Wang+to+visit");
    let (preview, sent) = page.previewed(&typed);
    assert!(preview.contains("it would move"), "{preview}");
    assert!(preview.contains("Bo via ana") && page.signals().is_empty());
    let to = page.appended(&sent);
    // A double click, a reload, and the same typed anew.
    assert_eq!(page.appended(&sent), to);
    let (again, sent) = page.previewed(&typed);
    assert!(again.contains("It is there already"), "{again}");
    assert!(
        page.get(&page.appended(&sent))
            .contains("Nothing was appended")
    );
    let signals = page.signals();
    assert_eq!(signals.len(), 1);
    assert_eq!(signals[0].author, "Bo via ana");
    let done = page.get(&to);
    assert!(done.contains("It moved the question from"), "{done}");
    assert!(!done.contains("grew since"), "{done}");
    // The command makes the same signal of the same, and knows it.
    let said = page.home.ok(&[
        "add",
        "visit-planned",
        "--on",
        "2023-03-01",
        "--grade",
        "B2",
        "--summary",
        "Wang to visit",
    ]);
    assert_eq!(page.signals().len(), 1, "{said}");
}

#[test]
fn of_two_at_once_both_stand_and_the_second_is_told() {
    let page = Page::new();
    let (_, first) = page.previewed(&page.typed("Bo", "one"));
    let (_, second) = page.previewed(&page.typed("Cy", "two"));
    page.appended(&first);
    let done = page.get(&page.appended(&second));
    assert!(
        done.contains("The ledger grew since your preview"),
        "{done}"
    );
    assert!(done.contains("by Bo via ana"), "{done}");
    let authors: Vec<String> = page.signals().into_iter().map(|e| e.author).collect();
    assert_eq!(authors, ["Bo via ana", "Cy via ana"]);
}

#[test]
fn what_is_refused_keeps_what_was_typed_and_writes_nothing() {
    let page = Page::new();
    let hostile = "%3Cscript%3Ealert(1)%3C/script%3E%22%E2%80%AE";
    let typed = page.typed("Bo", hostile);
    let (preview, _) = page.previewed(&typed);
    assert!(!preview.contains("<script>alert"), "{preview}");
    for (from, to, why) in [
        ("on=2023-03-01", "on=2023-05-01", "2023-05-01"),
        ("on=2023-03-01", "on=soon", "not a date"),
        ("kind=visit-planned", "kind=parade", "parade"),
        (
            "kind=visit-planned",
            "kind=",
            "the kind of signal is missing",
        ),
        ("reliability=B", "reliability=Z", "not a grade"),
        ("name=Bo", "name=", "your name is missing"),
        (
            "name=Bo",
            "name=Bo&url=https://x.example",
            "the source has no name",
        ),
    ] {
        let answer = page.post("/q/q/add", &typed.replace(from, to));
        let text = answer.text();
        assert_eq!(answer.status, 400, "{to}: {text}");
        assert!(
            text.contains("Not appended") && text.contains(why),
            "{to}: {text}"
        );
        assert!(
            text.contains("alert(1)") && !text.contains("<script>alert"),
            "{text}"
        );
    }
    // What was not previewed, or is other than what was, is looked at first.
    let (_, sent) = page.previewed(&typed);
    for other in [typed.clone(), sent.replace("2023-03-01", "2023-03-02")] {
        let text = page.post("/q/q/append", &other).text();
        assert!(text.contains("look at it again"), "{text}");
    }
    assert!(page.signals().is_empty());
}

#[test]
fn only_forms_of_this_server_are_taken() {
    let page = Page::new();
    let typed = page.typed("Bo", "x");
    let here = format!("Origin: http://{}\r\n", page.served.address);
    let status = |form: &str, fields: &str| page.post_with("/q/q/add", form, fields).status;
    for fields in [
        String::new(),
        "Origin: null\r\n".into(),
        "Origin: https://evil.example\r\n".into(),
        format!("Origin: http://{}.evil.example\r\n", page.served.address),
        format!("{here}Origin: https://evil.example\r\n"),
        format!(
            "{here}Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"
        ),
    ] {
        assert_eq!(status(&typed, &fields), 403, "{fields}");
    }
    let stale = typed.replace("form=", "form=0");
    assert_eq!(status(&stale, &here), 403);
    assert_eq!(
        status(&format!("{typed}&story={}", "x".repeat(40_000)), &here),
        413
    );
    assert_eq!(
        status(&typed, &format!("{here}Transfer-Encoding: chunked\r\n")),
        413
    );
    let text = format!("{here}Content-Type: text/plain\r\n");
    assert_eq!(status(&typed, &text), 415);
    // Nobody without the token, and no other page and method.
    let bare = page.served.ask(
        "POST",
        "/q/q/add",
        &format!("{here}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n"),
    );
    assert_eq!(bare.status, 401);
    for path in ["/", "/q/q", "/entries", "/audit", "/q/q/added"] {
        assert_eq!(page.post(path, &typed).status, 405, "{path}");
    }
    let bearer = format!("Authorization: Bearer {}\r\n", page.token);
    assert_eq!(page.served.ask("PUT", "/q/q/add", &bearer).status, 405);
    assert!(page.signals().is_empty());
}

#[test]
fn without_it_nothing_is_taken_and_without_a_token_it_is_not_served() {
    let home = Home::with_question();
    let served = Served::of(&home.ledger());
    for path in ["/q/q/add", "/q/q/append", "/q/q/added"] {
        assert_eq!(served.get(path).status, 404, "{path}");
        assert_eq!(served.ask("POST", path, "").status, 405, "{path}");
    }
    assert!(served.page("/q/q").contains("Read-only"));
    let open = Settings {
        token: None,
        ..writing(&home)
    };
    assert!(matches!(Server::bind(open), Err(ServeError::Writes)));
}

#[test]
fn where_nothing_can_be_appended_the_form_says_so() {
    let home = Home::with_question();
    let mut shut = writing(&home);
    let writing = Writing {
        author: "ana".into(),
        desk: Box::new(|| {
            Err(Refused {
                what: "the file is read-only".into(),
                hint: String::new(),
            })
        }),
    };
    shut.write = Some(writing);
    let token = shut.token.as_ref().unwrap().reveal().to_owned();
    let served = Served::with(shut);
    let page = Page {
        served,
        token,
        home,
    };
    let answer = page.post("/q/q/add", &page.typed("Bo", "kept"));
    let text = answer.text();
    assert_eq!(answer.status, 503, "{text}");
    assert!(
        text.contains("the file is read-only") && text.contains("value=\"kept\""),
        "{text}"
    );
}
