//! What tests draw: made up, so that no model changes it.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::chart::{PersonLine, Point, ProbabilityChart, SignalMark, TakenBack};
use super::decibans::log_odds_decibans;
use super::doc::{Doc, Line, Span};
use super::reliability::{Reliability, Step};
use super::table::{Column, Table};
use super::waterfall::Waterfall;

/// Text that would do harm if it were obeyed: markup, escapes, reading order, a formula.
pub const HOSTILE: &str =
    "</title><script>alert(1)</script>\u{1b}[31m\u{202e}lmth &amp; =1+1 \u{ffff}|`*";

/// With people's own numbers: one by a long name, one taken back, and two more than are drawn.
pub fn people() -> ProbabilityChart {
    let day = |month, day| date(2023, month, day);
    let line = |name: &str, steps: &[(Date, Option<f64>)]| PersonLine {
        name: name.into(),
        steps: steps.to_vec(),
    };
    let steady = |name| line(name, &[(day(6, 1), Some(0.93))]);
    let mut chart = biden_xi();
    chart.people = vec![
        line("ana", &[(day(2, 3), Some(0.5)), (day(7, 20), Some(0.8))]),
        line(
            "Catherine Montgomery-Smythe",
            &[(day(3, 1), Some(0.3)), (day(9, 2), Some(0.31))],
        ),
        line(
            "ben",
            &[
                (day(4, 1), Some(0.2)),
                (day(8, 1), None),
                (day(10, 1), Some(0.8)),
            ],
        ),
        line(HOSTILE, &[(day(5, 1), Some(0.1)), (day(8, 15), None)]),
        steady("eve"),
        steady("finn"),
    ];
    chart
}

pub fn biden_xi() -> ProbabilityChart {
    // (day of the year's 288, p)
    let opens = date(2023, 2, 1);
    let path = [
        (0, 0.75),
        (3, 0.66),
        (10, 0.655),
        (17, 0.65),
        (26, 0.645),
        (38, 0.63),
        (50, 0.62),
        (62, 0.6),
        (75, 0.59),
        (90, 0.585),
        (99, 0.62),
        (110, 0.64),
        (121, 0.63),
        (128, 0.67),
        (138, 0.74),
        (140, 0.72),
        (150, 0.715),
        (155, 0.74),
        (165, 0.755),
        (168, 0.76),
        (175, 0.75),
        (185, 0.745),
        (195, 0.74),
        (208, 0.77),
        (215, 0.71),
        (220, 0.69),
        (222, 0.68),
        (228, 0.72),
        (230, 0.75),
        (236, 0.8),
        (238, 0.83),
        (245, 0.84),
        (250, 0.86),
        (251, 0.87),
        (256, 0.86),
        (264, 0.9),
        (267, 0.93),
        (268, 0.94),
        (272, 0.95),
        (275, 0.955),
        (281, 0.965),
        (282, 0.98),
        (285, 0.985),
        (286, 0.99),
        (287, 0.992),
    ];
    let band = |p: f64| {
        let wide = 1.2 * p * (1.0 - p);
        (
            (p - 0.5 * wide - 0.05 * (1.0 - p)).max(0.0),
            (p + 0.42 * wide).min(1.0),
        )
    };
    let day = |day: i32| opens.checked_add(i32::days(day)).unwrap();
    let told = [
        (
            3,
            "A balloon is shot down; the Secretary's visit is put off",
        ),
        (99, "Sullivan and Wang Yi talk for eight hours in Vienna"),
        (138, "Blinken is received in Beijing"),
        (
            215,
            "China names its premier, not its president, for New Delhi",
        ),
        (236, "A detained soldier is handed over"),
        (264, "The foreign minister will come to Washington"),
        (282, "An official: the two have agreed in principle to meet"),
    ];
    let signals = told.map(|(on, summary)| {
        let at = path.iter().position(|(day, _)| *day == on).unwrap();
        let (before, after) = (path[at - 1].1, path[at].1);
        let odds = |p: f64| log_odds_decibans(p).unwrap();
        SignalMark {
            day: day(on),
            id: format!("s{on}"),
            kind: "threat".into(),
            summary: summary.into(),
            step: Some(odds(after) - odds(before)),
            before,
            after,
            taken_back: None,
        }
    });
    ProbabilityChart::new(opens, date(2023, 11, 30))
        .signals(signals)
        .points(path.map(|(on, p)| {
            let (lo, hi) = band(p);
            Point {
                day: day(on),
                p,
                lo,
                hi,
            }
        }))
        .title("Will Joe Biden and Xi Jinping meet in person by 2023-11-30?")
        .occasion("G20 New Delhi", date(2023, 9, 9), date(2023, 9, 10))
        .occasion("APEC San Francisco", date(2023, 11, 11), date(2023, 11, 17))
        .outcome(date(2023, 11, 15), "yes")
}

