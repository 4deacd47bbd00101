//! Whole commands, in a hermetic home with a fixed clock.

mod assumptions;
mod corrections;
mod crowd;
mod demo;
mod errors;
mod faults;
mod hostile;
mod mended;
mod output;
mod pictures;
mod proofs;
mod report;
mod score;
mod telling;
mod vectors;
