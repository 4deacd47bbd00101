//! What kind of document bytes are, told from the bytes alone, so that an audit can tell it again.

/// The media type of an attachment.
#[must_use]
pub fn media_type(bytes: &[u8]) -> &'static str {
    let signs: [(&[u8], &str); 5] = [
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"PK\x03\x04", "application/zip"),
        (b"WARC/", "application/warc"),
    ];
    if let Some((_, media)) = signs.iter().find(|(sign, _)| bytes.starts_with(sign)) {
        return media;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => {
            match text
                .trim_start_matches('\u{feff}')
                .trim_start()
                .chars()
                .next()
            {
                Some('{' | '[') => "application/json",
                Some('<') => "text/html",
                _ => "text/plain",
            }
        }
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn by_the_bytes_alone() {
        for (bytes, media) in [
            (b"%PDF-1.7".as_slice(), "application/pdf"),
            (b" {\"type\":\"model\"}", "application/json"),
            (b"\n<!doctype html>", "text/html"),
            (b"words", "text/plain"),
            (b"", "text/plain"),
            (b"a\0b", "application/octet-stream"),
            (b"\xff\xfe", "application/octet-stream"),
        ] {
            assert_eq!(media_type(bytes), media);
        }
    }
}
