//! What a question lacks before it is opened: made from a wording, or asked for on a terminal.

use jiff::civil::Date;
use summit_ledger::model::forums::{self, Forum};
use summit_ledger::model::places::Places;
use summit_ledger::record::Name;
use summit_ledger::view::words::stretch;

use super::ask::Asker;
use super::context::Context;
use super::failure::Failure;
use super::question_args::QuestionArgs;
use super::{chance, wording};

/// The question with what its wording says in place of what is missing.
pub fn worded(cx: &Context, open: &QuestionArgs) -> Result<QuestionArgs, Failure> {
    let mut open = open.clone();
    let Some(wording) = open.template else {
        return Ok(open);
    };
    let (opens, deadline) = open.days(cx)?;
    let deadline = deadline.unwrap_or_else(|| wording.deadline(opens));
    open.deadline.get_or_insert(deadline.to_string());
    if open.who.len() > 1 {
        open.criteria
            .get_or_insert_with(|| wording.criteria(&open.who, deadline));
        open.title
            .get_or_insert_with(|| wording::title(&open.who, deadline));
        open.id
            .get_or_insert_with(|| wording::id(&open.who, deadline));
    }
    Ok(open)
}

/// The question with what was asked for and answered; `None` where the answers end.
pub fn asked(
    cx: &Context,
    asker: &mut Asker<'_>,
    open: &QuestionArgs,
) -> Result<Option<QuestionArgs>, Failure> {
    let from = open.days(cx)?.0;
    let day = |typed: &str| match cx.day_from("deadline", typed, from) {
        Ok(day) => Ok(day.to_string()),
        Err(e) => Err(format!("{}; {}", e.what, e.hint)),
    };
    let Some(open) = filled(asker, open.clone(), from, day) else {
        return Ok(None);
    };
    let Some(deadline) = open.days(cx)?.1 else {
        return Ok(Some(open));
    };
    with_forums(asker, open, (from, deadline))
}

fn filled(
    asker: &mut Asker<'_>,
    mut open: QuestionArgs,
    from: Date,
    day: impl Fn(&str) -> Result<String, String>,
) -> Option<QuestionArgs> {
    asker.say("Ctrl-D stops; Enter takes what stands in brackets.\n");
    let text = |typed: &str| Ok::<String, String>(typed.to_owned());
    while open.who.len() < 2 {
        let which = if open.who.is_empty() {
            "first"
        } else {
            "second"
        };
        open.who
            .push(asker.needed(&format!("the {which} leader: "), text)?);
    }
    if open.template.is_none() && open.criteria.is_none() {
        let prompt = "a wording: state-visit, forum, crisis, or Enter to write your own: ";
        open.template = asker.until(prompt, |typed| clap::ValueEnum::from_str(typed, true))?;
    }
    if open.deadline.is_none() {
        let usual = open.template.map(|t| t.deadline(from).to_string());
        open.deadline = Some(match usual {
            Some(usual) => {
                let prompt = format!("the last day on which a meeting counts [{usual}]: ");
                asker.until(&prompt, day)?.unwrap_or(usual)
            }
            None => asker.needed("the last day on which a meeting counts: ", day)?,
        });
    }
    let deadline = open.deadline.as_deref()?.parse::<Date>().ok();
    if let Some(deadline) = deadline {
        open = named(asker, open, deadline)?;
    }
    if open.pair.is_none() && open.meetings.is_none() {
        let prompt =
            "the pair of countries with the US, such as US-CN (Enter: a count of your own): ";
        open.pair = asker.until(prompt, a_pair)?;
    }
    if open.pair.is_none() && open.meetings.is_none() {
        let number = |typed: &str| typed.parse::<f64>().map_err(|e| e.to_string());
        open.meetings = Some(asker.needed("meetings that you counted: ", number)?);
        open.years = Some(asker.needed("in how many years: ", number)?);
    }
    Some(open)
}

/// With a title, an identifier and criteria.
fn named(asker: &mut Asker<'_>, mut open: QuestionArgs, deadline: Date) -> Option<QuestionArgs> {
    let text = |typed: &str| Ok(typed.to_owned());
    if open.title.is_none() {
        let usual = wording::title(&open.who, deadline);
        let prompt = format!("what is asked [{usual}]: ");
        open.title = asker.until(&prompt, text)?.or(Some(usual));
    }
    if open.id.is_none() {
        let usual = wording::id(&open.who, deadline);
        let prompt = format!("its name in the ledger [{usual}]: ");
        open.id = asker.until(&prompt, an_id)?.or(Some(usual));
    }
    if open.criteria.is_none() {
        let usual = open.template.map(|t| t.criteria(&open.who, deadline));
        open.criteria = Some(match usual {
            Some(usual) => {
                let prompt = format!("{usual}\nEnter takes these criteria; or write your own: ");
                asker.until(&prompt, text)?.unwrap_or(usual)
            }
            None => asker.needed(
                "what counts, who counts, what is void, which source decides: ",
                text,
            )?,
        });
    }
    Some(open)
}

