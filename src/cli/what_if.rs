use clap::Args;
use summit_ledger::desk::Wanted;
use summit_ledger::record::Name;
use summit_ledger::view;

use super::context::Context;
use super::failure::Failure;
use super::output::{self, Format};
use super::plans;
use super::refs;
use super::signal::SignalArgs;
use super::taken;

/// See what a signal would change, appending nothing
///
/// Several may be supposed together with --also, and signals that stand may be supposed away with
/// --without. Beside the answer stands what the same days would bring if nothing happened.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  summit what-if visit-made --on 2023-10-27 --grade A1
  summit what-if visit-made --on 2023-10-10 --also visit-made@2023-10-27 \\
      --as-of 2023-09-28 --grade A1
  summit what-if --without king-transfer")]
pub struct WhatIf {
    /// Kind of signal, see `summit kinds`; or leave it out and give --without
    #[arg(required_unless_present = "without")]
    kind: Option<String>,

    #[command(flatten)]
    signal: SignalArgs,

    /// Another signal of the same grade, KIND@DATE or KIND on the same day; may be repeated
    #[arg(long, value_name = "KIND[@DATE]", requires = "kind")]
    also: Vec<String>,

    /// A signal to suppose away: its number, its id, or how that begins; may be repeated
    #[arg(long, value_name = "SIGNAL")]
    without: Vec<String>,

    /// With what was known by this day [default: the latest known]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// The question [default: the current one, else the only one]
    #[arg(long, short, value_name = "QUESTION")]
    question: Option<String>,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl WhatIf {
    pub fn run(&self, cx: &Context) -> Result<(), Failure> {
        let (mut desk, id) = cx.question(self.question.as_deref())?;
        let as_of = cx.opt_day("as-of", self.as_of.as_deref())?;
        let now = desk.standing(&id, as_of)?;
        let mut supposed = Vec::new();
        if let Some(kind) = &self.kind {
            // What is supposed lies ahead.
            let on = match self.signal.typed("on") {
                Some(on) => cx.day_from("on", on, now.as_of)?,
                None => now.as_of,
            };
            let args = self.signal.clone().with("on", Some(&on.to_string()));
            let typed = (kind.as_str(), &args, Some("supposed-1"));
            for one in plans::meant(cx, &mut desk, std::slice::from_ref(&id), typed)? {
                supposed.push(one.build(cx, std::slice::from_ref(&id))?);
            }
            for (i, also) in self.also.iter().enumerate() {
                let (kind, on) = match also.split_once('@') {
                    Some((kind, on)) => (kind, cx.day_from("also", on, now.as_of)?),
                    None => (also.as_str(), on),
                };
                let args = SignalArgs::default()
                    .with("on", Some(&on.to_string()))
                    .with("grade", args.typed("grade"));
                let name = format!("supposed-{}", i + 2);
                let questions: &[Name] = std::slice::from_ref(&id);
                let kind = taken::kind(&mut desk, questions, kind)?;
                supposed.push(args.build(cx, &kind, Some(&name), questions)?);
            }
        }
        let mut without = Vec::with_capacity(self.without.len());
        for typed in &self.without {
            without.push(refs::entry(cx, &desk, (typed, Wanted::Told), Some(id.as_str()))?.id);
        }
        let then = now.suppose(&supposed, &without)?;
        let mut quiet = now.suppose(&[], &[])?;
        quiet.as_of = then.as_of;
        let supposition = view::supposition::Supposition {
            now: now.report(&[])?.outlook,
            quiet: quiet.report(&[])?.outlook,
            then: then.report(&[])?.outlook,
            parts: then.explain_supposed(now.as_of)?,
            told: now.tellings(&supposed, &without)?,
            without,
        };
        let doc = view::supposition::doc(&supposition, &now.model);
        let data = view::supposition::data(&supposition);
        output::print(cx, self.format, &doc, &data)?;
        if self.kind.is_some() && self.signal.typed("grade").is_none() {
            output::talk(
                "hint: supposed ungraded (F6); say how sure the report would be with --grade\n",
            );
        }
        Ok(())
    }
}
