//! The prior of a pair as people type it, and watches as they enter and take them back.

use crate::support::home::Home;

/// Opens a question on a pair; standard output and standard error.
fn open(home: &Home, pair: &[&str]) -> String {
    let question = ["open", "q", "--title", "Will they meet?", "--who", "A"];
    let days = ["--who", "B", "--criteria", "in person", "--opens"];
    let args = [
        &question[..],
        &days,
        &["2023-02-01", "--deadline", "2023-11-30"],
        pair,
    ];
    let output = home.command(&args.concat()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    format!(
        "{}--- stderr\n{}",
        text(&output.stdout),
        text(&output.stderr)
    )
}

#[test]
fn a_pair_opens_at_what_was_counted_and_says_it_in_words() {
    let home = Home::with_ledger();
    insta::assert_snapshot!("open-pair", open(&home, &["--pair", "US-CN"]));
    let exported = home.json(&["history", "--format", "json"]);
    let first = exported[0]["p"].as_f64().unwrap();
    // The draws of the daily rate give what the words say, within rounding.
    let said = open(&Home::with_ledger(), &["--pair", "china/usa"]);
    let percent = format!("{:.0} %", first * 100.0);
    assert!(said.contains(&percent), "{percent} in {said}");
}

#[test]
fn however_a_country_is_written_the_question_is_the_same() {
    let home = Home::with_ledger();
    open(&home, &["--pair", "US-Holy See"]);
    let again = open(&home, &["--pair", "vatican/usa"]);
    assert!(again.contains("says that already"), "{again}");
}

#[test]
fn another_list_is_counted_and_named_by_its_hash() {
    let home = Home::with_ledger();
    let mut list = String::from("partner,date\n");
    for year in 2017..2023 {
        list += &format!("China,{year}-03-01\nFrance,{year}-09-01\n");
    }
    home.write("list.csv", &list);
    let said = open(&home, &["--pair", "US-CN", "--list", "list.csv"]);
    assert!(said.contains("US-CN: 6 meetings in six years"), "{said}");
    insta::assert_snapshot!("open-pair-other-list", said);
}

#[test]
fn what_cannot_be_a_pair_is_refused_and_nothing_is_written() {
    let home = Home::with_ledger();
    let refused = |pair: &[&str]| {
        let question = ["open", "q", "--title", "t", "--who", "A", "--who", "B"];
        let rest = ["--criteria", "c", "--deadline", "2026-12-31"];
        home.fails(2, &[&question[..], &rest, pair].concat())
    };
    let said = refused(&["--pair", "US-Chna"]);
    assert!(said.contains("did you mean China"), "{said}");
    let said = refused(&["--pair", "FR-DE"]);
    assert!(said.contains("not a pair with the United States"), "{said}");
    refused(&["--pair", "US-CN", "--meetings", "2", "--years", "6"]);
    refused(&["--meetings", "2"]);
    refused(&[]);
    home.write("list.csv", "day,who\n");
    let said = refused(&["--pair", "US-CN", "--list", "list.csv"]);
    assert!(
        said.contains("list.csv") && said.contains("`date` and `partner`"),
        "{said}"
    );
    // Nobody on the list, six years before the opening: after its end.
    home.write("list.csv", "date,partner\n2001-01-01,China\n");
    let said = refused(&["--pair", "US-CN", "--list", "list.csv"]);
    assert!(said.contains("no meeting in the 6"), "{said}");
    assert_eq!(
        home.json(&["questions", "--format", "json"])
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[test]
fn a_watch_lowers_what_was_not_announced_steadies_what_was_and_can_be_taken_back() {
    let home = Home::with_question();
    let p = || {
        home.json(&["forecast", "--format", "json"])["p"]
            .as_f64()
            .unwrap()
    };
    home.ok(&["pass", "--on", "2023-12-01"]);
    let before = p();
    let look = [
        "watched",
        "--through",
        "2023-12-01",
        "--sources",
        "both ministries",
    ];
    insta::assert_snapshot!("watched", home.ok(&[&look[..], &["--id", "w1"]].concat()));
    let watched = p();
    assert!(watched < before);
    let again = home.ok(&[&look[..], &["--id", "w1"]].concat());
    assert!(again.contains("says that already"), "{again}");
    let said = home.ok(&["explain"]);
    assert!(said.contains("2023-12-01"), "{said}");
    home.ok(&[
        "retract",
        "w1",
        "--on",
        "2023-12-01",
        "--because",
        "the wrong page",
    ]);
    assert_eq!(p().to_bits(), before.to_bits());
    home.ok(&["audit"]);
}

#[test]
fn a_question_on_version_1_takes_no_watch() {
    let home = Home::with_ledger();
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/models/kernel-2.json");
    home.ok(&["model", "adopt", model]);
    home.ok(&crate::support::home::OPEN);
    let size = home.json(&["history", "--format", "json"]);
    let said = home.fails(2, &["watched", "--through", "2023-03-01", "--sources", "x"]);
    assert!(said.contains("version 2"), "{said}");
    assert_eq!(home.json(&["history", "--format", "json"]), size);
}

/// A question of version 2 with one announced day.
fn announced() -> Home {
    let home = Home::with_question();
    let add = ["add", "summit-announced", "--on", "2023-10-01"];
    let about = ["--about", "2023-11-15", "--grade", "A1", "--id", "ann"];
    home.ok(&[&add[..], &about].concat());
    home
}

fn p(home: &Home) -> f64 {
    home.json(&["forecast", "--format", "json"])["p"]
        .as_f64()
        .unwrap()
}

/// A command on the day of the announcement.
fn that_day<'t>(what: &'t str, word: &'t str, more: &[&'t str]) -> Vec<&'t str> {
    [&["--as-if-today", "2023-10-01", what, word], more].concat()
}

