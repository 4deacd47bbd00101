//! What an address asks for, after the question mark.

use super::limits::MAX_PAIRS;
use super::problem::Problem;

/// Names and values, in their order. Empty values count as absent: forms send those.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub fn parse(text: Option<&str>) -> Result<Self, Problem> {
        let mut pairs = Vec::new();
        for (name, value) in form_urlencoded::parse(text.unwrap_or_default().as_bytes()) {
            if value.is_empty() {
                continue;
            }
            if pairs.len() == MAX_PAIRS {
                return Err(Problem::bad(
                    format!("the address names more than {MAX_PAIRS} things"),
                    "suppose fewer signals at once",
                ));
            }
            pairs.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self(pairs))
    }

    /// The value of a name that may be given once.
    pub fn one(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut values = self.all(name);
        let first = values.next();
        if values.next().is_some() {
            return Err(Problem::bad(
                format!("the address names `{name}` twice"),
                "give it once",
            ));
        }
        Ok(first)
    }

    /// All values of a name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }

    /// Refuses names that a page does not know.
    pub fn only(&self, known: &[&str]) -> Result<(), Problem> {
        match self.0.iter().find(|(n, _)| !known.contains(&n.as_str())) {
            None => Ok(()),
            Some((name, _)) => Err(Problem::bad(
                format!("this page knows no `{name}`"),
                format!("it knows {}", known.join(", ")),
            )),
        }
    }

    /// The same without a name.
    pub fn without(&self, name: &str) -> Self {
        let mut out = self.clone();
        out.0.retain(|(n, _)| n != name);
        out
    }

    /// The same with one more value of a name.
    pub fn with(&self, name: &str, value: impl Into<String>) -> Self {
        let mut out = self.clone();
        out.0.push((name.to_owned(), value.into()));
        out
    }

    /// The address of a path with this query.
    pub fn address(&self, path: &str) -> String {
        if self.0.is_empty() {
            return path.to_owned();
        }
        let mut encoded = form_urlencoded::Serializer::new(String::new());
        encoded.extend_pairs(&self.0);
        format!("{path}?{}", encoded.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_repeat_and_empty_values_are_absent() {
        let query = Query::parse(Some("add=a%40b&add=c&as_of=&x=1&x=2")).unwrap();
        assert_eq!(query.all("add").collect::<Vec<_>>(), ["a@b", "c"]);
        assert_eq!(query.one("as_of").unwrap(), None);
        assert!(query.one("x").is_err());
        assert!(query.only(&["add"]).is_err());
        assert_eq!(query.without("x").address("/q"), "/q?add=a%40b&add=c");
        assert!(Query::parse(Some(&"a=1&".repeat(MAX_PAIRS + 1))).is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(pairs in prop::collection::vec((".{0,9}", ".{1,9}"), 0..9)) {
            let query = Query(pairs);
            let address = query.address("/");
            let text = address.split_once('?').map(|(_, query)| query);
            prop_assert_eq!(Query::parse(text).unwrap(), query);
        }
    }
}
