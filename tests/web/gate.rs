//! Who is let in, and what goes out with every answer.

use summit_ledger::web::{Origin, ServeError, Server, Token};

use super::served::{Answer, Served, settings};
use crate::support::home::Home;

const PAGES: [&str; 14] = [
    "/",
    "/charts",
    "/scores",
    "/tables/questions.csv",
    "/q/q",
    "/q/q/signals.json",
    "/q/q/chart.svg",
    "/q/q/embed",
    "/entries",
    "/entries/2",
    "/entries/2.json",
    "/audit",
    "/nothing",
    "/q/nothing",
];

fn served() -> (Home, Served) {
    let home = Home::with_question();
    let served = Served::of(&home.ledger());
    (home, served)
}

fn host(served: &Served, host: &str) -> u16 {
    let head = format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
    served.raw(head.as_bytes()).status
}

#[test]
fn only_names_of_this_machine_are_answered() {
    let (_home, served) = served();
    let port = served.address.port();
    for good in [
        format!("Host: 127.0.0.1:{port}\r\n"),
        "Host: 127.0.0.1\r\n".into(),
        "Host: localhost:9999\r\n".into(),
        "Host: LOCALHOST\r\n".into(),
        format!("Host: [::1]:{port}\r\n"),
        "Host: 127.8.9.1\r\n".into(),
    ] {
        assert_eq!(host(&served, &good), 200, "{good}");
    }
    for bad in [
        "Host: evil.example\r\n",
        "Host: 127.0.0.1.evil.example\r\n",
        "Host: localhost.evil.example\r\n",
        "Host: localhost.\r\n",
        "Host: evil@127.0.0.1\r\n",
        "Host: 127.0.0.1@evil.example\r\n",
        "Host: 10.0.0.1\r\n",
        "Host: 0.0.0.0\r\n",
        "Host: 2130706433\r\n",
        "Host: 0x7f000001\r\n",
        "Host: \r\n",
        "Host: localhost\r\nHost: evil.example\r\n",
        "",
    ] {
        assert_eq!(host(&served, bad), 421, "{bad}");
    }
    let absolute =
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert_eq!(served.raw(absolute.as_bytes()).status, 421);
    let old = served.raw(b"GET / HTTP/1.0\r\n\r\n");
    assert_eq!(old.status, 421);
}

#[test]
fn a_name_that_was_allowed_is_answered_too() {
    let home = Home::with_question();
    let mut settings = settings(&home.ledger());
    settings.hosts.push("Forecasts.example".into());
    let served = Served::with(settings);
    assert_eq!(host(&served, "Host: forecasts.EXAMPLE:80\r\n"), 200);
    assert_eq!(host(&served, "Host: other.example\r\n"), 421);
}

#[test]
fn only_get_and_head_are_answered_and_nothing_is_taken() {
    let (_home, served) = served();
    for method in [
        "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY",
    ] {
        for path in ["/", "/audit?run=now", "/q/q", "/nothing"] {
            let answer = served.ask(method, path, "Content-Length: 0\r\n");
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.field("allow"), Some("GET, HEAD"));
        }
    }
    assert_eq!(served.ask("GET", "/", "Content-Length: 0\r\n").status, 200);
    for body in [
        "Content-Length: 5\r\n\r\nhello",
        "Content-Length: 99999999999\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
    ] {
        assert_eq!(served.ask("GET", "/", body).status, 413, "{body}");
    }
    assert!(matches!(
        served.ask("GET", "/", "Content-Length: -1\r\n").status,
        400 | 413
    ));
}

#[test]
fn head_is_get_without_the_page() {
    let (_home, served) = served();
    for path in PAGES {
        let (get, head) = (served.get(path), served.ask("HEAD", path, ""));
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        for field in ["content-type", "content-length", "content-security-policy"] {
            assert_eq!(head.field(field), get.field(field), "{path} {field}");
        }
    }
}

