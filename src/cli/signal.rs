//! The options that describe a signal, shared by `add`, `amend` and `what-if`: one line each.

use std::collections::BTreeMap;

use clap::builder::{Arg, ValueParser};
use clap::{ArgMatches, Args, Command, FromArgMatches};
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use summit_ledger::desk::said;
use summit_ledger::record::{Invalid, Name, Signal};

use super::chance;
use super::context::Context;
use super::failure::Failure;

/// An option, and the field of the record that it fills.
struct Choice {
    option: &'static str,
    value: &'static str,
    how: How,
    field: &'static str,
    help: &'static str,
}

/// How what is typed becomes the field's value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Text,
    /// As people write days.
    Day,
    /// One day, several or a month, from the day on which it was known on.
    Days,
    /// In any case.
    Grade,
    Number,
}

const fn choice(
    option: &'static str,
    value: &'static str,
    how: How,
    field: &'static str,
    help: &'static str,
) -> Choice {
    Choice {
        option,
        value,
        how,
        field,
        help,
    }
}

/// The options, in the order in which the help lists them.
#[rustfmt::skip]
const CHOICES: &[Choice] = &[
    choice("on", "DATE", How::Day, "observed_on",
        "The day on which it happened: YYYY-MM-DD, yesterday, 3 days ago, 21 Nov [of a new signal: today]"),
    choice("known", "DATE", How::Day, "known_on",
        "The first day on which it could be known; of a new signal, if left out, the day it happened"),
    choice("summary", "TEXT", How::Text, "summary",
        "What happened, in your words"),
    choice("grade", "GRADE", How::Grade, "grade",
        "Source reliability A-F and information credibility 1-6 (Admiralty); F6 is unjudged"),
    choice("story", "WORD", How::Text, "story",
        "Signals that tell one story share this word; each repeat counts less than the one before"),
    choice("actor", "NAME", How::Text, "actor",
        "Who acts; two of a kind within days are two stories where their actors differ"),
    choice("about", "DAYS", How::Days, "about",
        "The days of the leaders' meeting that it speaks of, not of a lower visit: 15 Nov, 11-17 Nov, Nov 2026"),
    choice("source", "NAME", How::Text, "source.name",
        "Who says so"),
    choice("url", "URL", How::Text, "source.url",
        "Address of the source"),
    choice("published", "DATE", How::Day, "source.published_on",
        "Day of publication"),
    choice("quote", "TEXT", How::Text, "source.quote",
        "The words that it rests on"),
    choice(IF_MEETING, "P", How::Number, "likelihood.if_meeting",
        "Your own P(signal | meeting), in place of the kind's ratios"),
    choice(IF_NONE, "P", How::Number, "likelihood.if_none",
        "Your own P(signal | no meeting)"),
    choice("because", "TEXT", How::Text, "likelihood.because",
        "Why those likelihoods"),
];

/// How stories work.
const STORIES: &str = "\
Signals that tell one story share this word; each repeat counts less than the one before.
Under a model of version 2 a story speaks once, through its strongest kind: repeats add belief in \
the report, never a second report. A signal without a story joins one of the same kind and --about \
begun within the model's window, else it begins its own. A plan, announced or called off with its \
days, belongs to no story";

const IF_MEETING: &str = "if-meeting";
const IF_NONE: &str = "if-none";

/// What a signal says, as typed.
#[derive(Debug, Default, Clone)]
pub struct SignalArgs {
    texts: BTreeMap<&'static str, String>,
    numbers: BTreeMap<&'static str, f64>,
}

/// The options in their order, each with the field of the record that it fills.
pub fn option_fields() -> impl Iterator<Item = (&'static str, &'static str)> {
    CHOICES.iter().map(|choice| (choice.option, choice.field))
}

/// The options with their help, in the order of the help.
pub fn options() -> impl Iterator<Item = (&'static str, &'static str)> {
    CHOICES.iter().map(|choice| (choice.option, choice.help))
}

