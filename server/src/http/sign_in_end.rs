//! Where the outcome of a sign-in is told, and what is told and written down of one that came to nothing.

use app::wire::{Notice, PopupOutcome};
use axum::{http::HeaderMap, response::Response};

use super::{
    auth::{see_other, sign_in_page},
    boot, flash, opener_page,
    popup_page::PopupEnd,
    state::App,
};
use crate::{
    audit::{AuditEvent, Outcome, Visitor},
    random,
    relying_party::{Display, StartRequest},
    store::SignInRow,
};

/// Where the outcome of a sign-in is told.
pub(super) struct End {
    pub(super) channel: Option<String>,
    /// The origin of somebody's own front end, where one opened the popup.
    pub(super) opener: Option<String>,
    pub(super) return_to: String,
    pub(super) is_step_up: bool,
    /// Whether somebody is signed in, whatever comes of it: then the way back is no page to sign in.
    pub(super) is_signed_in: bool,
}

impl End {
    pub(super) fn unknown() -> Self {
        Self { channel: None, opener: None, return_to: "/".to_owned(), is_step_up: false, is_signed_in: false }
    }

    pub(super) fn of_row(row: Option<&SignInRow>) -> Self {
        row.map_or_else(Self::unknown, |row| Self {
            channel: row.channel.clone(),
            opener: row.opener.clone(),
            return_to: row.return_to.clone(),
            is_step_up: row.max_age.is_some(),
            is_signed_in: row.joins_family.is_some(),
        })
    }

    pub(super) fn of_request(request: &StartRequest) -> Self {
        let channel = match &request.display {
            Display::Page | Display::FrontEnd(_) | Display::Opener(_) => None,
            Display::Popup { channel, .. } => Some(channel.as_str().to_owned()),
        };
        let opener = match &request.display {
            Display::Opener(origin) => Some(origin.clone()),
            Display::Page | Display::Popup { .. } | Display::FrontEnd(_) => None,
        };
        Self {
            channel,
            opener,
            return_to: request.return_to.to_string(),
            is_step_up: request.max_age.is_some(),
            is_signed_in: false,
        }
    }
}

/// A sign-in that came to nothing.
pub(super) struct Failed {
    notice: Notice,
    cause: String,
    provider: String,
    visitor: Visitor,
    /// Whether this browser began it. What anybody can cause without is written down so many times a
    /// minute and no more.
    known: bool,
}

impl Failed {
    pub(super) fn new(notice: Notice, cause: String, provider: &str, visitor: Visitor) -> Self {
        Self { notice, cause, provider: provider.to_owned(), visitor, known: false }
    }

    /// To the person in words, to the log with the cause, under one code.
    pub(super) async fn tell(self, app: &App, end: End, headers: &HeaderMap) -> Response {
        let notice = self.notice;
        let code = self.note(app).await;
        match end.channel {
            _ if end.opener.is_some() => opener_page::tell(notice, &code, boot::language(app, headers)),
            Some(channel) => app.0.popup_page.render(PopupEnd {
                channel,
                outcome: PopupOutcome::Failed { notice, support_code: Some(code) },
                return_to: end.return_to,
                language: boot::language(app, headers),
            }),
            None => {
                let notice = flash::carry(&app.0.cookies, notice, Some(&code));
                let to = if end.is_signed_in { end.return_to } else { sign_in_page(&end.return_to) };
                see_other(&to, [notice])
            }
        }
    }

    /// To the log with the cause. The code that it is found by.
    pub(super) async fn note(self, app: &App) -> String {
        let code = random::support_code(app.random.as_ref());
        tracing::warn!(support_code = %code, provider = %self.provider, "sign-in {code} failed: {}", self.cause);
        if self.known || app.0.unknown_sign_ins.take(app.clock.now()) {
            let event = AuditEvent::at_provider("sign_in", Outcome::Failed, &self.provider, &self.visitor)
                .with_cause(&code, self.cause);
            if let Err(error) = app.sign_in.write_down(event).await {
                tracing::error!(support_code = %code, error = &error as &dyn std::error::Error, "audit event {code} was not written");
            }
        }
        code
    }

    /// This browser began it.
    pub(super) fn known(self) -> Self {
        Self { known: true, ..self }
    }
}
