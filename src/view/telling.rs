//! What version 2 says of a report: its side, its grade, its story and family, or its plan.

use serde_json::{Value, json};

use super::doc::{Doc, Line};
use super::words::short;
use super::words::{ordinal, percent, stretch};
use crate::belief::two::model::{Basis, Call, Kind, Side};
use crate::belief::two::{InFamily, Model, Planned, Role, Telling};
use crate::record::{Grade, Signal};

/// How to say more than a kind does.
pub const SAY_MORE: &str = "to say more, give your own likelihoods, for example --if-meeting 0.6 \
                            --if-none 0.3 --because \"...\"";

/// What is said of a report, one item each.
#[must_use]
pub fn items(doc: Doc, signal: &Signal, telling: &Telling, model: &Model) -> Doc {
    let Ok(kind) = model.kind(signal.kind.as_str()) else {
        return doc;
    };
    let doc = doc.item(speaks(signal, telling, kind, model));
    let doc = match &telling.role {
        Role::Over => return doc,
        Role::Plan(plan) => doc.item(planned(signal, plan)),
        Role::Story(_) if telling.echoes > 0 => doc.item(echo(telling, model)),
        Role::Story(_) => doc,
    };
    let doc = doc.item(weight(signal, telling, model));
    match &telling.role {
        Role::Story(family) => in_family(doc.item(story(signal, family)), family, model),
        Role::Plan(_) | Role::Over => doc,
    }
}

/// Why a report would move nothing or count as a repeat, where it would; said before it is written.
#[must_use]
pub fn beforehand(signal: &Signal, telling: &Telling, model: &Model) -> Option<Line> {
    let kind = model.kind(signal.kind.as_str()).ok()?;
    match &telling.role {
        Role::Over => Some(speaks(signal, telling, kind, model)),
        Role::Plan(plan) if !plan.acts => Some(planned(signal, plan)),
        Role::Plan(plan) => again(plan),
        Role::Story(_) if telling.echo >= 1.0 && telling.echoes == telling.speaks_for => {
            Some(echo(telling, model))
        }
        Role::Story(family) if family.told > 1 => {
            let mut line = Line::new().plain("it counts as a repeat: ");
            line.0.extend(story(signal, family).0);
            Some(line)
        }
        Role::Story(_) => None,
    }
}

/// That a plan was told before.
fn again(plan: &Planned) -> Option<Line> {
    let repeats = plan.told > 1 && plan.call != Call::Doubt;
    repeats.then(|| {
        Line::new()
            .plain("it counts as a repeat: the plan of ")
            .code(&plan.plan)
            .plain(format!(
                " told the {} time; repeats add belief in the report, never a second report",
                ordinal(plan.told)
            ))
    })
}

/// Where a report joined a story by itself, how to name another; `late` are the names of stories
/// told of late, the latest first.
#[must_use]
pub fn another_story(signal: &Signal, telling: &Telling, late: &[String]) -> Option<Line> {
    let Role::Story(family) = &telling.role else {
        return None;
    };
    if signal.story.is_some() || family.told < 2 {
        return None;
    }
    let line = Line::new()
        .plain("it joined that story by itself: same kind, same days, within the model's window. ")
        .plain("If it tells another, amend it with --story NAME");
    if late.is_empty() {
        return Some(line);
    }
    let line = line.plain("; stories told of late: ");
    Some(listed(line, late))
}

fn listed(line: Line, names: &[String]) -> Line {
    let numbered = names.iter().enumerate();
    numbered.fold(line, |line, (i, name)| {
        line.plain(if i == 0 { "" } else { ", " }).code(name)
    })
}

/// Why a kind moves nothing, where it does not.
#[must_use]
pub fn nothing(name: &str, kind: &Kind) -> Option<Line> {
    let because = kind.says_nothing_because.as_deref()?;
    let because = because.trim_end_matches('.');
    let label = if kind.label == name {
        String::new()
    } else {
        format!(" ({})", kind.label)
    };
    let line = Line::new().code(name);
    (kind.basis == Basis::MeasuredNull)
        .then(|| line.plain(format!("{label} moves nothing: {because}")))
}

/// `speaks toward a meeting`.
pub(super) fn side(side: Side) -> &'static str {
    match side {
        Side::Toward => "speaks toward a meeting",
        Side::Against => "speaks against a meeting",
        Side::Either => "may speak for a meeting or against it",
    }
}

