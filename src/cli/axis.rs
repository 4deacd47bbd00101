//! The option that says on which scale a chart is drawn.

use clap::Args;
use clap::ValueEnum;
use summit_ledger::view::scale::Scale;

/// The scale of a chart.
#[derive(Debug, Args)]
pub struct AxisArgs {
    /// What is equally tall on the chart [default: log-odds where the story moves mostly above 90 %
    /// or below 10 %, else probability]
    #[arg(long, value_name = "SCALE", value_enum)]
    axis: Option<Choice>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Choice {
    /// Equal evidence, in decibans
    LogOdds,
    /// Equal changes of the probability
    Probability,
}

impl AxisArgs {
    /// The scale asked for; `None` for the one that fits.
    pub fn scale(&self) -> Option<Scale> {
        self.axis.map(|choice| match choice {
            Choice::LogOdds => Scale::LogOdds,
            Choice::Probability => Scale::Probability,
        })
    }
}
