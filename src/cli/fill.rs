//! What a signal lacks, asked for one after the other.

use std::sync::Arc;

use summit_ledger::belief::Model;
use summit_ledger::desk::Desk;
use summit_ledger::record::Name;

use super::ask::Asker;
use super::context::Context;
use super::failure::Failure;
use super::signal::SignalArgs;

/// Stories told within so many days are suggested, and so many of them.
const DAYS_OF_LATE: i32 = 30;
const STORIES: usize = 5;

/// What there is to know before it is asked.
pub struct Lacks {
    /// What the kind means, one line.
    head: String,
    /// Whether the kind may name the days of the meeting.
    speaks_of_days: bool,
    /// Stories told of late, the latest first.
    stories: Vec<String>,
}

/// What may be asked for a signal of a kind on these questions.
pub fn lacks(desk: &mut Desk, questions: &[Name], kind: &str) -> Result<Lacks, Failure> {
    let mut stories = Vec::new();
    let mut model = None;
    for question in questions {
        let standing = desk.standing(question, None)?;
        for story in standing.stories_of_late(DAYS_OF_LATE, STORIES) {
            if !stories.contains(&story) {
                stories.push(story);
            }
        }
        model = model.or(Some(standing.model));
    }
    stories.truncate(STORIES);
    let meaning = model.as_ref().map(|model| meaning(model, kind));
    let (head, speaks_of_days) = meaning.unwrap_or_default();
    Ok(Lacks {
        head,
        speaks_of_days,
        stories,
    })
}

/// A kind's name with its label, and whether it may name days.
fn meaning(model: &Arc<Model>, kind: &str) -> (String, bool) {
    let second = model.second();
    let plan = second.as_ref().and_then(|two| two.kinds.get(kind)?.plan);
    let Some(found) = model.kinds.get(kind) else {
        return (format!("{kind}\n"), true);
    };
    let told = found.meaning.as_deref().unwrap_or_default();
    let about = told.to_lowercase().contains("use about");
    (
        format!("{kind}: {}\n", found.label),
        about || plan.is_some(),
    )
}

/// The arguments with what was asked for and answered; `None` where the answers end.
pub fn fill(
    cx: &Context,
    asker: &mut Asker<'_>,
    lacks: &Lacks,
    args: &SignalArgs,
) -> Result<Option<SignalArgs>, Failure> {
    // What was typed is refused before anything is asked.
    args.known(cx)?;
    let why = |e: Failure| format!("{}; {}", e.what, e.hint);
    let day = |typed: &str| match cx.day("on", typed) {
        Ok(_) => Ok(typed.to_owned()),
        Err(e) => Err(why(e)),
    };
    let days = |args: &SignalArgs, typed: &str| {
        let from = args.known(cx).map_err(why)?.unwrap_or(cx.today);
        cx.days_from("about", typed, from).map_err(why)?;
        Ok(typed.to_owned())
    };
    Ok(filled(asker, lacks, args.clone(), (day, days)))
}

fn filled(
    asker: &mut Asker<'_>,
    lacks: &Lacks,
    mut args: SignalArgs,
    (day, days): (
        impl Fn(&str) -> Result<String, String>,
        impl Fn(&SignalArgs, &str) -> Result<String, String>,
    ),
) -> Option<SignalArgs> {
    asker.say(&lacks.head);
    asker.say("Enter leaves out what you do not know; Ctrl-D stops.\n");
    let text = |typed: &str| Ok(typed.to_owned());
    if args.typed("summary").is_none() {
        let said = asker.until("what happened, in your words: ", text)?;
        args = args.with("summary", said.as_deref());
    }
    if args.typed("grade").is_none() {
        let grade = asker.grade()?.map(|grade| grade.to_string());
        args = args.with("grade", grade.as_deref());
    }
    if args.typed("source").is_none() && args.typed("url").is_none() {
        let source = asker.until("source, a name or an address: ", text)?;
        args = with_source(args, source.as_deref());
    }
    if args.typed("on").is_none() && args.typed("known").is_none() {
        let prompt = "the day on which it became known, such as yesterday or 21 Nov [today]: ";
        let on = asker.until(prompt, day)?;
        args = args.with("on", on.as_deref());
    }
    if lacks.speaks_of_days && args.typed("about").is_none() {
        let prompt = "days of the leaders' meeting, such as 15 Nov or 11-17 Nov: ";
        let about = asker.until(prompt, |typed| days(&args, typed))?;
        args = args.with("about", about.as_deref());
    }
    if !lacks.stories.is_empty() && args.typed("story").is_none() {
        let story = asker.until(&stories(&lacks.stories), |typed| {
            Ok(named(&lacks.stories, typed))
        })?;
        args = args.with("story", story.as_deref());
    }
    Some(args)
}

