//! The audit against an adversary, accident and noise.

mod adversary;
mod checkpoints;
mod command;
mod common;
mod copies;
mod everyday;
mod hostile;
#[cfg(target_os = "linux")]
mod locks;
mod noise;
mod rotation;
mod salvage;
mod salvaged;
mod sources;