#[test]
fn what_would_move_nothing_on_the_day_of_its_announcement_says_what_to_type() {
    let home = announced();
    let told = p(&home);
    let about = ["--about", "2023-11-15"];
    for more in [&[][..], &about, &["--on", "2023-10-01"]] {
        for word in ["summit-cancelled", "summit-denied"] {
            for what in ["add", "what-if"] {
                let said = home.fails(2, &that_day(what, word, more));
                assert!(said.contains("on this very day, by ann"), "{said}");
                assert!(said.contains("amend ann --on 2023-09-30"), "{said}");
            }
        }
    }
    assert_eq!(p(&home).to_bits(), told.to_bits());
    let later = ["--known", "2023-10-02"];
    home.ok(&that_day("what-if", "summit-cancelled", &later));
    home.ok(&["amend", "ann", "--on", "2023-09-30", "--because", "x"]);
    let before = p(&home);
    home.ok(&that_day("add", "summit-cancelled", &["--grade", "A1"]));
    assert!(p(&home) < before - 0.1, "{} after {before}", p(&home));
}

#[test]
fn a_postponement_is_two_entries_and_moves_the_day() {
    let home = announced();
    let args = ["summit-postponed", "--on", "2023-10-10", "--grade", "A1"];
    let days = ["--about", "2023-11-28", "--id", "late", "-m", "put off"];
    let supposed = [&["what-if"], &args[..], &days[..2]].concat();
    let supposed = home.json(&[&supposed[..], &["--format", "json"]].concat());
    insta::assert_snapshot!("postponed", home.ok(&[&["add"], &args[..], &days].concat()));
    assert_eq!(
        supposed["supposed"]["p"].as_f64().unwrap().to_bits(),
        p(&home).to_bits()
    );
    let apart = announced();
    let off = [
        "add",
        "summit-cancelled",
        "--on",
        "2023-10-10",
        "--grade",
        "A1",
    ];
    apart.ok(&[&off[..], &["--about", "2023-11-15", "-m", "put off"]].concat());
    let anew = [
        "add",
        "summit-announced",
        "--on",
        "2023-10-10",
        "--grade",
        "A1",
    ];
    apart.ok(&[&anew[..], &["--about", "2023-11-28", "-m", "put off"]].concat());
    assert_eq!(p(&apart).to_bits(), p(&home).to_bits());
}

#[test]
fn what_is_called_off_or_denied_without_a_day_is_the_day_that_stands_announced() {
    let before = p(&Home::with_question());
    for word in ["summit-cancelled", "summit-denied", "summit-postponed"] {
        let home = announced();
        let day = ["--on", "2023-10-12", "--grade", "A1", "--id", "off"];
        home.ok(&[&["add", word], &day[..]].concat());
        assert!(p(&home) < before, "{word}: {} < {before}", p(&home));
    }
}

#[test]
fn days_that_do_not_stand_are_asked_for() {
    let home = Home::with_question();
    let add = |word| ["add", word, "--on", "2023-10-12", "--grade", "A1"];
    let said = home.fails(2, &add("summit-denied"));
    assert!(said.contains("no announced days stand"), "{said}");
    // Talk without a day, as before.
    home.ok(&add("summit-cancelled"));
    let home = announced();
    let second = ["add", "summit-announced", "--on", "2023-10-02"];
    home.ok(&[&second[..], &["--about", "2023-11-20..2023-11-21"]].concat());
    let said = home.fails(2, &add("summit-cancelled"));
    assert!(
        said.contains("2023-11-15, 2023-11-20..2023-11-21"),
        "{said}"
    );
}

