//! What must hold in a source of belief version 2 before anything is made of it.

use std::collections::BTreeMap;

use super::source::Source;
use crate::record::{Invalid, MAX_DRAWS};

/// Letters, then digits, of one grade, from the best to the worst that is known.
const GRADES: [(&str, &str); 5] = [("A", "1"), ("B", "2"), ("C", "3"), ("D", "4"), ("E", "5")];

/// Checks the parts that are not kinds.
pub(super) fn check(source: &Source) -> Result<(), Invalid> {
    size(source)?;
    grades(source)?;
    spans(source)?;
    works(source, &source.plans.sources).map_err(|e| e.under("plans"))?;
    works(source, &source.silence.sources).map_err(|e| e.under("silence"))
}

fn size(source: &Source) -> Result<(), Invalid> {
    if source.belief != 2 {
        return Err(Invalid::new(
            "belief",
            source.belief.to_string(),
            "not a source of belief version 2",
            "belief = 2",
        ));
    }
    if (1..=MAX_DRAWS).contains(&source.draws) && source.lead_edges.len() <= 32 {
        return Ok(());
    }
    Err(Invalid::new(
        "draws",
        source.draws.to_string(),
        "too many draws or lead-time bins",
        format!("1 to {MAX_DRAWS} draws, at most 32 bins"),
    ))
}

/// A better grade never counts less, and a report without a grade no more than a C3.
fn grades(source: &Source) -> Result<(), Invalid> {
    let (letters, digits) = (&source.source_reliability, &source.information_credibility);
    falls("source_reliability", letters, &GRADES.map(|g| g.0))?;
    falls("information_credibility", digits, &GRADES.map(|g| g.1))?;
    let worth = |letter, digit| {
        Ok::<f64, Invalid>(
            worth("source_reliability", letters, letter)?
                * worth("information_credibility", digits, digit)?,
        )
    };
    let (ungraded, fair) = (worth("F", "6")?, worth("C", "3")?);
    if ungraded > fair {
        return Err(Invalid::new(
            "source_reliability.F",
            format!("F6 {ungraded}, C3 {fair}"),
            "a report without a grade would count more than a C3",
            "lower F or 6, so that F times 6 is at most C times 3",
        ));
    }
    Ok(())
}

/// The worth of a letter or digit, within [0, 1].
fn worth(field: &str, scale: &BTreeMap<String, f64>, key: &str) -> Result<f64, Invalid> {
    let found = scale.get(key).copied();
    found.filter(|x| (0.0..=1.0).contains(x)).ok_or_else(|| {
        Invalid::new(
            format!("{field}.{key}"),
            found.map(|x| x.to_string()).unwrap_or_default(),
            "a grade's worth is missing, or not from 0 to 1",
            "a number from 0 to 1 for each of A to F and 1 to 6",
        )
    })
}

fn falls(field: &str, scale: &BTreeMap<String, f64>, keys: &[&str]) -> Result<(), Invalid> {
    for (better, worse) in keys.iter().zip(keys.iter().skip(1)) {
        let (high, low) = (worth(field, scale, better)?, worth(field, scale, worse)?);
        if high < low {
            return Err(Invalid::new(
                format!("{field}.{worse}"),
                format!("{worse} {low}, {better} {high}"),
                "a worse grade would count more than a better one",
                format!("at most what {better} has"),
            ));
        }
    }
    Ok(())
}

/// Spans over which counts are summed end at a lead edge.
fn spans(source: &Source) -> Result<(), Invalid> {
    let counts = &source.counts;
    let days = counts.windows.iter().map(|day| ("counts.windows", day));
    for (field, day) in days.chain([("counts.told_days", &counts.told_days)]) {
        if !source.lead_edges.contains(day) {
            return Err(Invalid::new(
                field,
                day.to_string(),
                "counts are summed up to the end of a lead bin",
                format!("one of {:?}", source.lead_edges),
            ));
        }
    }
    if counts.windows.is_empty() || !(counts.prior > 0.0 && counts.days_per_case > 0.0) {
        return Err(Invalid::new(
            "counts",
            "",
            "no span to count over, or no prior",
            "at least one of windows; prior and days_per_case above 0",
        ));
    }
    Ok(())
}

/// Every work that a part cites is there.
pub(super) fn works(source: &Source, cited: &[String]) -> Result<(), Invalid> {
    match cited.iter().find(|key| !source.sources.contains_key(*key)) {
        None => Ok(()),
        Some(key) => Err(Invalid::new(
            "sources",
            key,
            "no such work under [sources]",
            "add it there, or take it out",
        )),
    }
}
