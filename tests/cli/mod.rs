//! Whole commands, in a hermetic home with a fixed clock.

mod assumptions;
mod card;
mod cases;
mod caveats;
mod changes;
mod completing;
mod corrections;
mod crowd;
mod days;
mod demo;
mod errors;
mod explained;
mod faults;
mod guess;
mod hostile;
mod keys;
#[cfg(unix)]
mod live;
mod mended;
mod output;
mod pairs;
mod pictures;
mod proofs;
#[cfg(unix)]
mod readonly;
mod recorded_by;
mod refs;
mod report;
mod rotation;
mod score;
mod second;
mod small;
mod telling;
mod vectors;
mod written;
