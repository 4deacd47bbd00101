//! Facts in the order of the log, folded into the forecast after each.
//!
//! This is the one way from facts to forecasts: the desk, the audit, the dashboard, scores,
//! explanations and suppositions all use it. It knows nothing of files, clocks or screens. The
//! model chooses the version of the arithmetic, and every version is chosen in this file.

mod second;

use std::sync::Arc;

use super::model::Version;
use super::one::{Evidence, Fold, Step, Weight};
use super::two::why::Row;
use super::two::{Announced, Telling};
use super::{Kind, Model, Outlook, Refusal};
use crate::record::{Body, Draws, Question};
use second::Second;

/// A question under way: what was entered, and what is believed by it.
///
/// What is asked works in what was entered since, which is why asking takes it by `&mut`.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    question: Arc<Question>,
    model: Arc<Model>,
    engine: Engine,
}

/// The arithmetic, by the version of the model.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one for each question under way")]
enum Engine {
    One(Fold),
    Two(Box<Second>),
}

/// Beginning, entering and asking.
impl Run {
    /// Before any fact.
    ///
    /// # Errors
    /// When the question's draws are missing, or their number is not the model's.
    pub fn open(question: Arc<Question>, model: Arc<Model>) -> Result<Self, Refusal> {
        let engine = match model.second() {
            None => Engine::One(Fold::open(&question, &model)?),
            Some(two) => Engine::Two(Box::new(Second::open(&question, two)?)),
        };
        Ok(Self {
            question,
            model,
            engine,
        })
    }

    /// Enters one fact of the log: a signal, a watch, a retraction or a passage; others say nothing
    /// here.
    ///
    /// # Errors
    /// [`Refusal::Resumed`] where a resumed run would have to look back; nothing has changed then.
    pub fn enter(&mut self, seq: u64, body: &Body) -> Result<(), Refusal> {
        match &mut self.engine {
            Engine::One(fold) => fold.enter(seq, body),
            Engine::Two(second) => second.enter(seq, body),
        }
    }

    /// Enters a signal as the mathematics sees it.
    ///
    /// # Errors
    /// As [`Run::enter`].
    pub fn put(&mut self, e: Evidence) -> Result<(), Refusal> {
        match &mut self.engine {
            Engine::One(fold) => fold.put(e),
            Engine::Two(second) => second.put(e),
        }
    }

    /// As [`Run::put`], and says what the signal did on its day; `None` where it had to be put
    /// between earlier ones.
    ///
    /// # Errors
    /// As [`Run::enter`] and [`Run::outlook`].
    pub fn step(&mut self, e: Evidence) -> Result<Option<Step>, Refusal> {
        match &mut self.engine {
            Engine::One(fold) => fold.step(&self.model, e),
            Engine::Two(second) => second.step(&self.model, e).map(Some),
        }
    }

    /// Goes on under another model, as if it had been the model all along; with new draws of the
    /// prior, where it has another number of them.
    ///
    /// # Errors
    /// When the numbers of draws do not agree, or as [`Run::enter`]; nothing has changed then.
    pub fn adopt(&mut self, model: Arc<Model>, draws: Option<&Draws>) -> Result<(), Refusal> {
        let question = match draws {
            None => Arc::clone(&self.question),
            Some(new) => Arc::new(new.clone().into_question(&self.question, model.draws)?),
        };
        let mut other = Self::open(question, model)?;
        for e in self.evidence()? {
            other.put(e.clone())?;
        }
        other.watch_as(self, i32::MAX)?;
        other.pass(self.passed());
        other.remember(self.ever());
        *self = other;
        Ok(())
    }