fn an_id(typed: &str) -> Result<String, String> {
    let read = Name::parse(typed).map(|name| name.to_string());
    read.map_err(|e| format!("{}; {}", e.problem, e.remedy))
}

fn a_pair(typed: &str) -> Result<String, String> {
    let pair = Places::shipped().and_then(|places| places.pair(typed));
    let read = pair.map(|_| typed.to_owned());
    read.map_err(|e| format!("{}; {}", e.problem, e.remedy))
}

/// Asks which forums of the calendar may bring the meeting, and how likely; they cannot be added later.
fn with_forums(
    asker: &mut Asker<'_>,
    mut open: QuestionArgs,
    life: (Date, Date),
) -> Result<Option<QuestionArgs>, Failure> {
    let all = forums::shipped()?;
    let within = forums::within(&all, life.0, life.1);
    if within.is_empty() || !open.occasion.is_empty() {
        return Ok(Some(open));
    }
    asker.say("Forums within these days, by the calendar of the program:\n");
    for (forum, n) in within.iter().zip(1..) {
        let days = stretch((forum.first, forum.last));
        asker.say(&format!("{n:>3}  {}, {days}\n", forum.title()));
    }
    loop {
        let prompt = "may they meet at one? its number or name and how likely, such as 1 30% or G20 2026,30% \
             (Enter: no more): ";
        let read = |typed: &str| {
            let (forum, record) = match typed.rsplit_once(',') {
                Some((name, record)) => (by_name(&within, name)?, record),
                None => by_number(&within, typed)?,
            };
            if !record.contains('/') {
                chance::read(record.split('@').next().unwrap_or_default())?;
            }
            let name = format!("{} {}", forum.title(), forum.first.year());
            Ok::<String, String>(format!("{name},{}", record.trim()))
        };
        match asker.until(prompt, read) {
            None => return Ok(None),
            Some(None) => return Ok(Some(open)),
            Some(Some(occasion)) => open.occasion.push(occasion),
        }
    }
}

/// `1 30%`: a forum by its number in the list, and what its chance rests on.
fn by_number<'f, 't>(listed: &[&'f Forum], typed: &'t str) -> Result<(&'f Forum, &'t str), String> {
    let (number, record) = typed.split_once(' ').ok_or("a number and a chance")?;
    let number: usize = number.parse().map_err(|_| "the number of a forum first")?;
    let forum = number.checked_sub(1).and_then(|n| listed.get(n));
    Ok((forum.ok_or("there is no forum of that number")?, record))
}

fn by_name<'f>(listed: &[&'f Forum], name: &str) -> Result<&'f Forum, String> {
    let found = forums::named(listed, name.trim());
    found.map_err(|e| format!("{}; {}", e.problem, e.remedy))
}

#[cfg(test)]
mod tests {
    use super::super::ask::heard;
    use super::*;
    use jiff::civil::date;

    fn opened(typed: &str, open: QuestionArgs) -> (Option<QuestionArgs>, String) {
        let day = |typed: &str| Ok(typed.to_owned());
        let from = date(2023, 2, 1);
        heard(typed, |asker| filled(asker, open, from, day))
    }

    #[test]
    fn what_is_missing_is_asked_for_and_what_is_usual_is_offered() {
        let typed = "Joe Biden\nXi Jinping\nforum\n2023-11-30\n\n\n\nCN-JP\nUS-CN\n";
        let (open, said) = opened(typed, QuestionArgs::default());
        let open = open.unwrap();
        assert_eq!(open.id.as_deref(), Some("biden-xi-2023"));
        assert_eq!(open.pair.as_deref(), Some("US-CN"));
        assert!(
            open.criteria.unwrap().contains("30 November 2023"),
            "{said}"
        );
        assert!(said.contains("in person by 30 November 2023]: "), "{said}");
        assert!(said.contains("not a pair with the United States"), "{said}");
    }

    #[test]
    fn a_count_of_ones_own_is_asked_for_where_no_pair_is_named() {
        let typed = "A\nB\n\n2023-11-30\nt\nq\n\nc\n\n\n3\nsix\n6\n";
        let (open, said) = opened(typed, QuestionArgs::default());
        let open = open.unwrap();
        assert_eq!(
            (open.meetings, open.years),
            (Some(3.0), Some(6.0)),
            "{said}"
        );
        assert_eq!(open.criteria.as_deref(), Some("c"));
        assert!(opened("A\n", QuestionArgs::default()).0.is_none());
    }

    #[test]
    fn forums_of_the_calendar_are_taken_by_number() {
        let life = (date(2023, 10, 1), date(2023, 11, 30));
        let ask = |asker: &mut Asker<'_>| with_forums(asker, QuestionArgs::default(), life);
        let (open, said) = heard("1\n9 20%\n1 30%\nG7,10%\napec 2023,2/3\n\n", ask);
        let open = open.unwrap().unwrap();
        let twice = ["APEC San Francisco 2023,30%", "APEC San Francisco 2023,2/3"];
        assert_eq!(open.occasion, twice, "{said}");
        assert!(said.contains("no such forum"), "{said}");
        assert!(
            said.contains("1  APEC San Francisco, 15-17 November 2023"),
            "{said}"
        );
    }
}
