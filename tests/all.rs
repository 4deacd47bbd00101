//! One integration binary, modules by capability.

mod belief_vectors;
mod support;
