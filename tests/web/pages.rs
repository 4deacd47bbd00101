//! What the pages say is what the commands say.

use super::served::Served;
use crate::support::home::Home;

fn home() -> Home {
    let home = Home::with_question();
    home.add("talks", "senior-talks", "2023-02-10", "B2");
    home.add("threat", "threat", "2023-03-05", "A1");
    home.add("visit", "visit-planned", "2023-05-20", "A2");
    home
}

fn shown(p: &serde_json::Value) -> String {
    summit_ledger::draw::markup::escape(&summit_ledger::view::words::tenths(p.as_f64().unwrap()))
}

/// The text of the first element of a class.
fn of_class<'p>(page: &'p str, class: &str) -> &'p str {
    let start = page.find(&format!("class=\"{class}\"")).unwrap();
    let start = start + page[start..].find('>').unwrap() + 1;
    page[start..].split('<').next().unwrap()
}

#[test]
fn a_day_shows_what_forecast_computes_for_it() {
    let home = home();
    let served = Served::of(&home.ledger());
    for day in [
        "2023-01-01",
        "2023-02-10",
        "2023-03-20",
        "2023-05-20",
        "2023-12-01",
    ] {
        let said = home.json(&["forecast", "--as-of", day, "--format", "json"]);
        let page = served.page(&format!("/q/q?as_of={day}"));
        assert_eq!(of_class(&page, "number"), shown(&said["p"]), "{day}");
        let (lo, hi) = (said["lo"].as_f64().unwrap(), said["hi"].as_f64().unwrap());
        let band = summit_ledger::draw::markup::escape(&summit_ledger::view::words::range(lo, hi));
        assert!(page.contains(&band), "{day}: {band}");
    }
    let latest = home.json(&["forecast", "--format", "json"]);
    assert_eq!(
        of_class(&served.page("/q/q"), "number"),
        shown(&latest["p"])
    );
    assert_eq!(of_class(&served.page("/"), "p"), shown(&latest["p"]));
}

#[test]
fn a_day_knows_nothing_that_came_later() {
    let home = home();
    let served = Served::of(&home.ledger());
    let page = served.page("/q/q?as_of=2023-03-20");
    assert!(page.contains("signal-talks") && page.contains("signal-threat"));
    assert!(!page.contains("signal-visit") && page.contains("1 more later"));
    home.ok(&[
        "retract",
        "threat",
        "--on",
        "2023-06-01",
        "--because",
        "it was made up",
    ]);
    served.until("/q/q", "it was made up");
    let before = served.page("/q/q?as_of=2023-03-20");
    assert!(before.contains("id=\"out-threat\"") && !before.contains("it was made up"));
    let after = served.page("/q/q?as_of=2023-06-01");
    assert!(!after.contains("id=\"out-threat\"") && after.contains("it was made up"));
    // Every marker on the chart leads to a row.
    for page in [before, after] {
        let leads = page.split("href=\"#signal-").skip(1);
        for id in leads.map(|rest| rest.split('"').next().unwrap()) {
            assert!(page.contains(&format!("<tr id=\"signal-{id}\"")), "{id}");
        }
    }
}

#[test]
fn the_log_as_it_stood_on_a_day_is_shown_beside_what_is_known_of_it_now() {
    let home = Home::new();
    let at = |now: &str, args: &[&str]| {
        let mut command = home.command(args);
        command.env("SUMMIT_NOW", now).assert().success();
    };
    at("2023-01-01T09:00:00.000000Z", &["init", "--origin", "o"]);
    at("2023-01-01T09:00:00.000000Z", &crate::support::home::OPEN);
    let late = [
        "add",
        "visit-planned",
        "--on",
        "2023-02-10",
        "--id",
        "late",
        "--grade",
        "B2",
    ];
    at("2023-03-20T09:00:00.000000Z", &late);
    let served = Served::of(&home.ledger());
    let then = served.page("/q/q?as_of=2023-03-01&recorded_by=2023-03-01");
    let said = home.json(&[
        "forecast",
        "--as-of",
        "2023-03-01",
        "--recorded-by",
        "2023-03-01",
        "--format",
        "json",
    ]);
    assert_eq!(of_class(&then, "number"), shown(&said["p"]));
    assert!(
        then.contains("As recorded by 2023-03-01") || then.contains(", as recorded by 2023-03-01.")
    );
    assert!(!then.contains("signal-late"));
    assert!(then.contains("with everything entered since it stands at"));
    let now = served.page("/q/q?as_of=2023-03-01");
    assert!(now.contains("As of 2023-03-01, with everything entered since."));
    assert!(now.contains("as recorded by then it stood at"));
    assert!(now.contains("signal-late"));
    // Nothing of the look back stays: the next page is of the whole log.
    assert!(served.page("/q/q").contains("signal-late"));
    let early = served.get("/q/q?recorded_by=2022-12-31").text();
    assert!(
        early.contains("question q was recorded on 2023-01-01"),
        "{early}"
    );
}

