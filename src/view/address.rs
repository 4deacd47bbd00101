//! Addresses on the web that a document may link to.

/// The address, where a page may link to it: http or https, with a host, and of the characters
/// that RFC 3986 allows. Anything else is only text.
#[must_use]
pub fn web_address(text: &str) -> Option<&str> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let head = text.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme)
            .then(|| text.get(scheme.len()..))?
    })?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    // A name before an @ can pass for the host.
    let plain = !host.is_empty() && !host.contains('@') && text.chars().all(allowed);
    plain.then_some(text)
}

/// The address, where it is a place within the same page: `#`, and the name of an anchor.
#[must_use]
pub fn place(text: &str) -> Option<&str> {
    let name = text.strip_prefix('#')?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    (!name.is_empty() && name.chars().all(allowed)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_web_addresses_are_links() {
        for good in [
            "https://www.mfa.gov.cn/a?b=c#d",
            "http://example.org",
            "HTTPS://example.org/%E4%B9%A0",
        ] {
            assert_eq!(web_address(good), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)//https://a",
            " https://example.org",
            "https://",
            "https:///path",
            "https://example.org@evil.example/",
            "https://example.org/\" onmouseover=\"x",
            "https://example.org/<b>",
            "https://exam\u{202e}ple.org",
            "data:text/html,x",
            "//example.org",
            "ftp://example.org",
            "httpſ://example.org",
        ] {
            assert_eq!(web_address(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_place_within_the_page_is_a_plain_name() {
        assert_eq!(place("#row-s1.a_b"), Some("#row-s1.a_b"));
        for bad in ["row", "#", "#a b", "#a\"b", "#a#b", "##"] {
            assert_eq!(place(bad), None, "{bad}");
        }
    }
}