/// A source by its name, or by its address alone: then its host is its name.
fn with_source(args: SignalArgs, typed: Option<&str>) -> SignalArgs {
    let host = typed.and_then(|typed| typed.split_once("://"));
    let host = host.and_then(|(_, rest)| rest.split('/').next());
    match host {
        Some(host) => args.with("source", Some(host)).with("url", typed),
        None => args.with("source", typed),
    }
}

fn stories(told: &[String]) -> String {
    let listed: Vec<String> = told
        .iter()
        .zip(1..)
        .map(|(story, n)| format!("{n} {story}"))
        .collect();
    format!(
        "told of late: {}\nthe story it belongs to, a number or a word of your own: ",
        listed.join(", ")
    )
}

/// A story by its number in the list, or as typed.
fn named(told: &[String], typed: &str) -> String {
    let number = typed.parse::<usize>().ok();
    let listed = number.and_then(|n| told.get(n.checked_sub(1)?));
    listed.cloned().unwrap_or_else(|| typed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::ask::heard;
    use super::*;

    fn asked(typed: &str, args: SignalArgs) -> (Option<SignalArgs>, String) {
        let lacks = Lacks {
            head: "visit-planned: high-level visit planned\n".to_owned(),
            speaks_of_days: true,
            stories: vec!["wang-visit".to_owned(), "balloon".to_owned()],
        };
        let day = |typed: &str| match typed {
            "soon" => Err("not a day".to_owned()),
            typed => Ok(typed.to_owned()),
        };
        let days = |_: &SignalArgs, typed: &str| day(typed);
        heard(typed, |asker| filled(asker, &lacks, args, (day, days)))
    }

    #[test]
    fn what_is_missing_is_asked_for() {
        let typed = "Wang to visit\nb2\nhttps://example.org/a\nyesterday\nsoon\n15 Nov\n2\n";
        let (args, said) = asked(typed, SignalArgs::default());
        let args = args.unwrap();
        for (option, text) in [
            ("summary", "Wang to visit"),
            ("grade", "B2"),
            ("source", "example.org"),
            ("url", "https://example.org/a"),
            ("on", "yesterday"),
            ("about", "15 Nov"),
            ("story", "balloon"),
        ] {
            assert_eq!(args.typed(option), Some(text), "{option}");
        }
        assert!(said.contains("not a day\n"), "{said}");
        assert!(said.contains("1 wang-visit, 2 balloon"), "{said}");
    }

    #[test]
    fn what_was_typed_is_not_asked_for_and_what_is_unknown_is_left_out() {
        let given = SignalArgs::default()
            .with("summary", Some("s"))
            .with("grade", Some("A1"))
            .with("about", Some("15 Nov"));
        let (args, said) = asked("\n\nnew-story\n", given.clone());
        let args = args.unwrap();
        // Enter keeps today, and a day that was typed is not asked for.
        assert_eq!((args.typed("source"), args.typed("on")), (None, None));
        assert!(said.contains("[today]"), "{said}");
        let (_, asked_less) = asked("\nnew-story\n", given.with("known", Some("sun")));
        assert!(!asked_less.contains("[today]"), "{asked_less}");
        assert_eq!(args.typed("story"), Some("new-story"));
        assert!(
            !said.contains("what happened") && !said.contains("grade"),
            "{said}"
        );
    }

    #[test]
    fn where_the_answers_end_nothing_is_made() {
        assert!(asked("Wang to visit\n", SignalArgs::default()).0.is_none());
    }
}
