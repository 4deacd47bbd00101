//! How wide text is, near enough to keep labels apart, whatever font a reader has.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The width of a text in pixels at a font size, by the widths of a common sans serif and a little
/// more, so that other fonts fit too.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.graphemes(true).map(ems).sum::<f64>() * size
}

/// The same for strong letters.
pub(super) fn strong(text: &str, size: f64) -> f64 {
    width(text, size) * 1.12
}

fn ems(grapheme: &str) -> f64 {
    match grapheme.chars().next().unwrap_or_default() {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '·' => 0.29,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | ' ' | '/' | '-' | '"' => 0.40,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.92,
        'A'..='Z' => 0.72,
        ' '..='~' => 0.60,
        _ if grapheme.width() > 1 => 1.05,
        _ => 0.66,
    }
}

/// The text, cut with an ellipsis to fit a width.
pub(super) fn clip(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let room = room - width("…", size);
    let mut out = String::new();
    let mut used = 0.0;
    for grapheme in text.graphemes(true) {
        used += ems(grapheme) * size;
        if used > room {
            break;
        }
        out.push_str(grapheme);
    }
    // A word that loses only its end reads worse than one that is missing.
    if let Some(space) = out.rfind(' ').filter(|space| *space * 2 > out.len()) {
        out.truncate(space);
    }
    out.truncate(out.trim_end_matches([' ', ',', ';', ':']).len());
    out.push('…');
    out
}

/// The text in at most so many lines, broken between words; what does not fit is cut.
pub(super) fn wrap(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(first) = words.next() {
        let mut line = first.to_owned();
        let last = lines.len() + 1 >= most;
        while let Some(word) = words.peek() {
            let longer = format!("{line} {word}");
            if !last && width(&longer, size) > room {
                break;
            }
            line = longer;
            words.next();
        }
        lines.push(clip(&line, size, room));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_nothing_is_lost_but_at_the_end() {
        let text = "US official: the two have agreed in principle to meet in San Francisco";
        let lines = wrap(text, 12.0, 150.0, 3);
        assert!(
            lines.iter().all(|line| width(line, 12.0) <= 150.0),
            "{lines:?}"
        );
        assert_eq!(lines.len(), 3);
        assert!(lines[2].ends_with('…'));
        assert!(text.starts_with(&format!("{} {}", lines[0], lines[1])));
        assert_eq!(wrap("two words", 12.0, 500.0, 2), ["two words"]);
        assert!(wrap("", 12.0, 50.0, 2).is_empty());
    }
}