    /// Enters the watches of another run that were known by `day` and are not in this one; whether
    /// there were any.
    ///
    /// # Errors
    /// Where there is one, and the model is of version 1.
    pub fn watch_as(&mut self, other: &Self, day: i32) -> Result<bool, Refusal> {
        let Engine::Two(there) = &other.engine else {
            return Ok(false);
        };
        let mut any = false;
        for watch in there.watches().iter().filter(|w| w.known <= day) {
            let Engine::Two(here) = &mut self.engine else {
                return Err(super::model::unwatched().into());
            };
            if !here.watches().contains(watch) {
                here.watch(watch.clone())?;
                any = true;
            }
        }
        Ok(any)
    }

    /// Whether a watch stands: somebody looked, and saw nothing that is not entered.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        match &self.engine {
            Engine::One(_) => false,
            Engine::Two(second) => !second.watches().is_empty(),
        }
    }

    /// Lets time pass to `day`; never backwards.
    pub fn pass(&mut self, day: i32) {
        match &mut self.engine {
            Engine::One(fold) => fold.pass(day),
            Engine::Two(second) => second.pass(day),
        }
    }

    /// What is believed as of the latest day known.
    ///
    /// # Errors
    /// When the arithmetic has no answer, or the model does not know the kind of a signal.
    pub fn outlook(&mut self) -> Result<Outlook, Refusal> {
        self.outlook_on(self.as_of())
    }

    /// What would be believed as of `day` by the same evidence.
    ///
    /// # Errors
    /// As [`Run::outlook`].
    pub fn outlook_on(&mut self, day: i32) -> Result<Outlook, Refusal> {
        match &mut self.engine {
            Engine::One(fold) => fold.outlook_on(&self.model, day),
            Engine::Two(second) => second.outlook_on(day),
        }
    }

    /// Probability that the meeting comes within `first..=last`, as of the latest day known.
    ///
    /// # Errors
    /// As [`Run::outlook`].
    pub fn within(&mut self, first: i32, last: i32) -> Result<f64, Refusal> {
        match &mut self.engine {
            Engine::One(fold) => fold.within(&self.model, first, last),
            Engine::Two(second) => second.within(first, last),
        }
    }

    /// The first day by which the meeting has come with at least `share` probability; `None`
    /// where that is beyond the last day of the horizon.
    ///
    /// # Errors
    /// As [`Run::outlook`].
    pub fn day_reaching(&mut self, share: f64) -> Result<Option<i32>, Refusal> {
        match &mut self.engine {
            Engine::One(fold) => fold.day_reaching(&self.model, share),
            Engine::Two(second) => second.day_reaching(share),
        }
    }

    /// The question.
    #[must_use]
    pub fn question(&self) -> &Arc<Question> {
        &self.question
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// The day as of which it speaks: the latest of the opening, of when the facts that stand
    /// became known, and of the days passed to. What was taken out, and its retraction, leave no
    /// trace in it.
    #[must_use]
    pub fn as_of(&self) -> i32 {
        match &self.engine {
            Engine::One(fold) => fold.as_of(),
            Engine::Two(second) => second.as_of(),
        }
    }

    /// The day as of which earlier programs spoke: it also counts retractions and, in version 1,
    /// what they took out. Never before [`Run::as_of`].
    #[must_use]
    pub fn ever(&self) -> i32 {
        match &self.engine {
            Engine::One(fold) => fold.ever(),
            Engine::Two(second) => second.ever(),
        }
    }

    /// What a recorded forecast that speaks as of `said` should say: as of [`Run::as_of`], or as of
    /// [`Run::ever`] where an earlier program recorded it.
    ///
    /// # Errors
    /// As [`Run::outlook`].
    pub fn outlook_said(&mut self, said: i32) -> Result<Outlook, Refusal> {
        let day = match said == self.ever() {
            true => said,
            false => self.as_of(),
        };
        self.outlook_on(day)
    }

    /// The latest of the opening and of the days passed to.
    fn passed(&self) -> i32 {
        match &self.engine {
            Engine::One(fold) => fold.passed(),
            Engine::Two(second) => second.passed(),
        }
    }

    /// Counts a day into [`Run::ever`].
    fn remember(&mut self, day: i32) {
        match &mut self.engine {
            Engine::One(fold) => fold.remember(day),
            Engine::Two(second) => second.remember(day),
        }
    }

    /// The last day that is a hypothesis.
    #[must_use]
    pub fn horizon(&self) -> i32 {
        match &self.engine {
            Engine::One(fold) => fold.horizon(),
            Engine::Two(second) => second.horizon(),
        }
    }

    /// Signals that stand.
    #[must_use]
    pub fn signals(&self) -> u64 {
        match &self.engine {
            Engine::One(fold) => fold.signals(),
            Engine::Two(second) => second.evidence().len() as u64,
        }
    }

    /// The evidence that stands, in the order of evidence: by day known, then by entry.
    ///
    /// # Errors
    /// [`Refusal::Resumed`] of a resumed run.
    pub fn evidence(&self) -> Result<&[Evidence], Refusal> {
        match &self.engine {
            Engine::One(fold) => fold.evidence().ok_or(Refusal::Resumed),
            Engine::Two(second) => Ok(second.evidence()),
        }
    }
}