/// The same, with one of its signals retracted.
pub fn corrected() -> ProbabilityChart {
    let mut chart = biden_xi();
    let day = date(2023, 6, 30);
    if let Some(mark) = chart.signals.get_mut(1) {
        mark.taken_back = Some(day);
        chart.taken_back.push(TakenBack {
            day,
            id: mark.id.clone(),
            summary: mark.summary.clone(),
            because: "the report was withdrawn".into(),
            step: Some(-0.5),
            before: 0.74,
            after: 0.715,
        });
    }
    chart
}

pub fn explained() -> Doc {
    let row = |on: &str, what: &str, step: &str, p: &str| {
        [
            Line::from(on),
            Line::from(what),
            Line::from(Span::signed(step)),
            Line::new().strong(p),
        ]
    };
    let table = Table::new([
        Column::left("on"),
        Column::left("because").clip(12),
        Column::right("decibans"),
        Column::right("p"),
    ])
    .row(row("2023-02-01", "the question opened", "0.0", "75 %"))
    .row(row(
        "2023-02-04",
        "A balloon was shot down; the visit of the Secretary of State was put off",
        "-1.9",
        "66 %",
    ))
    .row(row(
        "2023-06-19",
        "Blinken received in Beijing \x1b[31m(\u{202e}AP)",
        "+2.2",
        "76 %",
    ))
    .total(row("", "in all", "+0.3", "76 %"));
    Doc::new()
        .title("Biden and Xi by 2023-11-30")
        .paragraph(Line::new().plain("A meeting is ").strong("likely").plain(", at ").strong("76 %").plain(": ").signed("+0.3").plain(" decibans since the question was opened."))
        .fact("deadline", "2023-11-30")
        .fact("criteria", "Both leaders meet in person, in one place, for talks that both governments confirm by noon.")
        .section("What moved it")
        .table(table)
        .warning("Two stories rest on one source.")
        .hint(Line::new().plain("see ").code("summit explain --as-of 2023-06-19"))
}

pub fn one_point() -> ProbabilityChart {
    let opens = date(2024, 6, 3);
    let point = Point {
        day: opens,
        p: 0.3,
        lo: 0.1,
        hi: 0.6,
    };
    ProbabilityChart::new(opens, date(2024, 6, 20)).points([point])
}

/// All below one per cent.
pub fn low() -> ProbabilityChart {
    let points = [
        (3, 0.004, 0.0011, 0.0071),
        (9, 0.0062, 0.002, 0.0079),
        (15, 0.0013, 0.0002, 0.004),
    ];
    ProbabilityChart::new(date(2024, 6, 3), date(2024, 7, 20)).points(points.map(
        |(day, p, lo, hi)| Point {
            day: date(2024, 6, day),
            p,
            lo,
            hi,
        },
    ))
}

/// A way with steps of all kinds.
pub fn way() -> Waterfall {
    super::waterfall::tests::way(&[
        (false, -12),
        (true, 3),
        (true, -374),
        (true, -66),
        (false, -20),
        (true, 135),
        (true, 0),
        (true, 777),
    ])
}

/// A reliability diagram of a few forecasts.
pub fn reliability() -> Reliability {
    let step = |from, to, came, days, share| Step {
        from,
        to,
        mean: (from + to) / 2.0,
        came,
        band: Some((came * 0.6, came + (1.0 - came) * 0.4)),
        questions: days / 50,
        days,
        share,
    };
    let mut histogram = vec![0.0; 20];
    for (at, share) in [
        (0, 0.3),
        (1, 0.2),
        (5, 0.1),
        (9, 0.05),
        (15, 0.15),
        (19, 0.2),
    ] {
        histogram[at] = share;
    }
    Reliability {
        title: None,
        steps: vec![
            step(0.01, 0.08, 0.03, 900, 0.5),
            step(0.25, 0.49, 0.31, 300, 0.15),
            step(0.78, 0.97, 0.93, 700, 0.35),
        ],
        band: vec![
            (0.01, 0.0, 0.12),
            (0.08, 0.01, 0.15),
            (0.25, 0.08, 0.5),
            (0.49, 0.2, 0.68),
            (0.78, 0.6, 0.99),
            (0.97, 0.8, 1.0),
        ],
        histogram,
        questions: 31,
    }
}

/// A document with every kind of block.
pub fn everything() -> Doc {
    explained()
        .section("All the rest")
        .item("an item")
        .item(
            Line::new()
                .plain("another, with ")
                .strong("strong")
                .plain(" words and ")
                .code("code | `x`"),
        )
        .item(
            Line::new()
                .plain("from ")
                .link("a page", "https://example.org/a?b=c&d")
                .plain(", not ")
                .link("a trap", "javascript:alert(1)"),
        )
        .paragraph(HOSTILE)
        .verbatim(["  log.example/desk", "19", "", "- a line: ```"])
        .chart(biden_xi())
        .waterfall(way())
        .reliability(reliability())
}