#[test]
fn requests_that_are_too_large_are_refused() {
    let (_home, served) = served();
    let long = "x".repeat(13_000);
    assert_eq!(served.get(&format!("/?find={long}")).status, 414);
    let huge = format!("X-Long: {}\r\n", "x".repeat(100_000));
    assert_eq!(served.ask("GET", "/", &huge).status, 431);
    let many: String = (0..200).map(|i| format!("X-{i}: 1\r\n")).collect();
    assert_eq!(served.ask("GET", "/", &many).status, 431);
    let pairs = "add=a&".repeat(500);
    assert_eq!(served.get(&format!("/q/q?{pairs}")).status, 400);
    let find = "y".repeat(300);
    assert_eq!(served.get(&format!("/entries?find={find}")).status, 400);
    assert_eq!(
        served.raw(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n").status,
        400
    );
}

#[test]
fn every_answer_is_protected() {
    let (_home, served) = served();
    let page = served.page("/");
    let asset = |end: &str| {
        let at = page.find(&format!(".{end}\"")).unwrap();
        let start = page[..at].rfind('"').unwrap() + 1;
        page[start..at + end.len() + 1].to_owned()
    };
    let mut answers: Vec<(String, Answer)> = PAGES
        .iter()
        .map(|path| ((*path).to_owned(), served.get(path)))
        .collect();
    for path in [asset("css"), asset("js"), asset("svg")] {
        let answer = served.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        answers.push((path, answer));
    }
    answers.push(("POST".into(), served.ask("POST", "/", "")));
    answers.push(("Host".into(), served.raw(b"GET / HTTP/1.0\r\n\r\n")));
    for (path, answer) in &answers {
        let field = |name: &str| answer.field(name).unwrap_or_default().to_owned();
        let policy = field("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(
            !policy.contains("unsafe") && !policy.contains('*'),
            "{path}"
        );
        assert_eq!(field("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(field("x-frame-options"), "DENY", "{path}");
        assert_eq!(field("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(
            field("cross-origin-resource-policy"),
            "same-origin",
            "{path}"
        );
        let kept = field("cache-control");
        match path.starts_with("/assets/") {
            true => assert!(kept.contains("immutable"), "{path}"),
            false => assert_eq!(kept, "no-store", "{path}"),
        }
        assert!(answer.field("server").is_none(), "{path}");
        assert!(
            answer.field("access-control-allow-origin").is_none(),
            "{path}"
        );
        // Nothing in a page that the policy would forbid.
        let text = String::from_utf8_lossy(&answer.body);
        assert!(
            !text.contains(" style=") && !text.contains("<style"),
            "{path}"
        );
        assert!(
            !text.contains(" onclick=") && !text.contains("<script>"),
            "{path}"
        );
    }
}

#[test]
fn other_sites_may_open_a_page_but_load_nothing_and_start_nothing() {
    let (_home, served) = served();
    let from = |site: &str, mode: &str, dest: &str| {
        format!("Sec-Fetch-Site: {site}\r\nSec-Fetch-Mode: {mode}\r\nSec-Fetch-Dest: {dest}\r\n")
    };
    let status = |path: &str, fields: String| served.ask("GET", path, &fields).status;
    for site in ["cross-site", "same-site"] {
        for path in ["/", "/q/q", "/live", "/audit?run=now", "/nothing"] {
            assert_eq!(status(path, from(site, "no-cors", "image")), 403, "{path}");
            assert_eq!(status(path, from(site, "cors", "empty")), 403, "{path}");
            assert_eq!(
                status(path, from(site, "navigate", "iframe")),
                403,
                "{path}"
            );
        }
        assert_eq!(status("/q/q", from(site, "navigate", "document")), 200);
        assert_eq!(
            status("/audit?run=now", from(site, "navigate", "document")),
            303
        );
    }
    assert!(served.page("/audit").contains("No audit has been made"));
    assert_eq!(served.ask("HEAD", "/audit?run=now", "").status, 303);
    assert!(served.page("/audit").contains("No audit has been made"));
    assert_eq!(status("/", from("same-origin", "cors", "empty")), 200);
    assert_eq!(status("/", from("none", "navigate", "document")), 200);
}

#[test]
fn a_chart_is_framed_by_the_sites_that_were_named_and_nothing_else_is() {
    let home = Home::with_question();
    let mut settings = settings(&home.ledger());
    settings.embed = vec![Origin::parse("https://site.example").unwrap()];
    let served = Served::with(settings);
    let framed =
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n";
    let image =
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n";
    let page = served.ask("GET", "/q/q/embed", framed);
    assert_eq!(page.status, 200);
    let policy = page.field("content-security-policy").unwrap_or_default();
    assert!(
        policy.contains("frame-ancestors https://site.example;"),
        "{policy}"
    );
    assert!(
        policy.contains("default-src 'none'") && !policy.contains('*'),
        "{policy}"
    );
    assert!(page.field("x-frame-options").is_none());
    assert!(page.text().contains("<figure class=\"chart\">"));
    assert_eq!(served.ask("GET", "/q/q/embed", image).status, 403);
    for other in ["/", "/q/q", "/q/q/chart.svg", "/q/nothing"] {
        assert_eq!(served.ask("GET", other, framed).status, 403, "{other}");
        let field = served
            .get(other)
            .field("x-frame-options")
            .map(str::to_owned);
        assert_eq!(field.as_deref(), Some("DENY"), "{other}");
    }
    // Where no site was named, there is no such page.
    assert_eq!(Served::of(&home.ledger()).get("/q/q/embed").status, 404);
}

#[test]
fn an_address_beyond_this_machine_needs_a_token() {
    let home = Home::with_question();
    let mut open = settings(&home.ledger());
    open.address = "0.0.0.0:0".parse().unwrap();
    assert!(matches!(Server::bind(open), Err(ServeError::Open(_))));
}

#[test]
fn with_a_token_nobody_else_comes_in() {
    let home = Home::with_question();
    let token = Token::random().unwrap();
    let secret = token.reveal().to_owned();
    let mut guarded = settings(&home.ledger());
    guarded.token = Some(token);
    let served = Served::with(guarded);
    let port = served.address.port();

    let wrong = secret.replace(|c: char| c == secret.chars().next().unwrap(), "-");
    for path in PAGES.into_iter().chain(["/live", "/assets", "//assets/x"]) {
        let answer = served.get(path);
        assert_eq!(answer.status, 401, "{path}");
        assert!(!answer.text().contains("Ana and Bo"), "{path}");
        assert!(!answer.text().contains(&secret), "{path}");
        for fields in [
            format!("Cookie: summit-{port}={wrong}\r\n"),
            format!("Cookie: summit-1={secret}\r\n"),
            format!("Cookie: summit-{port}=\r\n"),
            format!("Authorization: Bearer {wrong}\r\n"),
            format!("Authorization: Basic {secret}\r\n"),
        ] {
            assert_eq!(
                served.ask("GET", path, &fields).status,
                401,
                "{path} {fields}"
            );
        }
    }
    assert_eq!(served.get(&format!("/?token={wrong}")).status, 401);
    // Style and script are the same for everybody.
    assert_eq!(served.get("/assets/x.js").status, 404);

    let welcome = served.get(&format!("/q/q?as_of=2023-02-01&token={secret}"));
    assert_eq!(welcome.status, 303);
    assert_eq!(welcome.field("location"), Some("/q/q?as_of=2023-02-01"));
    let cookie = welcome.field("set-cookie").unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    let pair = cookie.split(';').next().unwrap();
    let with = |fields: String| served.ask("GET", "/", &fields).status;
    assert_eq!(with(format!("Cookie: a=b; {pair}; c=d\r\n")), 200);
    assert_eq!(with(format!("Authorization: Bearer {secret}\r\n")), 200);

    // The way on leads nowhere else.
    for path in ["//evil.example/", "/\\evil.example/", "///evil.example"] {
        let answer = served.get(&format!("{path}?token={secret}"));
        if answer.status == 303 {
            let to = answer.field("location").unwrap();
            assert!(to.starts_with("/evil.example"), "{path}: {to}");
        } else {
            assert_eq!(answer.status, 400, "{path}");
        }
    }
}
