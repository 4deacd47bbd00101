//! What the letters and digits of a grade mean.

/// How reliable the source is.
pub const SOURCE: [(char, &str); 6] = [
    ('A', "reliable"),
    ('B', "usually reliable"),
    ('C', "fairly reliable"),
    ('D', "not usually reliable"),
    ('E', "unreliable"),
    ('F', "cannot be judged"),
];

/// How credible the information is.
pub const INFORMATION: [(char, &str); 6] = [
    ('1', "confirmed"),
    ('2', "probably true"),
    ('3', "possibly true"),
    ('4', "doubtful"),
    ('5', "improbable"),
    ('6', "cannot be judged"),
];

/// Both as a few lines.
#[must_use]
pub fn lines() -> String {
    format!(
        "How sure is the report?\n  source       {}\n  information  {}\n",
        in_two(&SOURCE),
        in_two(&INFORMATION)
    )
}

fn in_two(meanings: &[(char, &str); 6]) -> String {
    let each = meanings
        .iter()
        .map(|(mark, means)| format!("{mark} {means}"));
    let each: Vec<String> = each.collect();
    let (first, second) = each.split_at(3);
    format!(
        "{},\n               {}",
        first.join(", "),
        second.join(", ")
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_lines_name_every_letter_and_digit() {
        let lines = super::lines();
        assert!(lines.contains("  source       A reliable, B usually reliable, C fairly reliable,\n               D not"), "{lines}");
        assert!(lines.ends_with("6 cannot be judged\n"), "{lines}");
    }
}