fn speaks(signal: &Signal, telling: &Telling, kind: &Kind, model: &Model) -> Line {
    let name = signal.kind.as_str();
    let line = Line::new().code(name);
    if let Some(l) = &signal.likelihood {
        return line.plain(format!(
            ": your own ratio, {} = {} if they meet by the deadline / {} if not, in place of the \
             kind's",
            short(l.if_meeting / l.if_none),
            l.if_meeting,
            l.if_none
        ));
    }
    let line = match (&telling.role, signal.about) {
        (Role::Over, Some(about)) => {
            return line.plain(format!(
                " says nothing: no day of {} came after {}, on which it became known",
                stretch(about),
                signal.known_on
            ));
        }
        (Role::Plan(plan), _) if plan.call == Call::Doubt => {
            return line.plain(format!(
                " {}: it takes belief from the days that stand announced",
                side(telling.side)
            ));
        }
        (Role::Plan(_), _) => {
            return line.plain(format!(
                " {}: with the days named it is a plan, and moves the day itself",
                side(telling.side)
            ));
        }
        _ => line,
    };
    if let Some(nothing) = nothing(name, kind) {
        return nothing.plain(format!("; {SAY_MORE}"));
    }
    let line = line.plain(format!(" {}: one sure report alone", side(telling.side)));
    match (signal.about, telling.alone) {
        (Some(about), Some(alone)) => line.plain(format!(
            ", {} days ahead, multiplies the odds of a day by {}, on {} only",
            telling.lead,
            short(alone),
            stretch(about)
        )),
        (Some(_), None) => line.plain(format!(" says nothing of days {} days ahead", telling.lead)),
        (None, _) => line.plain(format!(
            " multiplies the odds of a day by {}",
            by_lead(kind, model)
        )),
    }
}

/// `1.3 up to 7 days ahead, 1.25 up to 14, ...`, leads that say the same together.
pub(super) fn by_lead(kind: &Kind, model: &Model) -> String {
    let said = |bin| short(model.alone(kind, bin));
    let mut out: Vec<String> = Vec::new();
    for (bin, edge) in model.lead_edges.iter().enumerate() {
        if bin + 1 < model.bins() && said(bin) == said(bin + 1) {
            continue;
        }
        let days = if out.is_empty() { " days ahead" } else { "" };
        out.push(format!("{} up to {edge}{days}", said(bin)));
    }
    out.join(", ")
}

fn echo(telling: &Telling, model: &Model) -> Line {
    let again = "what speaks for it is the announcement over again";
    let (echoes, all) = (telling.echoes, telling.speaks_for);
    // Weighed, an announced day makes an echo of what is said of later ones too.
    let or_before = if model.plans.weighed_echoes {
        ", for then or before"
    } else {
        ""
    };
    if telling.echo >= 1.0 && echoes == all {
        return Line::new().warn(format!(
            "an echo: the meeting already stands announced on these days{or_before}; {again}, and \
             moves nothing"
        ));
    }
    let says = if telling.echo < 1.0 {
        let share = percent(telling.echo);
        format!("there {share} of {again}, as far as that was believed")
    } else {
        format!("there {again}, and says nothing")
    };
    Line::new().plain(format!(
        "on {echoes} of the {all} days of which it speaks the meeting already stands announced\
         {or_before}; {says}"
    ))
}

fn weight(signal: &Signal, telling: &Telling, model: &Model) -> Line {
    let grade = signal.grade.to_string();
    let (source, information) = grade.split_at(1);
    let at = |scale: &[f64; 6], i: usize| scale.get(i).copied().unwrap_or(0.0);
    let line = Line::new()
        .plain("weight ")
        .strong(short(telling.weight))
        .plain(format!(
            " = source {source} {} x information {information} {}",
            short(at(&model.source_reliability, signal.grade.source_index())),
            short(at(
                &model.information_credibility,
                signal.grade.information_index()
            ))
        ));
    if signal.grade == Grade::UNJUDGED {
        return line.warn(format!(": {}", ungraded(model)));
    }
    line
}

/// What an ungraded report counts as.
#[must_use]
pub fn ungraded(model: &Model) -> String {
    let (unjudged, fair) = (model.weight(5, 5), model.weight(2, 2));
    if unjudged <= fair {
        return format!("ungraded; a fair report, C3, would count {}", short(fair));
    }
    "ungraded".to_owned()
}

