//! Looking back: how good the recorded forecasts of questions that ended were.

use std::collections::{BTreeMap, BTreeSet};

use super::{Desk, DeskError, PROGRAM};
use crate::record::{Account, Body, Name, Question};
use crate::score::people::{LEAST, Past, beside};
use crate::score::question::{Clock, Verdict, score};
use crate::score::report::{MadeBy, Report};
use crate::score::time::Track;

/// How to score.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// How recorded forecasts are dated; where none is given, each question by itself.
    pub clock: Option<Clock>,
    /// Days before the end at which to look at single forecasts.
    pub leads: Vec<u32>,
    /// Others' forecasts by question, under the name of where they come from.
    pub rival: Option<(String, BTreeMap<Name, Track>)>,
}

impl Desk {
    /// All questions of the ledger, in the order of the log.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn questions(&self) -> Result<Vec<Name>, DeskError> {
        let entries = self.ledger.questions()?.into_iter();
        let name = |body| match body {
            Body::Question(q) => Some(q.id),
            _ => None,
        };
        Ok(entries.filter_map(|e| name(e.body)).collect())
    }

    /// The questions named that ended, or all that did where none is named.
    ///
    /// # Errors
    /// When one that is named is not there, or has not ended.
    pub fn ended(&self, named: &[Name]) -> Result<Vec<Name>, DeskError> {
        let mut out: Vec<Name> = Vec::new();
        for id in named {
            if self.history(id, None)?.resolution.is_none() {
                return Err(DeskError::refuse(
                    "question",
                    id.as_str(),
                    "it has not ended, and has no score yet",
                    "`summit resolve --help` says how to end it; \
                     `summit score` alone scores those that did",
                ));
            }
            if !out.contains(id) {
                out.push(id.clone());
            }
        }
        if named.is_empty() {
            for id in self.questions()? {
                if self.history(&id, None)?.resolution.is_some() {
                    out.push(id);
                }
            }
        }
        Ok(out)
    }

    /// Scores questions, or all of the ledger where none is named.
    ///
    /// # Errors
    /// When one that is named has not ended, or a prior has no answer.
    pub fn score(&mut self, named: &[Name], ask: &Ask) -> Result<Report, DeskError> {
        let ids = if named.is_empty() {
            self.questions()?
        } else {
            self.ended(named)?
        };
        let mut judged = Vec::with_capacity(ids.len());
        for id in &ids {
            judged.push(self.judge(id, ask)?);
        }
        let past = match judged.iter().all(|(account, _)| account.guesses.is_empty()) {
            true => Past::default(),
            false => self.past(ask.clock)?,
        };
        let mut verdicts = Vec::with_capacity(ids.len());
        let mut scored = Vec::new();
        let mut people = BTreeMap::new();
        for (id, (account, verdict)) in ids.into_iter().zip(judged) {
            if let Verdict::Scored(one) = &verdict {
                let said = beside(&account, one, &past)?;
                people.extend(said.map(|said| (id.clone(), said)));
                scored.push(account);
            }
            verdicts.push((id, verdict));
        }
        let made_by = self.made_by(&scored)?;
        let rival = ask.rival.as_ref().map(|(name, _)| name.clone());
        Ok(Report::new(verdicts, made_by, rival)?.beside(people))
    }

    /// What was recorded of a question, and how good it was.
    fn judge(&mut self, id: &Name, ask: &Ask) -> Result<(Account, Verdict), DeskError> {
        let mut account = self.history(id, None)?;
        let ground = self.mind.ground_of(&self.ledger, id)?;
        account.question = Question::clone(&ground.question);
        let theirs = ask.rival.as_ref().and_then(|(_, all)| all.get(id));
        let verdict = score(&account, &ground.model, ask.clock, &ask.leads, theirs)?;
        Ok((account, verdict))
    }

    /// What people lost more than the model on all questions that ended.
    ///
    /// # Errors
    /// As [`Desk::score`].
    pub fn past(&mut self, clock: Option<Clock>) -> Result<Past, DeskError> {
        let ask = Ask {
            clock,
            ..Ask::default()
        };
        let mut ended = Vec::new();
        for id in self.questions()? {
            let there = self.history(&id, None)?;
            if there.resolution.is_some() && !there.guesses.is_empty() {
                ended.push(id);
            }
        }
        let mut past = Past::default();
        // No weight comes of fewer.
        for id in ended.iter().filter(|_| ended.len() >= LEAST) {
            if let (account, Verdict::Scored(scored)) = self.judge(id, &ask)? {
                past.learn(&account, &scored);
            }
        }
        Ok(past)
    }

    fn made_by(&mut self, accounts: &[Account]) -> Result<MadeBy, DeskError> {
        let forecasts = || accounts.iter().flat_map(|a| &a.rows).map(|r| &r.forecast);
        let programs: BTreeSet<&str> = forecasts().map(|f| f.program.as_str()).collect();
        let models: BTreeSet<&str> = forecasts().map(|f| f.model.as_str()).collect();
        let mut named = Vec::with_capacity(models.len());
        for sha256 in models {
            let model = self.mind.model(&self.ledger, sha256)?;
            named.push((model.id.clone(), sha256.to_owned()));
        }
        Ok(MadeBy {
            scored_by: PROGRAM.to_owned(),
            programs: programs.into_iter().map(str::to_owned).collect(),
            models: named,
        })
    }
}
