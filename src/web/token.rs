//! The secret that lets a browser in where others than this machine can reach the server.

use std::fmt;

use subtle::ConstantTimeEq;

/// 256 random bits, as 64 hexadecimal digits.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new token from the system's randomness.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(hex::encode(bytes)))
    }

    /// Whether a text is this token, in a time that does not depend on where they differ.
    #[must_use]
    pub fn is(&self, given: &str) -> bool {
        // Lengths are no secret.
        self.0.as_bytes().ct_eq(given.as_bytes()).into()
    }

    /// The text, to be printed once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_token_is_it() {
        let token = Token::random().unwrap();
        let text = token.reveal().to_owned();
        assert_eq!(text.len(), 64);
        assert!(token.is(&text));
        for wrong in ["", &text[1..], &format!("{text}0"), &text.to_uppercase()] {
            assert!(!token.is(wrong) || wrong == text, "{wrong}");
        }
        assert!(!Token::random().unwrap().is(&text));
        assert_eq!(format!("{token:?}"), "Token(..)");
    }
}
