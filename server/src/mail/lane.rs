//! One mail after the other, from the outbox to the server.

use std::sync::Arc;

use super::{
    MailError,
    backoff::wait_after,
    message::Ready,
    smtp::{Line, Outcome, Smtp},
    worker::{Carrier, Inner, Tally},
};
use crate::{clock::Timestamp, random, store::SealedMail};

/// Sends what is due until nothing is, there is no talking to the server, or it is told to stop.
/// The mail under way then is finished.
pub(super) async fn run(worker: Arc<Inner>) -> Result<Tally, MailError> {
    let mut tally = Tally::default();
    let mut line = Line::default();
    while !worker.is_stopping() {
        let lease = random::id(worker.random()).to_string();
        let now = worker.clock.now();
        let claimed = worker.store().write().await?.outbox().claim(&lease, now, now + worker.opening_lease()).await?;
        let Some(mail) = claimed else { break };
        let outcome = carry(&worker, &mut line, &mail, &lease).await;
        let reachable = !matches!(outcome, Outcome::Unreachable(_));
        settle(&worker, &mail, &lease, outcome, &mut tally).await?;
        if !reachable {
            break;
        }
    }
    if let Carrier::Smtp(smtp) = &worker.carrier {
        smtp.close(line).await;
    }
    Ok(tally)
}

async fn carry(worker: &Inner, line: &mut Line, mail: &SealedMail, lease: &str) -> Outcome {
    if worker.clock.now() >= mail.worth_until {
        return Outcome::Refused("too late: what the mail leads to has run out".to_owned());
    }
    // One that ends the process each time it is taken up ends here.
    if mail.attempts > 1 && wait_after(mail.attempts - 1, worker.random()).is_none() {
        return Outcome::Refused("tried often enough".to_owned());
    }
    match &worker.carrier {
        Carrier::Inbox => Outcome::Taken,
        Carrier::Smtp(smtp) => hand_over(worker, smtp, (line, mail), lease).await,
    }
}

async fn hand_over(worker: &Inner, smtp: &Smtp, (line, mail): (&mut Line, &SealedMail), lease: &str) -> Outcome {
    let outbox = &worker.outbox;
    let ready = match Ready::make(mail, smtp.from(), outbox.host(), &outbox.parts.vault) {
        Ok(ready) => ready,
        Err(error) => return Outcome::Refused(error.to_string()),
    };
    let mark = async {
        let until = worker.clock.now() + worker.answer_lease();
        worker.store().write().await?.outbox().hand_over(&mail.id, lease, until).await
    };
    smtp.deliver(line, &ready, mark).await
}

/// Writes down how it went.
async fn settle(
    worker: &Inner,
    mail: &SealedMail,
    lease: &str,
    outcome: Outcome,
    tally: &mut Tally,
) -> Result<(), MailError> {
    let SealedMail { id, kind, .. } = mail;
    let now = worker.clock.now();
    let (ours, count) = match outcome {
        Outcome::Taken => {
            tracing::info!(mail = %id, kind = %kind, "mail {id} sent");
            (note_as_sent(worker, id, lease, now).await?, &mut tally.sent)
        }
        Outcome::Refused(why) => {
            tracing::warn!(mail = %id, kind = %kind, why = %why, "mail {id} is given up: {why}");
            (worker.store().write().await?.outbox().give_up(id, lease, now, &why).await?, &mut tally.dead)
        }
        Outcome::Later(why) | Outcome::Unreachable(why) => {
            let due = wait_after(mail.attempts, worker.random()).map(|wait| now + wait);
            let mut db = worker.store().write().await?;
            if let Some(due) = due.filter(|due| *due < mail.worth_until) {
                tracing::warn!(mail = %id, kind = %kind, why = %why, "mail {id} is put off: {why}");
                (db.outbox().put_off(id, lease, due, &why).await?, &mut tally.put_off)
            } else {
                tracing::warn!(mail = %id, kind = %kind, why = %why, "mail {id} is given up: {why}");
                (db.outbox().give_up(id, lease, now, &why).await?, &mut tally.dead)
            }
        }
        Outcome::NotOurs => (false, &mut tally.sent),
    };
    if ours {
        *count += 1;
    } else {
        tracing::warn!(mail = %id, kind = %kind, "mail {id} was taken up by another process meanwhile");
    }
    Ok(())
}

/// A mail that is not noted as sent has to be held for uncertain, so a failure is not the last word.
async fn note_as_sent(worker: &Inner, id: &str, lease: &str, now: Timestamp) -> Result<bool, MailError> {
    const TRIES: usize = 3;
    let keep = matches!(worker.carrier, Carrier::Inbox);
    let mut tries = 0;
    loop {
        tries += 1;
        let noted = async { worker.store().write().await?.outbox().sent(id, lease, now, keep).await }.await;
        match noted {
            Err(_) if tries < TRIES => {}
            noted => return Ok(noted?),
        }
    }
}