#[test]
fn how_it_ended_is_said_from_the_day_on() {
    let home = home();
    home.ok(&["resolve", "yes", "--on", "2023-08-01", "--source", "both"]);
    let served = Served::of(&home.ledger());
    for (path, ended) in [
        ("/q/q", true),
        ("/q/q?as_of=2023-05-20", false),
        ("/q/q?as_of=2023-07-31", false),
        ("/q/q?as_of=2023-08-01", true),
        ("/q/q?as_of=2023-12-31", true),
    ] {
        let page = served.page(path);
        assert_eq!(
            page.contains("Resolved yes on 1 August 2023"),
            ended,
            "{path}"
        );
    }
    // Once it is over, the number is the last that was recorded, as in the report.
    let recorded = home.json(&["history", "--format", "json"]);
    let last = recorded.as_array().unwrap().last().unwrap();
    let page = served.page("/q/q?as_of=2023-12-31");
    assert_eq!(of_class(&page, "number"), shown(&last["p"]));
}

#[test]
fn a_supposition_shows_what_what_if_computes_and_writes_nothing() {
    let home = home();
    let served = Served::of(&home.ledger());
    let bytes = std::fs::read(home.ledger()).unwrap();
    let cases: [(&[&str], &str); 3] = [
        (
            &["visit-made", "--on", "2023-06-10", "--grade", "A1"],
            "add=visit-made%402023-06-10%40A1",
        ),
        (&["--without", "visit"], "without=visit"),
        (
            &[
                "visit-made",
                "--on",
                "2023-06-10",
                "--grade",
                "B2",
                "--about",
                "2023-11-11..2023-11-17",
                "--without",
                "threat",
                "--as-of",
                "2023-04-01",
            ],
            "as_of=2023-04-01&without=threat&add=visit-made%402023-06-10%40B2%402023-11-11..2023-11-17",
        ),
    ];
    for (arguments, query) in cases {
        let mut command = vec!["what-if"];
        command.extend(arguments);
        command.extend(["--format", "json"]);
        let said = home.json(&command);
        let page = served.page(&format!("/q/q?{query}"));
        let tag = page.find("class=\"if\"").unwrap();
        assert!(
            page[tag..tag + 300].contains(&shown(&said["supposed"]["p"])),
            "{query}: {}",
            &page[tag..tag + 300]
        );
        assert_eq!(
            of_class(&page, "number"),
            shown(&said["now"]["p"]),
            "{query}"
        );
        assert!(page.contains("As supposed"));
    }
    // A form without a script is sent on to the address that says the same.
    let sent =
        served.get("/q/q?as_of=2023-04-01&kind=visit-made&on=2023-06-10&grade=A1&first=&last=");
    assert_eq!(sent.status, 303);
    assert_eq!(
        sent.field("location"),
        Some("/q/q?as_of=2023-04-01&add=visit-made%402023-06-10%40A1")
    );
    for path in ["/", "/entries", "/entries/3", "/audit"] {
        served.page(path);
    }
    assert_eq!(std::fs::read(home.ledger()).unwrap(), bytes);
    let size = home.json(&["audit", "--format", "json"])["size"].clone();
    assert!(served.page("/").contains(&format!("data-size=\"{size}\"")));
}

