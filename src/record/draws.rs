//! The draws of a question's prior, where an adoption brings others than the opening's.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::field::{Need, fields};
use super::fields as read;
use super::forms::Part;
use super::occasion::CHANCES;
use super::prior::RATES;
use super::question::MAX_OCCASIONS;
use super::{Invalid, Name, Question};

/// New draws for the rate of ordinary days and for every occasion of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Draws {
    /// Chance of a meeting on an ordinary day, one a draw, each in [0, 1).
    pub daily_rate: Vec<f64>,
    /// Chance of each occasion, in the question's order, one a draw, each in [0, 1].
    pub chances: Vec<Vec<f64>>,
}

fields! { Draws:
    daily_rate "daily_rate_draws" => Need(RATES);
    chances "chance_draws" => Need(Part(chances, chances_to_value, "for each occasion, numbers, one a draw"));
}

fn chances(value: &Value) -> Result<Vec<Vec<f64>>, Invalid> {
    let occasions = read::list("", value, MAX_OCCASIONS)?.iter().enumerate();
    occasions
        .map(|(i, v)| read::numbers(&format!("[{i}]"), v, CHANCES.0, &CHANCES.1, CHANCES.2))
        .collect()
}

#[expect(
    clippy::ptr_arg,
    reason = "the form of a field writes the type that it reads"
)]
fn chances_to_value(chances: &Vec<Vec<f64>>) -> Value {
    chances.iter().map(|c| Value::from(c.clone())).collect()
}

impl Draws {
    /// The question with these in place of its own.
    ///
    /// # Errors
    /// When they are not of `draws` each, or not for every occasion.
    pub fn into_question(self, question: &Question, draws: usize) -> Result<Question, Invalid> {
        let wrong = |field: String, found: usize, wanted: usize, what: &str| {
            let problem = format!("{found} {what}");
            Err(Invalid::new(
                field,
                problem,
                "wrong length",
                wanted.to_string(),
            ))
        };
        if self.daily_rate.len() != draws {
            let found = self.daily_rate.len();
            return wrong("daily_rate_draws".into(), found, draws, "draws");
        }
        let (found, wanted) = (self.chances.len(), question.occasions.len());
        if found != wanted {
            return wrong("chance_draws".into(), found, wanted, "occasions");
        }
        let mut question = question.clone();
        question.prior.daily_rate_draws = Some(self.daily_rate);
        for (i, (occasion, chance)) in question.occasions.iter_mut().zip(self.chances).enumerate() {
            if chance.len() != draws {
                return wrong(format!("chance_draws[{i}]"), chance.len(), draws, "draws");
            }
            occasion.chance_draws = Some(chance);
        }
        Ok(question)
    }
}

/// Draws by question.
pub(super) fn by_question(value: &Value) -> Result<BTreeMap<Name, Draws>, Invalid> {
    let Value::Object(map) = value else {
        let remedy = "{\"QUESTION\": {\"daily_rate_draws\": [...], \"chance_draws\": [...]}}";
        return Err(Invalid::new(
            "",
            value.to_string(),
            "expected an object",
            remedy,
        ));
    };
    let one = |(id, v): (&String, &Value)| {
        let draws = Name::parse(id).and_then(|name| Ok((name, Draws::from_value(v)?)));
        draws.map_err(|e| e.under(id))
    };
    map.iter().map(one).collect()
}

pub(super) fn by_question_to_value(all: &BTreeMap<Name, Draws>) -> Value {
    let one = |(id, draws): (&Name, &Draws)| (id.to_string(), draws.to_value());
    Value::Object(all.iter().map(one).collect::<Map<_, _>>())
}
