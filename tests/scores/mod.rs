//! Scores against published worked examples, and the laws that they obey.

mod laws;
mod library;
mod reliability;
mod vectors;
