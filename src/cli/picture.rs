//! Options of commands that draw a picture.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use summit_ledger::draw::png;
use summit_ledger::draw::safe::one_line;
use summit_ledger::draw::svg::Style;

use super::context::Context;
use super::failure::Failure;
use super::output;

/// A picture in place of what the command prints.
#[derive(Debug, Args)]
#[command(next_help_heading = "Pictures", group(ArgGroup::new("file").multiple(true)))]
pub struct Picture {
    /// Draw it into this file as SVG, and print nothing; - for standard output
    #[arg(long, value_name = "FILE", group = "file")]
    svg: Option<PathBuf>,

    /// Draw it into this file as PNG, in a font that the program carries
    #[arg(long, value_name = "FILE", group = "file")]
    png: Option<PathBuf>,

    /// Width of the picture; a PNG has two pixels to each of these
    #[arg(long, value_name = "PIXELS", default_value_t = 960, requires = "file",
        value_parser = clap::value_parser!(u32).range(280..=4000))]
    width: u32,

    /// Draw light on dark
    #[arg(long, requires = "file")]
    dark: bool,

    /// Overwrite a picture's file that is there
    #[arg(long, requires = "file")]
    force: bool,
}

impl Picture {
    /// Whether a picture is asked for.
    pub fn wanted(&self) -> bool {
        self.svg.is_some() || self.png.is_some()
    }

    /// Writes what `draw` draws, as SVG, as PNG, or as both.
    pub fn write(&self, cx: &Context, draw: impl Fn(&Style) -> String) -> Result<(), Failure> {
        let guard = cx.guard([]);
        let drawn = draw(&Style::standalone(self.width, self.dark));
        if let Some(path) = &self.svg {
            output::file(path, drawn.as_bytes(), self.force, &guard)?;
        }
        let Some(path) = &self.png else {
            return Ok(());
        };
        let bytes = png::draw(&drawn).map_err(|e| {
            Failure::usage(
                e.to_string(),
                "a smaller --width, or --svg in place of --png",
            )
        })?;
        output::file(path, &bytes, self.force, &guard)?;
        let missing: String = png::missing(&drawn).into_iter().take(20).collect();
        if !missing.is_empty() {
            output::talk(&format!(
                "note: the font of the PNG has no {}; in an SVG they are drawn\n",
                one_line(&missing)
            ));
        }
        Ok(())
    }
}
