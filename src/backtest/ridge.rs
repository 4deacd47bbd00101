//! Logistic regression with a ridge penalty, by Newton's method: a rival, not the model.
//!
//! Minimises `sum log(1 + exp(-s eta)) + lambda / 2 * |beta|^2`, `s` being 1 or -1 by outcome and
//! `eta = intercept + x beta`; the intercept is not penalised. scikit-learn's
//! `LogisticRegression(C=1/lambda)` has the same minimum.

use crate::record::Invalid;

/// A fitted regression on standardised features.
#[derive(Debug, Clone, PartialEq)]
pub struct Ridge {
    means: Vec<f64>,
    scales: Vec<f64>,
    /// The intercept first.
    pub beta: Vec<f64>,
}

impl Ridge {
    /// Fits features `x`, each row of one length, to outcomes.
    ///
    /// # Errors
    /// Where there is nothing to fit, or Newton's steps do not settle.
    pub fn fit(x: &[Vec<f64>], yes: &[bool], lambda: f64) -> Result<Self, Invalid> {
        let refuse = |problem: &str| {
            Invalid::new(
                "ridge",
                "",
                problem,
                "more questions, with both outcomes among them",
            )
        };
        let n = x.len() as f64;
        let width = x.first().map_or(0, Vec::len);
        if x.len() != yes.len() || !yes.contains(&true) || !yes.contains(&false) {
            return Err(refuse("nothing to fit"));
        }
        let mean = |j: usize| x.iter().map(|r| r[j]).sum::<f64>() / n;
        let means: Vec<f64> = (0..width).map(mean).collect();
        let scales: Vec<f64> = (0..width)
            .map(|j| {
                let v = x
                    .iter()
                    .map(|r| (r[j] - means[j]) * (r[j] - means[j]))
                    .sum::<f64>()
                    / n;
                if v > 0.0 { v.sqrt() } else { 1.0 }
            })
            .collect();
        let mut fit = Self {
            means,
            scales,
            beta: vec![0.0; width + 1],
        };
        let z: Vec<Vec<f64>> = x.iter().map(|r| fit.standard(r)).collect();
        for _ in 0..100 {
            let (step, size) = fit
                .newton(&z, yes, lambda)
                .ok_or_else(|| refuse("singular"))?;
            for (b, s) in fit.beta.iter_mut().zip(&step) {
                *b += s;
            }
            if size < 1e-10 {
                return Ok(fit);
            }
        }
        Err(refuse("Newton's steps do not settle"))
    }

    /// Probability of a row of features.
    #[must_use]
    pub fn probability(&self, row: &[f64]) -> f64 {
        logistic(dot(&self.standard(row), &self.beta))
    }

    /// The standardised row behind a 1 for the intercept.
    fn standard(&self, row: &[f64]) -> Vec<f64> {
        let scaled = row.iter().zip(self.means.iter().zip(&self.scales));
        std::iter::once(1.0)
            .chain(scaled.map(|(x, (m, s))| (x - m) / s))
            .collect()
    }

    fn newton(&self, z: &[Vec<f64>], yes: &[bool], lambda: f64) -> Option<(Vec<f64>, f64)> {
        let width = self.beta.len();
        let mut gradient = vec![0.0; width];
        let mut hessian = vec![vec![0.0; width]; width];
        for (row, yes) in z.iter().zip(yes) {
            let p = logistic(dot(row, &self.beta));
            let error = f64::from(u8::from(*yes)) - p;
            // A floor keeps a certain row from making the matrix singular.
            let w = (p * (1.0 - p)).max(1e-12);
            for (i, a) in row.iter().enumerate() {
                gradient[i] += error * a;
                for (h, b) in hessian[i].iter_mut().zip(row).take(i + 1) {
                    *h += w * a * b;
                }
            }
        }
        for i in 1..width {
            gradient[i] -= lambda * self.beta[i];
            hessian[i][i] += lambda;
        }
        let step = cholesky_solve(hessian, gradient)?;
        let size = step.iter().fold(0.0_f64, |a, s| a.max(s.abs()));
        Some((step, size))
    }
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// `1 / (1 + exp(-x))`.
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// `ln(p / (1 - p))`, the probability kept off 0 and 1.
#[must_use]
pub fn logit(p: f64) -> f64 {
    let p = p.clamp(1e-9, 1.0 - 1e-9);
    libm::log(p / (1.0 - p))
}

/// Solves `a x = b` for a symmetric positive definite `a`, of which the lower half is read.
pub(crate) fn cholesky_solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Option<Vec<f64>> {
    let n = b.len();
    for i in 0..n {
        for j in 0..=i {
            let sum = a[i][j] - dot(&a[i][..j], &a[j][..j]);
            if i == j {
                if sum <= 0.0 || !sum.is_finite() {
                    return None;
                }
                a[i][i] = sum.sqrt();
            } else {
                a[i][j] = sum / a[j][j];
            }
        }
    }
    for i in 0..n {
        b[i] = (b[i] - dot(&a[i][..i], &b[..i])) / a[i][i];
    }
    for i in (0..n).rev() {
        let sum: f64 = (i + 1..n).map(|k| a[k][i] * b[k]).sum();
        b[i] = (b[i] - sum) / a[i][i];
    }
    Some(b)
}
