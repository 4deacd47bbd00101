//! What a feed was expected to bring and did not: for backtests, where everything is seen.
//!
//! As [version 1](crate::belief::one::Watch) has it, but family by family and before the channel, so
//! that what did not come is bounded like what came:
//!
//! ```text
//! for each watched kind x, by name, of family f; b a lead bin:
//!     G[f][b] = G[f][b] * (1 + strength * rate[x] * (ratio[x][b] - 1))
//! P[f][0] = 1;  P[f][l] = P[f][l - 1] * G[f][bin of lead l]      # G = 1 beyond the last edge
//! F[f][d] = F[f][d] * (P[f][a - 1] / P[f][z])                    # and within 2^-64 to 2^64
//!     a = d - last, at least 1;  z = d - first;  only where z >= a
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Model;
use super::family::step;
use super::ground::Horizon;
use super::products::Products;
use crate::belief::one::Watch;
use crate::record::Invalid;

/// What a family's product is multiplied by on each day of the horizon, by family.
pub(super) type Quiet = BTreeMap<String, Vec<f64>>;

/// What the days of a feed say by what they did not bring.
///
/// # Errors
/// When the model does not know a watched kind.
pub(super) fn quiet(model: &Model, horizon: Horizon, watch: &Watch) -> Result<Quiet, Invalid> {
    let mut expected: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (name, rate) in &watch.rates {
        let kind = model.kind(name)?;
        let factors = expected.entry(&kind.family);
        let factors = factors.or_insert_with(|| vec![1.0; model.bins()]);
        for (g, r) in factors.iter_mut().zip(&kind.ratio) {
            *g *= 1.0 + watch.strength * rate * (r - 1.0);
        }
    }
    let says = expected.iter().filter(|(_, g)| g.iter().any(|g| *g != 1.0));
    let by_day = |g| days(model, horizon, watch, g);
    Ok(says
        .map(|(family, g)| ((*family).to_owned(), by_day(g)))
        .collect())
}

fn days(model: &Model, horizon: Horizon, watch: &Watch, factors: &[f64]) -> Vec<f64> {
    let longest = horizon.last.saturating_sub(watch.first).max(0);
    let mut products = vec![1.0];
    let mut p = 1.0;
    for lead in 1..=longest {
        let bin = model.bin(lead).and_then(|bin| factors.get(bin));
        p *= bin.copied().unwrap_or(1.0);
        products.push(p);
    }
    let upto = |lead: i32| {
        let at = usize::try_from(lead).ok();
        at.and_then(|at| products.get(at)).copied().unwrap_or(1.0)
    };
    let of_day = |(_, day): (usize, i32)| {
        let (near, far) = ((day - watch.last).max(1), day - watch.first);
        if far >= near {
            upto(near - 1) / upto(far)
        } else {
            1.0
        }
    };
    horizon.each().map(of_day).collect()
}

/// What families say with what was expected of them and did not come.
pub(super) fn with(products: &Products, quiet: &Quiet) -> Products {
    let said: BTreeMap<&String, &Arc<Vec<f64>>> = products.iter().map(|(f, p)| (f, p)).collect();
    let names: std::collections::BTreeSet<&String> =
        said.keys().copied().chain(quiet.keys()).collect();
    let one = |name: &&String| match (said.get(*name), quiet.get(*name)) {
        (Some(product), Some(quiet)) => {
            let days = product.iter().zip(quiet);
            Arc::new(days.map(|(f, q)| step(*f, *q)).collect())
        }
        (Some(product), None) => Arc::clone(product),
        (None, quiet) => Arc::new(quiet.cloned().unwrap_or_default()),
    };
    names
        .iter()
        .map(|name| ((*name).clone(), one(name)))
        .collect()
}
