//! Draws an SVG picture of ours as PNG, with a font of its own (`png/README.md`), so that it looks
//! the same on every machine.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use skrifa::MetadataProvider as _;

/// Pixels of the PNG to one of the SVG: sharp on fine screens and on paper.
pub const PIXELS: u32 = 2;

const REGULAR: &[u8] = include_bytes!("png/Inter-Regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("png/Inter-SemiBold.ttf");

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(SEMIBOLD.to_vec());
    fonts.set_sans_serif_family("Inter");
    Arc::new(fonts)
});

/// Why there is no PNG.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// It is no picture that this program drew.
    #[error("the picture cannot be read: {0}")]
    Picture(#[from] resvg::usvg::Error),
    /// There is no memory for so many pixels, or none are asked for.
    #[error("a picture of {0} by {1} pixels cannot be drawn")]
    Size(u32, u32),
    /// The pixels could not be packed.
    #[error("the pixels cannot be packed: {0}")]
    Packing(String),
}

/// The picture as a PNG file, [`PIXELS`] times as wide and high as the SVG says.
///
/// # Errors
/// When the text is not an SVG picture, or is too large to be drawn.
pub fn draw(svg: &str) -> Result<Vec<u8>, PngError> {
    let options = Options {
        font_family: "Inter".to_owned(),
        fontdb: Arc::clone(&FONTS),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options)?;
    let size = tree.size().to_int_size();
    let (width, height) = (size.width() * PIXELS, size.height() * PIXELS);
    let mut pixels = Pixmap::new(width, height).ok_or(PngError::Size(width, height))?;
    let scale = PIXELS as f32;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    pixels
        .encode_png()
        .map_err(|why| PngError::Packing(why.to_string()))
}

/// The characters of a text that the font does not have, each once.
#[must_use]
pub fn missing(text: &str) -> BTreeSet<char> {
    let Ok(font) = skrifa::FontRef::new(REGULAR) else {
        return BTreeSet::new();
    };
    let has = font.charmap();
    text.chars()
        .filter(|c| !c.is_whitespace() && has.map(*c).is_none())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::svg::{self, Style};
    use crate::view::fixtures;

    #[test]
    fn the_font_says_what_it_lacks() {
        assert!(missing("Joe Biden – Владимир Σ … ≤ “ł”\n").is_empty());
        assert_eq!(missing("a 习 b 习"), BTreeSet::from(['习']));
    }

    #[test]
    fn a_chart_has_its_size_and_its_colours() {
        let style = Style::standalone(600, true);
        let chart = fixtures::biden_xi();
        let drawn = svg::chart(&chart, &style);
        let png = Pixmap::decode_png(&draw(&drawn).unwrap()).unwrap();
        assert_eq!(png.width(), 600 * PIXELS);
        let count = |colour: (u8, u8, u8)| {
            let is = |p: &&resvg::tiny_skia::PremultipliedColorU8| {
                (p.red(), p.green(), p.blue()) == colour
            };
            png.pixels().iter().filter(is).count()
        };
        let (ground, band) = (count((0x12, 0x18, 0x1f)), count((0x2a, 0x38, 0x44)));
        assert!(ground > 100_000 && band > 20_000, "{ground} {band}");
        assert!(count((0x64, 0xb8, 0xf0)) > 100, "toward a meeting");
        assert!(count((0xf2, 0xa0, 0x4b)) > 50, "away from one");
        let corner = png.pixel(0, 0).unwrap();
        assert_eq!((corner.red(), corner.alpha()), (0x12, 255));
        // Text is drawn, by the font that the program carries.
        let bare = drawn
            .replace("<tspan", "<desc")
            .replace("</tspan", "</desc");
        let bare = Pixmap::decode_png(&draw(&bare).unwrap()).unwrap();
        let differ = png
            .pixels()
            .iter()
            .zip(bare.pixels())
            .filter(|(a, b)| a != b);
        assert!(differ.count() > 5_000);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert!(matches!(draw("<p>"), Err(PngError::Picture(_))));
    }
}
