//! Probabilities as people write them.

/// Reads `0.2`, `20%` or `20`: a number above 1 and below 100 is in per cent. What is no probability is
/// left as it is, for the record to refuse.
pub fn read(typed: &str) -> Result<f64, String> {
    let typed = typed.trim();
    let (digits, signed) = match typed.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), true),
        None => (typed, false),
    };
    let number: f64 = digits
        .parse()
        .map_err(|_| format!("`{typed}` is no probability, such as 0.2 or 20%"))?;
    let in_percent = signed || (number > 1.0 && number < 100.0);
    Ok(if in_percent { number / 100.0 } else { number })
}

/// The same, strictly between 0 and 1.
pub fn open(typed: &str) -> Result<f64, String> {
    let p = read(typed)?;
    match p > 0.0 && p < 1.0 {
        true => Ok(p),
        false => Err(format!(
            "`{typed}`: nothing is certain, so it lies strictly between 0 and 1"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_the_sign_and_without() {
        for (typed, p) in [
            ("0.2", 0.2),
            ("20%", 0.2),
            ("20", 0.2),
            ("0.5 %", 0.005),
            ("1%", 0.01),
            ("99.5", 0.995),
            // No probability strictly between 0 and 1: refused by the record.
            ("1", 1.0),
            ("100", 100.0),
            ("-3", -3.0),
        ] {
            assert_eq!(
                read(typed).map(f64::to_bits),
                Ok(f64::to_bits(p)),
                "{typed}"
            );
        }
        assert!(read("much").is_err() && read("%").is_err() && read("").is_err());
    }
}
