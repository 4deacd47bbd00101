//! Whole commands, in a hermetic home with a fixed clock.

mod corrections;
mod crowd;
mod demo;
mod errors;
mod hostile;
mod output;
mod vectors;