fn story(signal: &Signal, family: &InFamily) -> Line {
    let line = match &signal.story {
        Some(name) => Line::new().plain("story ").code(name),
        None if family.told > 1 => Line::new().plain("the story of ").code(&family.story),
        None => return Line::from("a story of its own, told for the first time"),
    };
    if family.told < 2 {
        return line.plain(": told for the first time");
    }
    line.plain(format!(
        ": told the {} time; repeats add belief in the report, never a second report",
        ordinal(family.told)
    ))
}

fn in_family(doc: Doc, said: &InFamily, model: &Model) -> Doc {
    let Some(family) = model.families.get(&said.family) else {
        return doc;
    };
    if said.said.to_bits() == 1.0_f64.to_bits() {
        return doc;
    }
    let cap = family.most();
    let toward = said.in_all >= 1.0;
    let strength = if toward {
        said.in_all
    } else {
        1.0 / said.in_all
    };
    let most = if toward {
        format!("at most {}", short(cap))
    } else {
        format!("no less than {}", short(1.0 / cap))
    };
    // Alone it is heard as all that the family says.
    let line = if said.heard.to_bits() == said.in_all.to_bits() {
        Line::new()
            .plain("the first that ")
            .code(&said.family)
            .plain(" says")
    } else {
        Line::new()
            .plain("together with what ")
            .code(&said.family)
            .plain(" already said")
    };
    let line = line.plain(format!(
        ", on the day that it moves most: {} said, {} heard; ",
        short(said.said),
        short(said.heard)
    ));
    doc.item(if strength >= 0.95 * cap {
        line.warn(format!("the family is at its cap: {most}"))
    } else {
        line.plain(format!(
            "the family says {} in all, {most}",
            short(said.in_all)
        ))
    })
}

fn planned(signal: &Signal, plan: &Planned) -> Line {
    let days = signal.about.map(stretch).unwrap_or_default();
    let own = plan.plan == signal.id.as_str();
    let line = match (plan.call, own) {
        (Call::Announce, true) => Line::new().plain(format!("announces {days}")),
        (Call::Announce, false) => Line::new()
            .plain("confirms the plan of ")
            .code(&plan.plan)
            .plain(format!(" for {days}")),
        (Call::Doubt, _) => Line::new()
            .plain("doubts what was announced by ")
            .code(&plan.plan),
        (Call::Cancel, true) => Line::new().plain(format!("calls off {days}")),
        (Call::Cancel, false) => Line::new()
            .plain("confirms that ")
            .code(&plan.plan)
            .plain(format!(" called off {days}")),
    };
    let line = match &plan.undoes {
        Some(undone) => line.plain(", announced by ").code(undone),
        None => line,
    };
    let line = if plan.told > 1 && plan.call != Call::Doubt {
        line.plain(format!(", told the {} time", ordinal(plan.told)))
    } else {
        line
    };
    if !plan.acts {
        return line.warn(": it moves nothing, since no day is left to move");
    }
    let place = if plan.beyond {
        "beyond the days that are hypotheses, or at never"
    } else {
        "there"
    };
    line.plain(": ")
        .strong(percent(plan.share))
        .plain(format!(" of the probability lies {place} now"))
}

/// The same as data.
#[must_use]
pub fn data(telling: &Telling) -> Value {
    let mut out = json!({
        "side": telling.side.as_str(),
        "weight": telling.weight,
        "lead_days": telling.lead,
        "alone": telling.alone,
        "days_it_speaks_for": telling.speaks_for,
        "days_it_echoes": telling.echoes,
        "echo": telling.echo,
        "role": role(&telling.role),
    });
    let (name, value) = match &telling.role {
        Role::Story(s) => ("story", story_data(s)),
        Role::Plan(p) => ("plan", plan_data(p)),
        Role::Over => return out,
    };
    if let Value::Object(map) = &mut out {
        map.insert(name.into(), value);
    }
    out
}

fn role(role: &Role) -> &'static str {
    match role {
        Role::Story(_) => "story",
        Role::Plan(_) => "plan",
        Role::Over => "over",
    }
}

fn story_data(s: &InFamily) -> Value {
    json!({
        "name": s.story,
        "told": s.told,
        "family": s.family,
        "said": s.said,
        "heard": s.heard,
        "family_says": s.in_all,
    })
}

fn plan_data(p: &Planned) -> Value {
    json!({
        "id": p.plan,
        "call": p.call.as_str(),
        "told": p.told,
        "undoes": p.undoes,
        "acts": p.acts,
        "beyond": p.beyond,
        "share": p.share,
    })
}
