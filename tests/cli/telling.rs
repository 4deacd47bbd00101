//! What is said of a report under a model of version 2.

use crate::support::home::{Home, OPEN};

/// A home whose question stands under the model of version 2.
fn home() -> Home {
    let home = Home::with_ledger();
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/models/kernel-3.json");
    home.ok(&["model", "adopt", model]);
    home.ok(&OPEN);
    home
}

/// Adds a signal with some more arguments; standard output and standard error.
fn says(home: &Home, id: &str, kind: &str, on: &str, more: &[&str]) -> String {
    let args = ["add", kind, "--on", on, "--id", id, "--source", "s"];
    let output = home.command(&[&args, more].concat()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    format!(
        "{}--- stderr\n{}",
        text(&output.stdout),
        text(&output.stderr)
    )
}

#[test]
fn an_ordinary_report() {
    let home = home();
    let forum = ["--grade", "B2", "--about", "2023-11-11..2023-11-17"];
    let about = says(&home, "first", "visit-planned", "2023-10-24", &forum);
    assert!(
        about.contains("multiplies the odds of a day by 1.2"),
        "{about}"
    );
    insta::assert_snapshot!("with-days", about);
    let plain = says(
        &home,
        "second",
        "senior-talks",
        "2023-10-25",
        &["--grade", "B2"],
    );
    insta::assert_snapshot!("without-days", plain);
    let own = [
        "--grade",
        "B2",
        "--if-meeting",
        "0.8",
        "--if-none",
        "0.2",
        "--because",
        "seen",
    ];
    let own = says(&home, "third", "senior-talks", "2023-10-26", &own);
    assert!(own.contains("your own ratio, 4.0 = 0.8"), "{own}");
}

#[test]
fn a_repeat_in_a_story() {
    let home = home();
    let visa = ["--grade", "B2", "--story", "visa"];
    says(&home, "v1", "visit-planned", "2023-10-20", &visa);
    says(&home, "v2", "visit-planned", "2023-10-21", &visa);
    let third = says(&home, "v3", "visit-planned", "2023-10-22", &visa);
    let flat = third.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains(
            "story visa: told the 3rd time; repeats add belief in the report, never a second report"
        ),
        "{third}"
    );
    insta::assert_snapshot!("told-again", third);
    says(
        &home,
        "a1",
        "goodwill-gesture",
        "2023-10-23",
        &["--grade", "B2"],
    );
    let joined = says(
        &home,
        "a2",
        "goodwill-gesture",
        "2023-10-24",
        &["--grade", "B2"],
    );
    assert!(
        joined.contains("the story of a1: told the 2nd time"),
        "{joined}"
    );
    insta::assert_snapshot!("joined-by-itself", joined);
}

#[test]
fn a_full_family() {
    let home = home();
    let mut last = String::new();
    for (n, kind) in ["summit-agreed-in-principle", "preparations-seen"]
        .iter()
        .cycle()
        .take(6)
        .enumerate()
    {
        let id = format!("p{n}");
        last = says(
            &home,
            &id,
            kind,
            "2023-10-24",
            &["--grade", "A1", "--story", &id],
        );
    }
    assert!(
        last.contains("the family is at its cap: at most 15.7"),
        "{last}"
    );
    insta::assert_snapshot!("full-family", last);
}

#[test]
fn a_kind_that_moves_nothing_says_so_before_it_is_written() {
    let home = home();
    let null = says(&home, "n1", "threat", "2023-10-24", &["--grade", "A1"]);
    assert!(
        null.contains("warning: threat moves nothing: 25 seen"),
        "{null}"
    );
    insta::assert_snapshot!("null", null);
    let history = home.json(&["history", "--format", "json"]);
    assert_eq!(
        history.as_array().unwrap().len(),
        2,
        "it is in the ledger all the same"
    );
    // With the analyst's own likelihoods it says something, and nobody is warned.
    let own = [
        "--grade",
        "A1",
        "--if-meeting",
        "0.2",
        "--if-none",
        "0.4",
        "--because",
        "x",
    ];
    let own = says(&home, "n2", "threat", "2023-10-25", &own);
    assert!(!own.contains("moves nothing"), "{own}");
}

#[test]
fn a_few_imported_signals_are_told_of() {
    let home = home();
    let line = |id: &str| {
        let mut signal = crate::support::signal(id, "q", "visit-planned", "2023-10-24");
        signal["story"] = "visa".into();
        signal
    };
    home.write(
        "few.jsonl",
        &crate::support::lines(&[line("i1"), line("i2")]),
    );
    let few = home.ok(&["import", "few.jsonl"]);
    assert!(few.contains("story visa: told the 2nd time"), "{few}");
    let many: Vec<_> = (0..6).map(|n| line(&format!("m{n}"))).collect();
    home.write("many.jsonl", &crate::support::lines(&many));
    let many = home.ok(&["import", "many.jsonl"]);
    assert_eq!(many.lines().count(), 1, "{many}");
}