#[test]
fn entries_are_paged_filtered_and_found() {
    let home = Home::with_question();
    let records: String = (0..70)
        .map(|i| {
            let day = format!("2023-02-{:02}", i % 28 + 1);
            let record = serde_json::json!({
                "type": "signal", "question": "q", "id": format!("s{i:02}"), "kind": "threat",
                "observed_on": day, "known_on": day, "summary": format!("Nummer {i} sagt \"Ä\""),
            });
            format!("{record}\n")
        })
        .collect();
    home.write("many.jsonl", &records);
    home.ok(&["import", "many.jsonl"]);
    let served = Served::of(&home.ledger());
    let links = |page: &str| -> Vec<u64> {
        page.split("aria-label=\"Entry ")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect()
    };
    let next = |page: &str| {
        let nav = page.split("rel=\"next\"").next().unwrap();
        let at = nav.rfind("href=\"").unwrap() + 6;
        nav[at..].split('"').next().unwrap().replace("&#38;", "&")
    };
    let mut path = "/entries".to_owned();
    let mut all = Vec::new();
    loop {
        let page = served.page(&path);
        all.extend(links(&page));
        if !page.contains("rel=\"next\"") {
            break;
        }
        path = next(&page);
    }
    let size = all[0] + 1;
    assert_eq!(all, (0..size).rev().collect::<Vec<_>>());

    assert_eq!(links(&served.page("/entries?type=question")).len(), 1);
    assert_eq!(
        links(&served.page("/entries?find=NUMMER+33+SAGT+%22%C3%A4")).len(),
        1
    );
    assert!(served.page("/entries?find=s07").contains("is that one"));
    assert!(
        served
            .page("/entries?find=3")
            .contains("Entry <a href=\"/entries/3\">3</a> is that one")
    );
    assert!(
        served
            .page("/entries?find=no+such+words")
            .contains("No entry matches")
    );
    assert_eq!(links(&served.page("/entries?question=other")).len(), 0);
    assert_eq!(
        links(&served.page("/entries?question=q&type=question")).len(),
        1
    );
}

#[test]
fn a_proof_that_is_taken_away_holds_elsewhere() {
    let home = home();
    let served = Served::of(&home.ledger());
    let page = served.page("/entries/4");
    assert!(page.contains("no signed checkpoint covers this entry"));
    assert_eq!(served.get("/entries/4.tlog-proof").status, 404);

    let vkey = home.ok(&["key", "new"]).trim().to_owned();
    home.ok(&["checkpoint"]);
    let page = served.page("/entries/4");
    assert!(page.contains("Download the proof"), "{page}");
    let proof = served.get("/entries/4.tlog-proof");
    assert_eq!(proof.status, 200);
    assert_eq!(
        proof.field("content-disposition"),
        Some("attachment; filename=\"entry-4.tlog-proof\"")
    );
    assert_eq!(proof.text(), home.ok(&["prove", "4"]));
    home.write("taken.tlog-proof", &proof.text());
    let said = home.ok(&["verify", "taken.tlog-proof", "--key", &vkey]);
    assert!(
        said.starts_with("entry 4 is in log test.example/log"),
        "{said}"
    );

    let bytes = served.get("/entries/4.json").body;
    let entry = summit_ledger::proof::canonical::decode(&bytes).unwrap();
    assert_eq!(entry.seq, 4);
    assert_eq!(served.get("/entries/999").status, 404);
}

