//! Makes text from outside harmless on a terminal, on one line and in a spreadsheet.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The characters that our own drawing may use. Text from outside keeps its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// Box drawing, braille and `…`.
    Unicode,
    /// ASCII only: `-`, `|`, `..`.
    Ascii,
}

impl Charset {
    /// What stands where text was cut off.
    pub fn ellipsis(self) -> &'static str {
        match self {
            Self::Unicode => "…",
            Self::Ascii => "..",
        }
    }
}

/// The text on one line, without anything that could move the cursor, colour the terminal, reverse
/// the reading order or hide.
///
/// Each run of whitespace (spaces, tabs, line ends) becomes one space; one at either end stays one.
/// Controls, line and paragraph separators, and every character that Unicode calls a format
/// character or ignorable are shown as `\u{1b}`. Only the variation selectors 15 and 16, which
/// choose between two drawings of one symbol, are left out without a trace.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_space = false;
    for c in text.chars() {
        if matches!(c, '\u{FE0E}' | '\u{FE0F}') {
            continue;
        }
        let space = is_space(c);
        if space {
            if !after_space {
                out.push(' ');
            }
        } else if is_unsafe(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
        after_space = space;
    }
    out
}

/// A text of several lines, each made harmless as by [`one_line`] but with its blanks as they stand;
/// a line end after each.
pub fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        for c in line.chars() {
            match c {
                '\u{FE0E}' | '\u{FE0F}' => {}
                c if is_space(c) => out.push(' '),
                c if is_unsafe(c) => out.extend(c.escape_unicode()),
                c => out.push(c),
            }
        }
        out.push('\n');
    }
    out
}

/// The columns that a text takes on a terminal, counted as [`clip`] counts them.
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The text, cut so that it takes no more than `columns`, with an ellipsis where it was cut.
///
/// Cuts between what a reader sees as characters, never inside one. The text should have been
/// through [`one_line`].
pub fn clip(text: &str, columns: usize, charset: Charset) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let ellipsis = charset.ellipsis();
    let Some(room) = columns.checked_sub(width(ellipsis)) else {
        return ".".repeat(columns);
    };
    let mut out = prefix(text, room).trim_end().to_owned();
    out.push_str(ellipsis);
    out
}

/// The longest beginning of the text that takes no more than `columns`.
pub(super) fn prefix(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > columns {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// The text for a spreadsheet's cell: on one line, and never a formula.
///
/// A `'` goes before a sign that would start a formula (`=`, `+`, `-`, `@` and their full-width
/// twins), at the start and after each `;`, where spreadsheets of some countries begin a new cell
/// whatever the quotes say. Numbers are not written through this.
pub fn spreadsheet_cell(text: &str) -> String {
    let line = one_line(text);
    let guarded: Vec<String> = line.trim().split(';').map(guard).collect();
    let cell = guarded.join(";");
    if text.starts_with(['\t', '\r']) && !cell.starts_with('\'') {
        return format!("'{cell}");
    }
    cell
}

fn guard(part: &str) -> String {
    let start = part.trim_start_matches([' ', '"']);
    if start.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        let blank = part.len() - part.trim_start().len();
        let (before, after) = part.split_at_checked(blank).unwrap_or(("", part));
        return format!("{before}'{after}");
    }
    part.to_owned()
}

/// Whitespace that reads as a space. The three others are separators that some programs obey.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// General categories Cc, Cf, Zl and Zp, and the property `Default_Ignorable_Code_Point`
/// (Unicode 17, `DerivedGeneralCategory.txt` and `DerivedCoreProperties.txt`).
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}'
            | '\u{890}'..='\u{891}' | '\u{8E2}' | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1343F}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_are_shown_and_do_nothing() {
        assert_eq!(one_line("a\x1b[31mred\x07"), "a\\u{1b}[31mred\\u{7}");
        assert_eq!(one_line("x\u{9b}2J"), "x\\u{9b}2J");
        assert_eq!(one_line("evil\u{202e}txt.exe"), "evil\\u{202e}txt.exe");
        assert_eq!(one_line("a\u{2028}b\u{85}c"), "a\\u{2028}b\\u{85}c");
    }

    #[test]
    fn lines_keep_their_blanks_and_nothing_else() {
        let text = "# A\r\n\n    code  \u{1b}[2J\nlast\u{202e}";
        assert_eq!(lines(text), "# A\n\n    code  \\u{1b}[2J\nlast\\u{202e}\n");
        assert_eq!(lines(""), "");
    }

    #[test]
    fn whitespace_becomes_one_space() {
        assert_eq!(
            one_line("two\r\n\tlines  and\u{a0} more "),
            "two lines and more "
        );
        assert_eq!(one_line("heart ❤\u{fe0f}"), "heart ❤");
        assert_eq!(one_line("習近平 und Brüssel"), "習近平 und Brüssel");
    }

    #[test]
    fn clipping_counts_columns() {
        assert_eq!(clip("abcdef", 6, Charset::Unicode), "abcdef");
        assert_eq!(clip("abcdef", 5, Charset::Unicode), "abcd…");
        assert_eq!(clip("abc def", 5, Charset::Unicode), "abc…");
        assert_eq!(clip("abcdef", 5, Charset::Ascii), "abc..");
        assert_eq!(clip("習近平主席", 6, Charset::Unicode), "習近…");
        assert_eq!(clip("abcdef", 1, Charset::Ascii), ".");
        assert_eq!(clip("abcdef", 0, Charset::Unicode), "");
    }

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(
            spreadsheet_cell("=cmd|' /C calc'!A0"),
            "'=cmd|' /C calc'!A0"
        );
        assert_eq!(spreadsheet_cell("  @SUM(1)"), "'@SUM(1)");
        assert_eq!(spreadsheet_cell("\tplain"), "'plain");
        assert_eq!(spreadsheet_cell("＝1+1"), "'＝1+1");
        assert_eq!(spreadsheet_cell("\u{200b}=1"), "\\u{200b}=1");
        assert_eq!(
            spreadsheet_cell("note; \"=HYPERLINK(1)"),
            "note; '\"=HYPERLINK(1)"
        );
        assert_eq!(spreadsheet_cell("a well-known story"), "a well-known story");
    }

    proptest! {
        // The generator knows Unicode's categories from its own tables.
        #[test]
        fn nothing_unsafe_survives(text in r"(\p{Cf}|\p{Cc}|\p{Zl}|\p{Zp}|[ \t\n]|.){0,40}") {
            let line = one_line(&text);
            prop_assert!(!line.chars().any(|c| is_unsafe(c) || c.is_control()));
            prop_assert!(!line.contains("  "));
            prop_assert_eq!(one_line(&line), line);
        }

        #[test]
        fn every_format_character_is_shown(text in r"\p{Cf}") {
            let shown: String = text.chars().flat_map(char::escape_unicode).collect();
            prop_assert_eq!(one_line(&text), shown);
        }

        #[test]
        fn clipped_text_fits(text in ".{0,40}", columns in 0_usize..30) {
            let line = one_line(&text);
            prop_assert!(width(&clip(&line, columns, Charset::Unicode)) <= columns);
            prop_assert!(width(&clip(&line, columns, Charset::Ascii)) <= columns);
        }

        #[test]
        fn cells_never_start_a_formula(text in r"[ \t\r\n;]{0,2}[=+@;-]{0,2}.{0,20}") {
            let cell = spreadsheet_cell(&text);
            for part in cell.split(';') {
                prop_assert!(!part.trim_start().starts_with(['=', '+', '-', '@']));
            }
        }
    }
}
