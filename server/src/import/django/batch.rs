//! A batch: judged, planned against what is there, and written as one.

use super::{
    ImportError, Options, Outcome, PersonReport, Report, people,
    plan::{Plan, Present, Ready},
    reader::DjangoPerson,
    rivals::Rivals,
    tables::Tables,
};
use crate::{
    clock::Timestamp,
    import::simplejwt::normal_id,
    store::{Db, Store, StoreError},
};

/// Somebody may register at the very moment; then the batch is planned again.
const TRIES: usize = 3;

/// What every batch is judged by.
pub(super) struct Batch<'a> {
    pub(super) options: &'a Options,
    pub(super) tables: &'a Tables,
    pub(super) rivals: &'a Rivals,
    pub(super) now: Timestamp,
}

impl Batch<'_> {
    pub(super) async fn run(
        &self,
        store: &Store,
        people: Vec<DjangoPerson>,
        report: &mut Report,
    ) -> Result<(), ImportError> {
        let mut tries = 1;
        let plan = loop {
            match self.attempt(store, &people).await {
                Err(error) if error.is_conflict() && tries < TRIES => tries += 1,
                other => break other?,
            }
        };
        report.links_bound += plan.bound.len();
        report.links_unusable += plan.links_unusable;
        plan.reports.into_iter().for_each(|person| report.add(person));
        Ok(())
    }

    async fn attempt(&self, store: &Store, people: &[DjangoPerson]) -> Result<Plan, StoreError> {
        let mut plan = Plan::default();
        let mut batch = Vec::new();
        for person in people {
            match self.judge(person) {
                Ok(ready) => batch.push(ready),
                Err(why) => plan.reports.push(skipped(person, why)),
            }
        }
        let mut tx = store.begin().await?;
        let mut present = Present::of(&mut tx, &self.options.source, &batch).await?;
        for ready in batch {
            plan.add(ready, &mut present, self.options, self.now);
        }
        if !self.options.dry_run {
            self.write(&mut tx, &plan).await?;
            tx.save().await?;
        }
        Ok(plan)
    }

    fn judge(&self, person: &DjangoPerson) -> Result<Ready<'_>, String> {
        let candidate = people::judge(person, self.options, self.tables, self.rivals)?;
        Ready::new(candidate, person, self.options)
    }

    async fn write(&self, db: &mut Db, plan: &Plan) -> Result<(), StoreError> {
        let activated: Vec<_> = plan.activated.iter().map(String::as_str).collect();
        db.imports().drop_registrations(&activated).await?;
        for person in &plan.updated {
            db.imports().update(person).await?;
        }
        db.imports().add_people(&plan.added).await?;
        db.imports().add_registrations(&plan.registered).await?;
        db.imports().bind(&plan.bound).await?;
        db.imports().remember(&self.options.source, &plan.remembered, self.now).await
    }
}

fn skipped(person: &DjangoPerson, why: String) -> PersonReport {
    let named = [&person.email, &person.username].into_iter().flatten().find(|text| !text.is_empty());
    PersonReport {
        source_id: normal_id(&person.key),
        who: named.cloned().unwrap_or_default(),
        outcome: Outcome::Skipped,
        notes: vec![why],
    }
}
