//! Whole pictures, as a reader sees them, and what holds for all of them.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use resvg::usvg::roxmltree::Document;

use super::{Style, chart, reliability, waterfall};
use crate::view::chart::{Point, ProbabilityChart};
use crate::view::fixtures::{self, HOSTILE, biden_xi, low, one_point, way};
use crate::view::scale::Scale;
use crate::view::waterfall::Waterfall;

fn style(width: u32) -> Style {
    Style::standalone(width, false)
}

#[test]
fn pictures_look_like_this() {
    let title = "Will Joe Biden and Xi Jinping meet in person by 30 November 2023?";
    let whole = biden_xi().title(title);
    let dark = Style::standalone(800, true);
    let inline = Style {
        links: true,
        ..Style::default()
    };
    let narrow = Style {
        width: 358,
        ..Style::default()
    };
    for (name, drawn) in [
        ("chart-light.svg", chart(&whole, &style(800))),
        ("chart-dark.svg", chart(&whole, &dark)),
        ("chart-inline.svg", chart(&whole, &inline)),
        ("chart-narrow.svg", chart(&biden_xi(), &narrow)),
        ("chart-low.svg", chart(&low(), &style(800))),
        ("chart-people.svg", chart(&fixtures::people(), &style(800))),
        ("chart-one-point.svg", chart(&one_point(), &style(800))),
        ("waterfall.svg", waterfall(&way(), &style(800))),
        ("waterfall-narrow.svg", waterfall(&way(), &narrow)),
        (
            "reliability.svg",
            reliability(&fixtures::reliability(), &style(800)),
        ),
    ] {
        insta::assert_binary_snapshot!(name, drawn.into_bytes());
    }
}

#[test]
fn charts_at_the_edges_are_pictures() {
    let day = date(2024, 6, 3);
    let at = |day, p| Point {
        day,
        p,
        lo: p,
        hi: p,
    };
    let far = [at(day, 0.0), at(day, 1.0), at(date(2031, 1, 1), 0.5)];
    for whole in [
        ProbabilityChart::new(day, day),
        ProbabilityChart::new(day, day).points([at(day, f64::NAN), at(day, 1.0)]),
        ProbabilityChart::new(day, date(2020, 1, 1)).points(far),
        ProbabilityChart::new(Date::MIN, Date::MAX).points(far),
        ProbabilityChart::new(day, day).occasion("late", date(2024, 9, 1), date(2024, 8, 1)),
    ] {
        for width in [0, 280, 800, u32::MAX] {
            let drawn = chart(&whole, &style(width));
            assert!(Document::parse(&drawn).is_ok(), "{drawn}");
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
        }
    }
}

#[test]
fn a_retracted_signal_is_hollow_and_the_day_of_the_retraction_is_marked() {
    let drawn = chart(&fixtures::corrected(), &style(800));
    let parsed = Document::parse(&drawn).unwrap();
    let paths = |class: &str| {
        let marks = parsed
            .descendants()
            .filter(|n| n.attribute("class") == Some("mark"));
        let paths = marks.flat_map(|mark| mark.children().filter(|n| n.has_tag_name("path")));
        paths
            .filter(|n| n.attribute("class") == Some(class))
            .count()
    };
    // One of seven is hollow, and one cross is drawn.
    assert_eq!((paths("f-ground s-up"), paths("s-ink")), (1, 1));
    assert!(drawn.contains("retracted on 30 June 2023"), "{drawn}");
    assert!(
        drawn.contains("because the report was withdrawn"),
        "{drawn}"
    );
    assert!(!chart(&biden_xi(), &style(800)).contains("retract"));
}

#[test]
fn labels_do_not_meet() {
    let whole = biden_xi();
    let log_odds = biden_xi().scale(Some(Scale::LogOdds));
    let inline = |width| Style {
        width,
        ..Style::default()
    };
    for drawn in [
        chart(&whole, &style(800)),
        chart(&log_odds, &style(800)),
        chart(&fixtures::people(), &style(800)),
        chart(&fixtures::people(), &inline(358)),
        waterfall(&way(), &style(1280)),
        waterfall(&way(), &inline(358)),
        waterfall(&one_step(), &style(1280)),
        waterfall(&one_step(), &inline(358)),
        waterfall(&one_step(), &inline(760)),
    ] {
        let boxes = apart(&drawn);
        assert!(boxes > 6, "{boxes}");
    }
    let told = chart(&whole, &style(800)).matches("+").count();
    assert!(told > 3, "the largest steps are written out");
}

/// A way whose one step is as long as the scale.
fn one_step() -> Waterfall {
    let mut way = way();
    way.bars.truncate(1);
    if let Some(bar) = way.bars.first_mut() {
        (bar.from, bar.to, bar.p) = (-2000, 2195, 0.994);
        (way.start.units, way.end.units) = (bar.from, bar.to);
    }
    way
}

/// Fails where two texts of a picture meet; how many there are.
fn apart(drawn: &str) -> usize {
    let parsed = Document::parse(drawn).unwrap();
    let mut boxes: Vec<(String, super::area::Area)> = Vec::new();
    for text in parsed.descendants().filter(|n| n.has_tag_name("text")) {
        let number = |name| {
            text.attribute(name)
                .and_then(|v| v.parse::<f64>().ok())
                .unwrap()
        };
        let words: String = text
            .descendants()
            .filter(|n| n.is_text())
            .filter_map(|n| n.text())
            .collect();
        let size = number("font-size");
        let wide = super::measure::width(&words, size);
        let left = match text.attribute("text-anchor") {
            Some("end") => number("x") - wide,
            Some("middle") => number("x") - wide / 2.0,
            _ => number("x"),
        };
        let area = super::area::Area::new(left, number("y") - size * 0.8, wide, size);
        for (other, there) in &boxes {
            assert!(!area.meets(*there), "{words:?} on {other:?}");
        }
        boxes.push((words, area));
    }
    boxes.len()
}

proptest! {
    #[test]
    fn hostile_text_stays_text(text in r"(\p{Cf}|\p{Cc}|[<>&'\x22]|\u{ffff}|.){0,60}", links: bool) {
        let day = date(2024, 6, 3);
        let mut whole = biden_xi().title(&text).occasion(&text, day, day).outcome(day, &text);
        for signal in &mut whole.signals {
            signal.summary = format!("{text}{HOSTILE}");
            signal.id.clone_from(&text);
        }
        let drawn = chart(&whole, &Style { links, ..style(800) });
        let parsed = Document::parse(&drawn);
        prop_assert!(parsed.is_ok(), "{:?}", parsed.err());
        let known = ["svg", "title", "desc", "rect", "path", "circle", "text", "tspan", "g", "a"];
        for node in parsed.unwrap().descendants().filter(|n| n.is_element()) {
            prop_assert!(known.contains(&node.tag_name().name()));
            for attribute in node.attributes() {
                prop_assert!(!attribute.name().starts_with("on"));
                prop_assert!(attribute.name() != "href" || attribute.value().starts_with('#'));
            }
        }
    }
}