impl Choice {
    fn arg(&self) -> Arg {
        let arg = Arg::new(self.option)
            .long(self.option)
            .value_name(self.value)
            .help(self.help);
        match self.option {
            "summary" => arg.short('m'),
            "grade" => arg.short('g'),
            "source" => arg.short('s'),
            "story" => arg.long_help(STORIES),
            IF_MEETING => arg.requires(IF_NONE),
            IF_NONE => arg.requires(IF_MEETING),
            _ => arg,
        }
        .value_parser(match self.how {
            How::Number => ValueParser::new(chance::read),
            _ => ValueParser::string(),
        })
    }
}

impl Args for SignalArgs {
    fn augment_args(command: Command) -> Command {
        command.args(CHOICES.iter().map(Choice::arg))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SignalArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut typed = Self::default();
        typed.update_from_arg_matches(matches)?;
        Ok(typed)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for choice in CHOICES {
            if choice.how == How::Number {
                let number = matches.get_one::<f64>(choice.option);
                self.numbers.extend(number.map(|n| (choice.option, *n)));
            } else {
                let text = matches.get_one::<String>(choice.option);
                self.texts.extend(text.map(|t| (choice.option, t.clone())));
            }
        }
        Ok(())
    }
}

impl SignalArgs {
    /// Whether nothing was typed but a reason.
    pub fn changes_nothing(&self) -> bool {
        self.texts.keys().all(|option| *option == "because") && self.numbers.is_empty()
    }

    /// Whether likelihoods of one's own were typed.
    pub fn has_numbers(&self) -> bool {
        !self.numbers.is_empty()
    }

    /// What was typed for an option.
    pub fn typed(&self, option: &str) -> Option<&str> {
        self.texts.get(option).map(String::as_str)
    }

    /// The same with another text for an option, where there is one.
    pub fn with(mut self, option: &'static str, text: Option<&str>) -> Self {
        self.texts
            .extend(text.map(|text| (option, text.to_owned())));
        self
    }

    /// What was typed for an option, numbers too.
    pub fn text(&self, option: &str) -> Option<String> {
        let number = self.numbers.get(option).map(f64::to_string);
        self.typed(option).map(str::to_owned).or(number)
    }

    /// The same with another value for an option, as it would be typed.
    pub fn set(mut self, option: &'static str, text: &str) -> Result<Self, Failure> {
        let number = CHOICES
            .iter()
            .any(|c| c.option == option && c.how == How::Number);
        if !number {
            return Ok(self.with(option, Some(text)));
        }
        let read = chance::read(text).map_err(|why| {
            Failure::usage(
                format!("--{option}: {why}"),
                "a probability strictly between 0 and 1",
            )
        })?;
        self.numbers.insert(option, read);
        Ok(self)
    }

    /// A new signal of a kind.
    pub fn build(
        &self,
        cx: &Context,
        kind: &str,
        id: Option<&str>,
        questions: &[Name],
    ) -> Result<Signal, Failure> {
        let on = cx.day("on", self.typed("on").unwrap_or("today"))?;
        let mut map = said::begun(kind, on, questions);
        self.fill(cx, &mut map, on)?;
        Ok(said::signal(map, (kind, on), id).map_err(as_typed)?)
    }

    /// Another signal with what was typed put in place.
    pub fn change(&self, cx: &Context, signal: &Signal, new_id: &str) -> Result<Signal, Failure> {
        let Value::Object(mut map) = signal.to_value() else {
            return Err(Failure::usage("the signal cannot be read", ""));
        };
        map.insert("amends".into(), json!(signal.id.as_str()));
        map.insert("id".into(), json!(new_id));
        // What was known on the day it happened still is, where that day is corrected.
        if let Some(on) = self.typed("on")
            && signal.known_on == signal.observed_on
        {
            map.insert("known_on".into(), json!(cx.day("on", on)?.to_string()));
        }
        self.fill(cx, &mut map, signal.known_on)?;
        Ok(Signal::from_value(&Value::Object(map)).map_err(as_typed)?)
    }

