//! Whole outputs, as a reader sees them.

use super::*;
use crate::view::chart::{Point, ProbabilityChart};
use crate::view::doc::Span;
use crate::view::table::{Column, Table};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn biden_xi() -> ProbabilityChart {
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
    ProbabilityChart::new(opens, date(2023, 11, 30))
        .points(path.map(|(day, p)| {
            let (lo, hi) = band(p);
            Point {
                day: opens.checked_add(i32::days(day)).unwrap(),
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

fn explained() -> Doc {
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

fn one_point() -> ProbabilityChart {
    let opens = date(2024, 6, 3);
    let point = Point {
        day: opens,
        p: 0.3,
        lo: 0.1,
        hi: 0.6,
    };
    ProbabilityChart::new(opens, date(2024, 6, 20)).points([point])
}

const STYLE: TextStyle = TextStyle {
    width: 80,
    colour: false,
    unicode: true,
};

/// Compares with `golden/NAME.txt`; where they differ, the test shows the whole of both.
macro_rules! golden {
    ($name:literal, $doc:expr, $style:expr) => {
        let drawn = render(&$doc, &$style);
        let golden = include_str!(concat!("golden/", $name, ".txt"));
        assert!(
            drawn == golden,
            "{} differs\n{drawn}\n--- golden\n{golden}",
            $name
        );
    };
}

#[test]
fn documents_look_like_this() {
    golden!("explained-80", explained(), STYLE);
    golden!(
        "explained-48-ascii",
        explained(),
        TextStyle {
            width: 48,
            unicode: false,
            ..STYLE
        }
    );
    golden!(
        "explained-80-colour",
        explained(),
        TextStyle {
            colour: true,
            ..STYLE
        }
    );
}

#[test]
fn charts_look_like_this() {
    let of = |chart| Doc::new().chart(chart);
    golden!("chart-80", of(biden_xi()), STYLE);
    golden!(
        "chart-120",
        of(biden_xi()),
        TextStyle {
            width: 120,
            ..STYLE
        }
    );
    golden!(
        "chart-40-ascii",
        of(biden_xi()),
        TextStyle {
            width: 40,
            unicode: false,
            ..STYLE
        }
    );
    golden!(
        "chart-one-point",
        of(one_point()),
        TextStyle { width: 60, ..STYLE }
    );
    let empty = ProbabilityChart::new(date(2024, 6, 3), date(2025, 9, 30));
    golden!("chart-empty", of(empty), STYLE);
}

#[test]
fn a_table_that_cannot_fit_becomes_a_list() {
    let columns = ["opened on", "resolved on", "probability", "decibans"].map(Column::right);
    let cells = ["2023-02-01", "2023-11-15", "99.2 %", "+20.9"];
    let table = Table::new(columns).row(cells).row(cells);
    golden!(
        "stacked-40",
        Doc::new().table(table),
        TextStyle { width: 40, ..STYLE }
    );
}

#[test]
fn wrapped_columns_keep_every_word() {
    let columns = [
        Column::left("id"),
        Column::left("finding").wrap(10),
        Column::right("entry"),
    ];
    let table = Table::new(columns)
        .row([
            "chain",
            "Entry 12 was changed after it was witnessed on the first of May.",
            "12",
        ])
        .row(["order", "習近平主席 met 63 % of them", "7"]);
    golden!(
        "wrapped-40",
        Doc::new().table(table),
        TextStyle { width: 40, ..STYLE }
    );
}

#[test]
fn charts_at_the_edges_are_drawn() {
    let day = date(2024, 6, 3);
    let at = |day, p| Point {
        day,
        p,
        lo: p,
        hi: p,
    };
    let far = [
        at(day, 0.0),
        at(date(2024, 6, 3), 1.0),
        at(date(2031, 1, 1), 0.5),
    ];
    for chart in [
        ProbabilityChart::new(day, day),
        ProbabilityChart::new(day, day).points([at(day, 0.0), at(day, 1.0)]),
        ProbabilityChart::new(day, date(2020, 1, 1)).points(far),
        ProbabilityChart::new(Date::MIN, Date::MAX).points(far),
        ProbabilityChart::new(day, day).occasion("late", date(2024, 9, 1), date(2024, 8, 1)),
    ] {
        for width in [1, 40, 80, 120] {
            let drawn = render(
                &Doc::new().chart(chart.clone()),
                &TextStyle { width, ..STYLE },
            );
            assert!(drawn.lines().count() > 13, "{drawn}");
        }
    }
}

proptest! {
    #[test]
    fn nothing_from_outside_reaches_the_terminal(
        text in r"(\p{Cf}|\p{Cc}|\x1b\[3[0-9]m|[ a-z%]|.){0,60}",
        width in 1_usize..130,
        colour: bool,
    ) {
        let line = || Line::new().plain(&text).strong(&text);
        let columns = [
            Column::left(&text).clip(4),
            Column::right(&text).wrap(6),
            Column::left("p"),
        ];
        let day = date(2024, 6, 3);
        let chart = one_point().title(&text).occasion(&text, day, day).outcome(day, &text);
        let doc = Doc::new()
            .title(&text)
            .paragraph(line())
            .fact(&text, line())
            .item(line())
            .table(Table::new(columns).row([line(), line(), Line::from("63 %")]).total([line()]))
            .chart(chart)
            .warning(line());
        let mut drawn = render(&doc, &TextStyle { width, colour, unicode: true });
        for style in ["0", "1", "2", "33", "34", "35", "36"] {
            drawn = drawn.replace(&format!("\u{1b}[{style}m"), "");
        }
        prop_assert!(!drawn.contains(|c: char| c.is_control() && c != '\n'));
        for line in drawn.lines() {
            prop_assert_eq!(&crate::view::safe::one_line(&line.replace(' ', "_")), &line.replace(' ', "_"));
            prop_assert!(crate::view::safe::width(line) <= width, "{:?} at {}", line, width);
        }
    }

    #[test]
    fn without_unicode_our_own_drawing_is_ascii(text in "[ -~]{0,60}", width in 40_usize..130) {
        let doc = explained().title(&text).item(&*text).chart(biden_xi().occasion(
            &text, date(2023, 5, 1), date(2023, 5, 2),
        ));
        let drawn = render(&doc, &TextStyle { width, unicode: false, ..STYLE });
        prop_assert!(drawn.is_ascii());
    }
}