#[test]
fn an_entry_whose_bytes_were_changed_is_said_to_be() {
    let home = home();
    let db = rusqlite::Connection::open(home.ledger()).unwrap();
    db.execute_batch(
        "DROP TRIGGER entry_no_update;
         UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"talks\"', '\"talk5\"') AS BLOB)
         WHERE id = 'talks';
         UPDATE entry SET bytes = x'7b7d' WHERE seq = (SELECT max(seq) FROM entry);",
    )
    .unwrap();
    let (seq, last): (i64, i64) = db
        .query_row(
            "SELECT (SELECT seq FROM entry WHERE id='talks'), (SELECT max(seq) FROM entry)",
            [],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .unwrap();
    drop(db);
    let served = Served::of(&home.ledger());
    let page = served.page(&format!("/entries/{seq}"));
    assert!(
        page.contains("was altered") || page.contains("cannot be read"),
        "{page}"
    );
    let page = served.page(&format!("/entries/{last}"));
    assert!(page.contains("are not those of an entry"), "{page}");
    // The rest goes on, and says that something is missing.
    assert!(served.page("/").contains("cannot be read"));
    assert!(served.page("/entries").contains("cannot be read"));
}

fn audited(served: &Served) -> String {
    assert_eq!(served.get("/audit?run=now").status, 303);
    served.until("/audit", "What was looked at")
}

#[test]
fn an_audit_runs_beside_the_pages_and_is_remembered() {
    let home = home();
    let served = Served::of(&home.ledger());
    assert!(served.page("/audit").contains("No audit has been made"));
    let page = audited(&served);
    assert!(
        page.contains("Sound") && page.contains("no fault in"),
        "{page}"
    );
    assert!(
        page.contains("No outside checkpoint") || page.contains("Not checked"),
        "{page}"
    );
    home.add("later", "threat", "2023-06-01", "B2");
    served.until("/audit", "has grown since");
    assert_eq!(served.get("/audit?run=now").status, 303);
    let size = home.json(&["audit", "--format", "json"])["size"].clone();
    let page = served.until("/audit", &format!("no fault in {size} entries"));
    assert!(!page.contains("has grown since"));

    let db = rusqlite::Connection::open(home.ledger()).unwrap();
    db.execute_batch(
        "DROP TRIGGER entry_no_update;
         UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"later\"', '\"lator\"') AS BLOB)
         WHERE id = 'later';",
    )
    .unwrap();
    drop(db);
    let again = Served::of(&home.ledger());
    let page = audited(&again);
    assert!(page.contains("Faults found"), "{page}");
}

#[test]
fn a_question_with_very_many_signals_has_a_page_of_bounded_size() {
    let home = Home::with_question();
    let records: String = (0..1200)
        .map(|i| {
            let day = format!("2023-{:02}-{:02}", i / 200 + 1, i % 200 / 8 + 1);
            let record = serde_json::json!({
                "type": "signal", "question": "q", "id": format!("s{i}"), "kind": "threat",
                "observed_on": day, "known_on": day, "summary": "x", "grade": "B2",
            });
            format!("{record}\n")
        })
        .collect();
    home.write("many.jsonl", &records);
    home.ok(&["import", "many.jsonl"]);
    let served = Served::of(&home.ledger());
    let count = |page: &str, text: &str| page.matches(text).count();
    let page = served.page("/q/q");
    assert_eq!(count(&page, "class=\"switch\""), 500);
    assert!(page.contains("700 earlier signals") && page.contains("1200 signals"));
    assert!(count(&page, "class=\"mark\"") <= 600);
    // Those that are left out keep their switch.
    let page = served.page("/q/q?without=s0&without=s1");
    assert_eq!(count(&page, "class=\"switch\""), 502);
    assert!(page.contains("698 earlier signals"));
}

#[test]
fn a_question_of_version_2_has_all_its_pages() {
    let home = home();
    let at = format!("{}/ledger/models/kernel-3.json", env!("CARGO_MANIFEST_DIR"));
    home.ok(&["model", "adopt", &at, "--for", "q"]);
    let mut add = vec![
        "add",
        "summit-announced",
        "--on",
        "2023-11-01",
        "--id",
        "told",
    ];
    add.extend([
        "--about",
        "2023-11-15",
        "--summary",
        "told",
        "--grade",
        "A1",
        "--source",
        "s",
    ]);
    home.ok(&add);
    let served = Served::of(&home.ledger());
    let latest = home.json(&["forecast", "--format", "json"]);
    let page = served.page("/q/q");
    assert_eq!(of_class(&page, "number"), shown(&latest["p"]));
    assert!(page.contains("signal-told") && page.contains("signal-talks"));
    let before = home.json(&["forecast", "--as-of", "2023-10-31", "--format", "json"]);
    let page = served.page("/q/q?as_of=2023-10-31");
    assert_eq!(of_class(&page, "number"), shown(&before["p"]));
    for entry in ["/entries/6", "/entries/7", "/entries/8", "/audit"] {
        served.page(entry);
    }
}

#[test]
fn each_signal_leads_to_its_row_and_all_sums_are_shown() {
    let home = Home::with_question();
    crate::support::story::told(&home);
    let page = Served::of(&home.ledger()).page("/q/q");
    for (anchor, words) in [
        ("row-trip-1", "a story told 3 times"),
        ("row-plan-1", "a plan told 3 times"),
        ("row-words", "a story told twice"),
    ] {
        assert!(page.contains(&format!("<tr id=\"{anchor}\"")), "{anchor}");
        assert!(page.contains(&format!("<a href=\"#{anchor}\">{words}</a>")));
    }
    let list = page.split("<table class=\"signals\">").nth(1).unwrap();
    let list = list.split("</table>").next().unwrap();
    let shown = |part: &str| -> i64 {
        let cells = part.split("data-label=\"dB\">").skip(1);
        let number = |cell: &str| cell.split('<').next().unwrap().replace('.', "");
        let numbers = cells.map(number).filter(|text| !text.is_empty());
        numbers.map(|text| text.parse::<i64>().unwrap()).sum()
    };
    let (signals, foot) = list.split_once("<tfoot>").unwrap();
    let total = |what: &str| {
        let row = foot.split("<tr").find(|row| row.contains(what)).unwrap();
        shown(row)
    };
    assert_eq!(shown(signals), total("11 signals"));
    let all = total("in all");
    assert_eq!(shown(foot), 2 * all, "the rows but the last sum to it");
    let data = home.json(&["explain", "--format", "json"]);
    assert_eq!(all, data["total_hundredths"].as_i64().unwrap());
}
