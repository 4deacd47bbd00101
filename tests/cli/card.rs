//! A model's card with its measured figures, on a few cases and announcements.

use summit_ledger::library;
use summit_ledger::model::shipped;

use crate::support::home::Home;

const CASES: [&str; 2] = ["sunak-xi-bali-2022", "aliyev-pashinyan-granada-2023"];

/// A home with a list of a few announcements, one of them called off.
fn home() -> Home {
    let home = Home::new();
    let mut lines = shipped::ANNOUNCEMENTS.lines();
    let header = lines.next().unwrap();
    let lost = lines.clone().find(|line| line.contains(",lost,")).unwrap();
    let some: Vec<&str> = lines.take(3).collect();
    home.write(
        "few.csv",
        &format!("{header}\n{}\n{lost}\n", some.join("\n")),
    );
    home
}

/// The card of a model on that little.
fn card<'a>(model: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let on = ["--announcements", "few.csv"];
    let cases = CASES.iter().flat_map(|case| ["--case", *case]);
    let args = ["card", model].into_iter().chain(on).chain(cases);
    args.chain(more.iter().copied()).collect()
}

#[test]
fn the_measured_figures_look_like_this() {
    let home = home();
    let text = home.ok(&card("kernel-3", &["--measured"]));
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    insta::assert_snapshot!("card", text);
    let csv = ["--measured", "--format", "csv"];
    insta::assert_snapshot!("card-csv", home.ok(&card("kernel-3", &csv)));
}

/// One truth: what the card says is what the commands say that it is made of.
#[test]
fn the_card_and_the_commands_say_the_same() {
    let home = home();
    let card = home.json(&card("kernel-3", &["--format", "json"]));
    let score = ["cases", "score", CASES[0], CASES[1], "--format", "json"];
    let models = ["--model", "kernel-3", "--model", "kernel-2"];
    let score = home.json(&[&score[..], &models].concat());
    for part in ["parts", "forecasters", "prior_of"] {
        assert_eq!(card["library"][part], score[part], "{part}");
    }
    let backtest = ["backtest", "--announcements", "few.csv", "--format", "json"];
    let backtest = home.json(&[&backtest[..], &["--model", "kernel-3"]].concat());
    for part in ["announced", "by_lead", "nearer"] {
        assert_eq!(card["announcements"][part], backtest[part], "{part}");
    }
    let says = home.json(&["model", "card", "kernel-3", "--format", "json"]);
    assert_eq!(card["card"], says);
    assert_eq!(card["fitted"]["on_cases"], false);
    let all = &card["reliability"][0];
    assert_eq!(all["phase"], "all");
    assert_eq!(all["behind"][0]["questions"], 2);
    assert_eq!(
        all["calibration"]["questions"], 6,
        "two cases and four plans"
    );
}

#[test]
fn the_diagram_is_drawn_whole_or_of_a_phase() {
    let home = home();
    let svg = home.ok(&card("kernel-3", &["--svg", "-"]));
    insta::assert_binary_snapshot!("reliability.svg", svg.clone().into_bytes());
    let phase = ["--svg", "-", "--phase", "announced"];
    let announced = home.ok(&card("kernel-3", &phase));
    assert!(announced.contains("kernel-3: announced"), "{announced}");
    assert_ne!(announced, svg);
    let before = ["card", "kernel-3", "--case", CASES[1], "--announcements"];
    let none = ["few.csv", "--svg", "-", "--phase", "before"];
    let why = home.fails(2, &[&before[..], &none].concat());
    assert!(why.contains("there is no reliability diagram"), "{why}");
    let alone = home.fails(2, &["card", "--phase", "off"]);
    assert!(alone.contains("--svg"), "{alone}");
}

#[test]
fn the_ledgers_own_model_and_any_file_have_a_card() {
    let home = home();
    home.ok(&["init", "--origin", "test.example/log"]);
    let mut model: serde_json::Value =
        serde_json::from_slice(shipped::named("kernel-2").unwrap()).unwrap();
    model["title"] = serde_json::json!("Altered");
    home.write("mine.json", &model.to_string());
    home.ok(&["model", "adopt", "mine.json"]);
    std::fs::remove_file(home.path().join("mine.json")).unwrap();
    let on = ["--announcements", "few.csv", "--case", CASES[1]];
    let own = home.ok(&[&["card"][..], &on].concat());
    assert!(
        own.contains("Model kernel-2") && own.contains("Altered"),
        "{own}"
    );
    assert!(
        own.contains("whether this model was fitted on the library is not known"),
        "it only bears the name: {own}"
    );
    assert!(own.contains("Version 1 is this model"), "{own}");
    let list = home.json(&["model", "list", "--format", "json"]);
    let sha256 = list[0]["sha256"].as_str().unwrap();
    let named = home.json(&[&["card", &sha256[..12], "--format", "json"][..], &on].concat());
    assert_eq!(named["sha256"], *sha256);
    assert_eq!(named["fitted"], serde_json::Value::Null);
}

#[test]
fn what_is_kept_back_is_in_no_card() {
    let home = home();
    let kept = library::KEPT_BACK[0];
    let why = home.fails(2, &["card", "kernel-3", "--case", kept]);
    assert!(why.contains("is kept back for judging"), "{why}");
    let help = home.ok(&["card", "--help"]);
    assert!(!help.contains("--kept-back"), "{help}");
}

#[test]
fn forecasts_of_a_feed_count_too() {
    let home = home();
    home.write(
        "p.csv",
        "partner,as_of,horizon,p,outcome\nFrance,2018-01-01,30,0.1,0\nFrance,2018-01-08,30,0.2,1\n",
    );
    let feed = ["--predictions", "p.csv", "--measured"];
    let text = home.ok(&card("kernel-3", &feed));
    let text = text.replace('\n', " ");
    assert!(
        text.contains("1 partner of a feed (2 forecasts, 1 came)"),
        "{text}"
    );
    home.write(
        "p.csv",
        "partner,as_of,horizon,p,outcome\nFrance,2018-01-01,30,2,0\n",
    );
    let why = home.fails(2, &card("kernel-3", &feed));
    assert!(why.contains("p.csv: field `line 2, p`"), "{why}");
}
