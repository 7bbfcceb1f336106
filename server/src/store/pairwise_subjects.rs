use super::{Db, StoreError, on};

/// What people are called towards the clients of one host.
pub struct PairwiseSubjects<'a>(&'a mut Db);

impl Db {
    /// What people are called towards the clients of one host.
    pub fn pairwise_subjects(&mut self) -> PairwiseSubjects<'_> {
        PairwiseSubjects(self)
    }
}

impl PairwiseSubjects<'_> {
    /// The name of that person there.
    pub async fn find(self, person_id: &str, sector: &str) -> Result<Option<String>, StoreError> {
        const SQL: &str = "select subject from pairwise_subjects where person_id = $1 and sector = $2";
        let found: Option<(String,)> =
            on!(self.0, |conn| sqlx::query_as(SQL).bind(person_id).bind(sector).fetch_optional(conn).await)?;
        Ok(found.map(|(subject,)| subject))
    }

    /// Keeps a name, unless there is one already: the one that counts.
    pub async fn keep(self, person_id: &str, sector: &str, subject: &str) -> Result<String, StoreError> {
        // The update changes nothing; without it the row that is there would not be returned.
        const SQL: &str = "insert into pairwise_subjects (person_id, sector, subject) values ($1, $2, $3) \
             on conflict (person_id, sector) do update set sector = excluded.sector returning subject";
        let (kept,): (String,) =
            on!(self.0, |conn| sqlx::query_as(SQL).bind(person_id).bind(sector).bind(subject).fetch_one(conn).await)?;
        Ok(kept)
    }
}
