//! Whole outputs, as a reader sees them.

use super::*;
use crate::view::chart::{Point, ProbabilityChart};
use crate::view::fixtures::{self, biden_xi, everything, explained, low, one_point};
use crate::view::scale::Scale;
use crate::view::table::{Column, Table};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const STYLE: TextStyle = TextStyle {
    width: 80,
    colour: false,
    unicode: true,
};

#[test]
fn documents_look_like_this() {
    insta::assert_snapshot!("explained-80", render(&explained(), &STYLE));
    insta::assert_snapshot!(
        "explained-48-ascii",
        render(
            &explained(),
            &TextStyle {
                width: 48,
                unicode: false,
                ..STYLE
            }
        )
    );
    insta::assert_snapshot!(
        "explained-80-colour",
        render(
            &explained(),
            &TextStyle {
                colour: true,
                ..STYLE
            }
        )
    );
}

#[test]
fn charts_look_like_this() {
    let of = |chart| Doc::new().chart(chart);
    insta::assert_snapshot!("chart-80", render(&of(biden_xi()), &STYLE));
    insta::assert_snapshot!(
        "chart-120",
        render(
            &of(biden_xi()),
            &TextStyle {
                width: 120,
                ..STYLE
            }
        )
    );
    insta::assert_snapshot!(
        "chart-40-ascii",
        render(
            &of(biden_xi()),
            &TextStyle {
                width: 40,
                unicode: false,
                ..STYLE
            }
        )
    );
    insta::assert_snapshot!(
        "chart-one-point",
        render(&of(one_point()), &TextStyle { width: 60, ..STYLE })
    );
    let empty = ProbabilityChart::new(date(2024, 6, 3), date(2025, 9, 30));
    let corrected = fixtures::corrected().scale(Some(Scale::LogOdds));
    insta::assert_snapshot!("chart-corrected-log-odds", render(&of(corrected), &STYLE));
    insta::assert_snapshot!("chart-empty", render(&of(empty), &STYLE));
}

#[test]
fn every_kind_of_block_looks_like_this() {
    insta::assert_snapshot!(render(&everything(), &STYLE));
}

#[test]
fn an_axis_below_one_per_cent_looks_like_this() {
    insta::assert_snapshot!(render(&Doc::new().chart(low()), &STYLE));
    let narrow = TextStyle {
        width: 50,
        unicode: false,
        ..STYLE
    };
    insta::assert_snapshot!(render(&Doc::new().chart(low()), &narrow));
}

#[test]
fn a_way_looks_like_this_on_a_narrow_terminal_without_unicode() {
    let narrow = TextStyle {
        width: 60,
        unicode: false,
        ..STYLE
    };
    let way = crate::view::fixtures::way();
    insta::assert_snapshot!(render(&Doc::new().waterfall(way), &narrow));
}

#[test]
fn a_table_that_cannot_fit_becomes_a_list() {
    let columns = ["opened on", "resolved on", "probability", "decibans"].map(Column::right);
    let cells = ["2023-02-01", "2023-11-15", "99.2 %", "+20.9"];
    let table = Table::new(columns).row(cells).row(cells);
    insta::assert_snapshot!(
        "stacked-40",
        render(&Doc::new().table(table), &TextStyle { width: 40, ..STYLE })
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
    insta::assert_snapshot!(
        "wrapped-40",
        render(&Doc::new().table(table), &TextStyle { width: 40, ..STYLE })
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
            prop_assert_eq!(&crate::draw::safe::one_line(&line.replace(' ', "_")), &line.replace(' ', "_"));
            prop_assert!(crate::draw::safe::width(line) <= width, "{:?} at {}", line, width);
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

#[test]
fn a_spare_column_is_left_out_where_it_would_cramp_another() {
    let mut table = Table::new([
        Column::left("signal").clip(8),
        Column::right("%"),
        Column::left("in words").spare(30),
    ]);
    table.push([
        "A week before APEC nothing is said",
        "98.4",
        "almost certain",
    ]);
    let at = |width| {
        render(
            &Doc::new().table(table.clone()),
            &TextStyle { width, ..STYLE },
        )
    };
    assert!(at(60).contains("in words") && at(60).contains("almost certain"));
    assert!(
        !at(50).contains("in words") && at(50).contains("nothing is said"),
        "{}",
        at(50)
    );
    assert!(at(40).contains("98.4"), "{}", at(40));
}