/// Suppositions.
impl Run {
    /// The same question and model before any fact.
    ///
    /// # Errors
    /// As [`Run::open`].
    pub fn afresh(&self) -> Result<Self, Refusal> {
        Self::open(Arc::clone(&self.question), Arc::clone(&self.model))
    }

    /// As if some signals had never been entered; the day stays.
    ///
    /// # Errors
    /// As [`Run::enter`].
    pub fn without(&self, signals: &[String]) -> Result<Self, Refusal> {
        let mut other = self.clone();
        other.pass(self.as_of());
        for id in signals {
            match &mut other.engine {
                Engine::One(fold) => fold.remove(id)?,
                Engine::Two(second) => second.remove(id)?,
            }
        }
        Ok(other)
    }

    /// As if some facts came next.
    ///
    /// # Errors
    /// As [`Run::enter`].
    pub fn suppose(&self, facts: &[(u64, Body)]) -> Result<Self, Refusal> {
        let mut other = self.clone();
        for (seq, body) in facts {
            other.enter(*seq, body)?;
        }
        Ok(other)
    }

    /// The weight that `e` would have as the next signal.
    ///
    /// # Errors
    /// When the model does not know its kind.
    pub fn weigh(&mut self, e: &Evidence) -> Result<Weight, Refusal> {
        match &mut self.engine {
            Engine::One(fold) => Ok(fold.weigh(&self.model, e)?),
            Engine::Two(_) => Ok(second::weight(&self.model, e)),
        }
    }

    /// Places in the log of the latest signals of which `e` is a repeat, at most `most`, the latest
    /// first.
    ///
    /// # Errors
    /// When the model does not know the kind of a signal.
    pub fn repeats_of(&mut self, e: &Evidence, most: usize) -> Result<Vec<u64>, Refusal> {
        match &mut self.engine {
            Engine::One(fold) => Ok(fold.repeats_of(&self.model, e, most)?),
            Engine::Two(_) => Ok(Vec::new()),
        }
    }

    /// The probability that at least one signal of a kind comes within so many days after the
    /// latest known and before the meeting, where `background` is its chance on an ordinary day.
    ///
    /// # Errors
    /// When the model does not know the kind of a signal.
    pub fn chance(&mut self, kind: &Kind, background: f64, within: i32) -> Result<f64, Refusal> {
        match &mut self.engine {
            Engine::One(fold) => Ok(fold.chance(&self.model, kind, background, within)?),
            Engine::Two(second) => second.chance(&self.model, kind, background, within),
        }
    }
}

/// What version 2 says beside the number.
impl Run {
    /// What there is to say of a report that stands; `None` in version 1, and where none has that
    /// id.
    ///
    /// # Errors
    /// As [`Run::outlook`].
    pub fn telling(&mut self, id: &str) -> Result<Option<Telling>, Refusal> {
        match &mut self.engine {
            Engine::One(_) => Ok(None),
            Engine::Two(second) => second.telling(id),
        }
    }

