//! Scores against published worked examples, and the laws that they obey.

mod laws;
mod library;
mod people;
mod reliability;
mod vectors;