    /// Fills in what was typed; days that it speaks of lie from the day on which it was known on, else
    /// from `on`.
    fn fill(&self, cx: &Context, map: &mut Map<String, Value>, on: Date) -> Result<(), Failure> {
        let from = self.known(cx)?.unwrap_or(on);
        let own = self.own_likelihoods()?;
        if own {
            map.remove("likelihood");
        }
        for choice in CHOICES {
            if choice.field.starts_with("likelihood.") && !own {
                continue;
            }
            if let Some(value) = self.value(cx, choice, from)? {
                said::put(map, choice.field, value);
            }
        }
        if map.get("source").is_some_and(|s| s.get("name").is_none()) {
            return Err(Failure::usage(
                "the source has no name",
                "add --source NAME: a publisher or a person",
            ));
        }
        Ok(())
    }

    /// The day on which it was known, where that or the day on which it happened was typed.
    pub fn known(&self, cx: &Context) -> Result<Option<Date>, Failure> {
        match self.typed("known") {
            Some(known) => cx.opt_day("known", Some(known)),
            None => cx.opt_day("on", self.typed("on")),
        }
    }

    /// Whether likelihoods were typed; they need to be numbers and to have a reason.
    fn own_likelihoods(&self) -> Result<bool, Failure> {
        // A number that JSON cannot hold would vanish into `null`.
        if self.numbers.values().any(|n| !n.is_finite()) {
            return Err(Failure::usage(
                "a likelihood is not a number",
                "--if-meeting and --if-none take probabilities strictly between 0 and 1",
            ));
        }
        if !self.numbers.is_empty() && self.typed("because").is_none() {
            return Err(Failure::usage(
                "your own likelihoods need a reason",
                "add --because \"...\": whoever audits the number will ask",
            ));
        }
        Ok(!self.numbers.is_empty())
    }

    /// What was typed for an option, as the record holds it.
    fn value(&self, cx: &Context, choice: &Choice, from: Date) -> Result<Option<Value>, Failure> {
        if choice.how == How::Number {
            return Ok(self.numbers.get(choice.option).map(|n| json!(n)));
        }
        let Some(text) = self.typed(choice.option) else {
            return Ok(None);
        };
        Ok(Some(match choice.how {
            How::Day => json!(cx.day(choice.option, text)?.to_string()),
            How::Days => {
                let (first, last) = cx.days_from(choice.option, text, from)?;
                json!({"first": first.to_string(), "last": last.to_string()})
            }
            How::Grade => json!(text.to_ascii_uppercase()),
            How::Text | How::Number => json!(text),
        }))
    }
}

/// Names of fields as they are typed here.
fn as_typed(mut e: Invalid) -> Invalid {
    let is = |field: &str| {
        let rest = e.field.strip_prefix(field);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let typed = CHOICES.iter().find(|choice| is(choice.field));
    if let Some(option) = typed.map_or(is("id").then_some("id"), |c| Some(c.option)) {
        e.field = format!("--{option}");
    }
    e
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields that commands fill in from elsewhere: the kind and questions typed beside, ids, and
    /// the files of `--attach`.
    const ELSEWHERE: [&str; 5] = ["id", "question", "kind", "amends", "attachments"];

    #[test]
    fn every_field_of_a_signal_has_its_option() {
        let filled = |name: &str| {
            let mut of = CHOICES.iter().map(|c| c.field.split('.').next());
            of.any(|field| field == Some(name)) || ELSEWHERE.contains(&name)
        };
        let fields: Vec<&str> = Signal::fields().iter().map(|f| f.name).collect();
        let missing: Vec<&&str> = fields.iter().filter(|name| !filled(name)).collect();
        assert!(missing.is_empty(), "no option fills {missing:?}");
        for choice in CHOICES {
            let name = choice.field.split('.').next().unwrap_or_default();
            assert!(fields.contains(&name), "{} fills no field", choice.option);
        }
    }
}