    /// The plans that stand, announced or called off, their days still to come and not spoken of by a
    /// later plan; none in version 1, which knows no plans.
    ///
    /// # Errors
    /// As [`Run::outlook`].
    pub fn announced(&mut self) -> Result<Vec<Announced>, Refusal> {
        match &mut self.engine {
            Engine::One(_) => Ok(Vec::new()),
            Engine::Two(second) => second.announced(),
        }
    }

    /// Where the probability comes from, in rows that sum exactly to its log-odds; `None` in
    /// version 1 and from the deadline on.
    ///
    /// # Errors
    /// As [`Run::outlook`].
    pub fn why(&mut self) -> Result<Option<Vec<Row>>, Refusal> {
        match &mut self.engine {
            Engine::One(_) => Ok(None),
            Engine::Two(second) => second.why(),
        }
    }
}

/// Work that was done before: snapshots and runs that are kept.
impl Run {
    /// Bytes to resume from: they hold what is believed, not what it rests on. `None` where that is
    /// a function of all that stands, which is read again sooner than worked in.
    ///
    /// # Errors
    /// When the model does not know the kind of a signal.
    pub fn snapshot(&mut self) -> Result<Option<Vec<u8>>, Refusal> {
        match &mut self.engine {
            Engine::One(fold) => Ok(Some(fold.snapshot(&self.model)?)),
            Engine::Two(_) => Ok(None),
        }
    }

    /// Resumes from a snapshot of the same question, model and program; `None` where the bytes do
    /// not fit. A resumed run goes on, but cannot look back.
    ///
    /// # Errors
    /// As [`Run::open`].
    pub fn resume(
        question: Arc<Question>,
        model: Arc<Model>,
        snapshot: &[u8],
    ) -> Result<Option<Self>, Refusal> {
        let engine = match model.version() {
            Version::One => Fold::resume(&question, &model, snapshot)?.map(Engine::One),
            Version::Two => None,
        };
        Ok(engine.map(|engine| Self {
            question,
            model,
            engine,
        }))
    }

    /// Pieces of evidence that are not worked in yet.
    #[must_use]
    pub fn left(&self) -> usize {
        match &self.engine {
            Engine::One(fold) => fold.left(),
            Engine::Two(_) => 0,
        }
    }

    /// Works in at most so many more pieces of evidence.
    ///
    /// # Errors
    /// When the model does not know the kind of a signal.
    pub fn work(&mut self, most: usize) -> Result<(), Refusal> {
        match &mut self.engine {
            Engine::One(fold) => Ok(fold.work(&self.model, most)?),
            Engine::Two(_) => Ok(()),
        }
    }

    /// A copy that holds only the evidence worked in so far.
    #[must_use]
    pub fn worked(&self) -> Self {
        let engine = match &self.engine {
            Engine::One(fold) => Engine::One(fold.worked()),
            Engine::Two(second) => Engine::Two(second.clone()),
        };
        Self {
            question: Arc::clone(&self.question),
            model: Arc::clone(&self.model),
            engine,
        }
    }

    /// Goes on from another run of the same model, where it is of the same question and all that
    /// it worked in is the beginning of what stands here, and more than is worked in here; whether
    /// it did.
    pub fn go_on_from(&mut self, earlier: &Self) -> bool {
        if self.question != earlier.question {
            return false;
        }
        match (&mut self.engine, &earlier.engine) {
            (Engine::One(fold), Engine::One(earlier)) => fold.go_on_from(earlier),
            _ => false,
        }
    }

    /// Memory for its numbers, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        match &self.engine {
            Engine::One(fold) => fold.size(),
            Engine::Two(second) => second.size(),
        }
    }
}