#[test]
fn a_word_typed_again_or_by_a_second_source_means_the_same_days() {
    for word in ["summit-cancelled", "summit-denied", "summit-postponed"] {
        let home = announced();
        let first = ["add", word, "--on", "2023-10-12", "--grade", "A1"];
        let days = ["--about", "2023-11-28"];
        let more: &[&str] = if word == "summit-postponed" {
            &days
        } else {
            &[]
        };
        let first = [&first[..], more].concat();
        home.ok(&first);
        let (once, size) = (p(&home), entries(&home));
        let again = home.ok(&first);
        assert!(again.contains("says that already"), "{word}: {again}");
        assert_eq!((p(&home).to_bits(), entries(&home)), (once.to_bits(), size));
    }
    let home = announced();
    home.ok(&[
        "add",
        "summit-denied",
        "--on",
        "2023-10-12",
        "--grade",
        "B2",
    ]);
    let once = p(&home);
    // Another government says the same two days later: a confirmation of the same plan.
    let second = [
        "add",
        "summit-denied",
        "--on",
        "2023-10-14",
        "--grade",
        "B1",
    ];
    let said = home.ok(&second);
    assert!(said.contains("confirms that"), "{said}");
    assert!(p(&home) < once);
}

fn entries(home: &Home) -> usize {
    let history = home.json(&["history", "--format", "json"]);
    history.as_array().unwrap().len()
}

#[test]
fn what_is_denied_on_the_day_of_the_announcement_is_asked_for_another_day() {
    let home = announced();
    let day = ["--on", "2023-10-01", "--grade", "A1"];
    for word in ["summit-cancelled", "summit-denied", "summit-postponed"] {
        let said = home.fails(2, &[&["add", word], &day[..]].concat());
        assert!(said.contains("--known 2023-10-02"), "{word}: {said}");
    }
    let about = ["--about", "2023-11-15"];
    let said = home.fails(
        2,
        &[&["add", "summit-cancelled"], &day[..], &about].concat(),
    );
    assert!(said.contains("--known 2023-10-02"), "{said}");
    home.ok(&[
        &["add", "summit-denied"],
        &day[..],
        &["--known", "2023-10-02"],
    ]
    .concat());
    assert!(p(&home) < 0.3);
}

#[test]
fn a_word_for_a_plan_is_refused_where_it_would_be_talk() {
    let home = announced();
    let postponed = ["add", "summit-postponed", "--on", "2023-10-12", "--about"];
    let before = announced();
    before.ok(&["model", "adopt", "kernel-3", "--for", "q"]);
    let month = [&postponed[..], &["2023-11-20..2023-12-20"]].concat();
    let said = before.fails(2, &month);
    assert!(said.contains("at most 10 days"), "{said}");
    let said = home.fails(2, &[&postponed[..], &["2023-10-05"]].concat());
    assert!(said.contains("not after the day"), "{said}");
    let own = ["--if-meeting", "0.2", "--if-none", "0.4", "--because", "x"];
    let said = home.fails(2, &[&postponed[..], &["2023-11-28"], &own].concat());
    assert!(said.contains("likelihoods of your own"), "{said}");
    // A month is a plan where the model takes it for one.
    let stood = p(&home);
    home.ok(&month);
    assert!(p(&home) < stood, "{stood}");
}

#[test]
fn news_on_an_announced_day_a_month_for_a_plan_and_a_story_without_its_name_are_spoken_of() {
    let home = announced();
    home.ok(&["model", "adopt", "kernel-3", "--for", "q"]);
    let told = |args: &[&str]| {
        let output = home.command(args).output().unwrap();
        assert!(output.status.success(), "{args:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let month = ["add", "summit-announced", "--on", "2023-10-20", "--about"];
    let said = told(&[&month[..], &["2023-12-01..2023-12-30"]].concat());
    assert!(said.contains("30 days are too many for a plan"), "{said}");
    let visit = [
        "add",
        "visit-planned",
        "--on",
        "2023-10-21",
        "--grade",
        "B2",
    ];
    told(&[&visit[..], &["--story", "trip"]].concat());
    let said = told(&[&visit[..5], &["C3", "-m", "another paper"]].concat());
    assert!(said.contains("story trip was told of late"), "{said}");
    let said = told(&["add", "visit-made", "--on", "2023-11-15", "--grade", "A1"]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("lets that day pass") && said.contains("summit resolve yes"),
        "{said}"
    );
}

#[test]
fn a_model_without_the_kind_of_a_signal_ever_entered_is_refused_before_it_is_adopted() {
    let home = Home::with_question();
    home.ok(&["add", "praise", "--on", "2023-03-01", "--id", "pr"]);
    home.ok(&["retract", "pr", "--because", "x", "--on", "2023-03-03"]);
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/models/kernel-3.json");
    let mut model: serde_json::Value =
        serde_json::from_slice(&std::fs::read(shipped).unwrap()).unwrap();
    model["kinds"].as_object_mut().unwrap().remove("praise");
    model["id"] = "without".into();
    let file = home.write("without.json", &model.to_string());
    let said = home.fails(2, &["model", "adopt", file.to_str().unwrap(), "--for", "q"]);
    assert!(said.contains("signal `pr` is of it"), "{said}");
    home.ok(&["add", "visit-made", "--on", "2023-03-09", "--grade", "A1"]);
    home.ok(&["audit"]);
}
