//! What families say, day by day.

use std::sync::Arc;

/// The product of each family that spoke, by name.
pub(super) type Products = Vec<(String, Arc<Vec<f64>>)>;