/// A plan announced, an echo of it, its confirmation, and its end.
#[test]
fn a_plan_from_its_announcement_to_its_end() {
    let home = home();
    let days = ["--grade", "A1", "--about", "2023-11-11..2023-11-17"];
    let announced = says(&home, "house-1", "summit-announced", "2023-10-24", &days);
    assert!(
        announced.contains("announces 11-17 November 2023: 9"),
        "{announced}"
    );
    insta::assert_snapshot!("announced", announced);
    let echo = says(&home, "seen", "preparations-seen", "2023-10-25", &days);
    assert!(echo.contains("already stands announced"), "{echo}");
    insta::assert_snapshot!("echo", echo);
    let confirmed = says(&home, "house-2", "summit-announced", "2023-11-01", &days);
    assert!(
        confirmed.contains("confirms the plan of house-1"),
        "{confirmed}"
    );
    insta::assert_snapshot!("confirmed", confirmed);
    let off = says(&home, "off", "summit-cancelled", "2023-11-03", &days);
    insta::assert_snapshot!("called-off", off);
    let over = says(&home, "late", "summit-announced", "2023-11-20", &days);
    assert!(over.contains("says nothing"), "{over}");
    insta::assert_snapshot!("over", over);
}

#[test]
fn ungraded_in_a_pipe_is_hinted_at_and_nobody_is_asked() {
    let home = home();
    let text = says(&home, "u", "visit-planned", "2023-10-24", &[]);
    assert!(
        text.contains("a fair report, C3, would count 0.49") && text.contains("--grade"),
        "{text}"
    );
    insta::assert_snapshot!("ungraded", text);
    let amended = [
        "amend",
        "u",
        "--grade",
        "B2",
        "--why",
        "asked",
        "--corrected",
        "2023-10-25",
    ];
    insta::assert_snapshot!("ungraded-amended", home.ok(&amended));
}

#[test]
fn supposing_tells_what_adding_would() {
    let home = home();
    let days = [
        "--on",
        "2023-10-24",
        "--grade",
        "A1",
        "--about",
        "2023-11-14",
    ];
    let args = [
        &["what-if", "summit-announced"],
        &days[..],
        &["--also", "threat@2023-10-25"],
    ];
    insta::assert_snapshot!("supposed", home.ok(&args.concat()));
    let json = [
        &["what-if", "summit-announced", "--format", "json"],
        &days[..],
    ]
    .concat();
    let supposed = home.json(&json)["told"][0]["telling"].clone();
    let json = [
        &["add", "summit-announced", "--id", "x", "--format", "json"],
        &days[..],
    ]
    .concat();
    let added = home.json(&json)[0]["moves"][0]["telling"].clone();
    assert_eq!(supposed["plan"]["share"], added["plan"]["share"]);
    assert_eq!(supposed["role"], "plan");
    assert_eq!(added["plan"]["id"], "x");
}

#[test]
fn kinds_in_words() {
    let home = home();
    insta::assert_snapshot!("kinds", home.ok(&["kinds"]));
    for kind in ["threat", "summit-announced", "leader-intent"] {
        insta::assert_snapshot!(format!("kind-{kind}"), home.ok(&["kinds", kind]));
    }
    let threat = home.json(&["kinds", "threat", "--format", "json"]);
    assert_eq!(threat["side"], "against");
    assert!(
        threat["says_nothing_because"]
            .as_str()
            .unwrap()
            .starts_with("25 seen")
    );
}

#[test]
fn another_word_for_a_kind_is_taken_and_what_counts_for_less_is_said_before_it_is_written() {
    let home = home();
    let wang = ["--grade", "B2", "--story", "wang"];
    let freed = says(&home, "freed", "Hostage_Released", "2023-10-24", &wang);
    let taken = "Hostage_Released: taken as detainee-transferred, detainee released or handed over";
    assert!(freed.contains(taken), "{freed}");
    let days = ["--about", "11-17 Nov", "--url", "apnews.com"];
    let days = [&wang[..], &days].concat();
    let near = says(&home, "near", "preparations-seen", "24 Oct 2023", &days);
    // Near to the day on which it was known, not to today.
    for said in [
        "--on 24 Oct 2023: 2023-10-24, a Tuesday\n--about 11-17 Nov: 2023-11-11..2023-11-17\n",
        "its --url is no address of the web",
    ] {
        assert!(near.contains(said), "{near}");
    }
    let again = says(&home, "again", "hostage-released", "2023-10-25", &wang);
    assert!(
        again.contains("warning: it counts as a repeat: story wang"),
        "{again}"
    );
    let retried = says(&home, "again", "hostage-released", "2023-10-25", &wang);
    assert!(!retried.contains("counts as a repeat"), "{retried}");
    let out = home
        .command(&["add", "sanctions", "--on", "2023-10-26"])
        .output();
    let said = String::from_utf8(out.unwrap().stderr).unwrap();
    assert!(said.contains("sanction-eased: sanction eased\n"), "{said}");
    let begun = home.fails(2, &["add", "prisoner", "--on", "2023-10-26"]);
    assert!(begun.contains("detainee-taken: national"), "{begun}");
    assert!(begun.contains("detainee-transferred: "), "{begun}");
    // A kind that only a later model has is named with that model's.
    let out = home
        .command(&["add", "mediation", "--on", "2023-10-26"])
        .output();
    let said = String::from_utf8(out.unwrap().stderr).unwrap();
    assert!(
        said.contains("stands for meeting-brokered, which model kernel-3 has not"),
        "{said}"
    );
}
