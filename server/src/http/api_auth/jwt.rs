//! Tokens for whoever keeps them in a front end of their own: simplejwt's `jwt/`, over the same
//! families as the browser's.

use app::wire::Rotation;
use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::Response,
};

use super::{
    answer::{self, fault, refusal, unauthorized},
    asked::{AnyToken, PasswordLogin, RefreshToken},
    asker::Asking,
    fields::Fields,
    password::parse,
    wire::{Done, TokenPair},
};
use crate::{
    account::{Asker, Credentials, NO_FIELD, OldTokenRefused, PasswordRefused},
    config::Login,
    http::{
        refusals::{Counts, KnowsAsker, LooksUp, ReadsBody},
        state::App,
    },
    import::simplejwt::{OldRefused, OldTokenKind},
    session::{API_CLIENT, DEACTIVATED, NotAuthenticated, RefreshError, RefreshStanding},
    sign_in::{Circumstances, SignedIn},
    store::StoreError,
    token::TokenError,
};

const NO_ACCOUNT: &str = "No active account found with the given credentials";

#[utoipa::path(
    post,
    path = "/api/auth/jwt/create/",
    tag = "tokens",
    summary = "Sign in for a pair of tokens",
    request_body = PasswordLogin,
    responses(
        (status = 200, description = "Signed in.", body = TokenPair),
        ReadsBody, KnowsAsker, Counts, LooksUp,
    ),
)]
pub(super) async fn create(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields,
        Err(refused) => return refused,
    };
    let login = match app.accounts.config().login {
        Login::Username => fields.text("username"),
        Login::Either if !fields.holds("email") => fields.text("username"),
        Login::Email | Login::Either => fields.text("email"),
    };
    let text = fields.password("password");
    if let Err(refused) = fields.finish() {
        return refused;
    }
    // Too long to be anybody's: as wrong as any other.
    let password = parse(&mut fields, "password", &text);
    let credentials = Credentials { login: &login, password: &password, client: API_CLIENT };
    let circumstances = Circumstances { challenge: None, replaces: &[], answered: app.clock.now() };
    match app.accounts.sign_in(&credentials, &circumstances, &asker).await {
        Ok(signed_in) => first_pair(&app, &signed_in).await,
        Err(PasswordRefused::Wrong | PasswordRefused::SignedOut) => unauthorized(NO_ACCOUNT, None),
        Err(PasswordRefused::Other(error)) => refusal(&app, error),
    }
}

async fn first_pair(app: &App, signed_in: &SignedIn) -> Response {
    match app.sessions.first_tokens(&signed_in.family).await {
        Ok(tokens) => pair(&tokens.access_token, signed_in.refresh_token.expose()),
        // At the same moment the account was deleted, and the session with it.
        Err(TokenError::Store(StoreError::LostRace)) => unauthorized(NO_ACCOUNT, None),
        Err(error) => fault(app, &error),
    }
}

fn pair(access: &str, refresh: &str) -> Response {
    answer::json(StatusCode::OK, TokenPair { access: access.to_owned(), refresh: refresh.to_owned() })
}

#[utoipa::path(
    post,
    path = "/api/auth/jwt/refresh/",
    tag = "tokens",
    summary = "Take a new pair for a refresh token",
    request_body = RefreshToken,
    responses(
        (status = 200, description = "A new pair. The old refresh token is used up.", body = TokenPair),
        ReadsBody, KnowsAsker, LooksUp,
    ),
)]
pub(super) async fn refresh(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let token = match one(request, "refresh").await {
        Ok(token) => token,
        Err(refused) => return refused,
    };
    match app.sessions.refresh(&token, Rotation::Always, &asker.visitor).await {
        Ok(renewed) => match &renewed.refresh_token {
            Some(refresh) => pair(&renewed.tokens.access_token, refresh.expose()),
            None => pair(&renewed.tokens.access_token, &token),
        },
        Err(RefreshError::InvalidGrant(_)) if app.accounts.knows_old_tokens() && is_jwt(&token) => {
            exchange_old(&app, &token, &asker).await
        }
        Err(error) => not_redeemed(&app, &token, error).await,
    }
}

/// Ours are no JWTs, unlike those of the system before.
fn is_jwt(token: &str) -> bool {
    token.contains('.')
}

async fn exchange_old(app: &App, token: &str, asker: &Asker) -> Response {
    match app.accounts.exchange_old(token, asker).await {
        Ok(signed_in) => first_pair(app, &signed_in).await,
        Err(error) => old_refused(app, error, token).await,
    }
}

async fn old_refused(app: &App, error: OldTokenRefused, token: &str) -> Response {
    match error {
        OldTokenRefused::Token(OldRefused::Invalid) => not_valid(what_it_is_instead(app, token).await),
        OldTokenRefused::Token(why) => not_valid(why.in_words()),
        OldTokenRefused::Spent => not_valid("Token is blacklisted"),
        OldTokenRefused::NoPerson => not_valid("Token contained no recognizable user identification"),
        OldTokenRefused::UnknownPerson | OldTokenRefused::Inactive => {
            unauthorized("No active account found for the given token.", None)
        }
        OldTokenRefused::Other(error) => refusal(app, error),
    }
}

async fn not_redeemed(app: &App, token: &str, error: RefreshError) -> Response {
    match error {
        RefreshError::InvalidGrant(DEACTIVATED) => unauthorized("No active account found for the given token.", None),
        RefreshError::InvalidGrant("reused" | "ended") => not_valid("Token is blacklisted"),
        RefreshError::InvalidGrant("expired") => not_valid("Token is expired"),
        RefreshError::InvalidGrant(_) => not_valid(what_it_is_instead(app, token).await),
        RefreshError::Fault(error) => fault(app, &error),
    }
}

/// An access token in the place of a refresh token is a mistake that a developer wants to be told of.
async fn what_it_is_instead(app: &App, token: &str) -> &'static str {
    match app.sessions.authenticate(token).await {
        Ok(_) => "Token has wrong type",
        Err(_) => "Token is invalid",
    }
}

fn not_valid(text: &'static str) -> Response {
    unauthorized(text, Some("token_not_valid"))
}

/// Whether a token of either kind counts.
#[utoipa::path(
    post,
    path = "/api/auth/jwt/verify/",
    tag = "tokens",
    summary = "Ask whether a token counts",
    request_body = AnyToken,
    responses(
        (status = 200, description = "It counts.", body = Done),
        ReadsBody, KnowsAsker, LooksUp,
    ),
)]
pub(super) async fn verify(State(app): State<App>, request: Request) -> Response {
    let token = match one(request, "token").await {
        Ok(token) => token,
        Err(refused) => return refused,
    };
    match app.sessions.standing_of(&token).await {
        Ok(RefreshStanding::Good) => return answer::json(StatusCode::OK, Done {}),
        Ok(RefreshStanding::Ended) => {
            return answer::fields(StatusCode::BAD_REQUEST, [(NO_FIELD, "Token is blacklisted".to_owned())]);
        }
        Ok(RefreshStanding::Unknown) => {}
        Err(error) => return fault(&app, &error),
    }
    match app.sessions.authenticate(&token).await {
        Ok(_) => answer::json(StatusCode::OK, Done {}),
        Err(NotAuthenticated::Fault(error)) => fault(&app, &error),
        Err(_) if app.accounts.knows_old_tokens() && is_jwt(&token) => verify_old(&app, &token).await,
        Err(error) => not_valid(error.in_simplejwt_words()),
    }
}

async fn verify_old(app: &App, token: &str) -> Response {
    match app.accounts.look_at_old(token, OldTokenKind::Any).await {
        Ok(_) => answer::json(StatusCode::OK, Done {}),
        Err(OldTokenRefused::Spent) => {
            answer::fields(StatusCode::BAD_REQUEST, [(NO_FIELD, "Token is blacklisted".to_owned())])
        }
        Err(error) => old_refused(app, error, token).await,
    }
}

/// Ends the session of a refresh token, and its access tokens with it.
#[utoipa::path(
    post,
    path = "/api/auth/jwt/blacklist/",
    tag = "tokens",
    summary = "End the session of a refresh token",
    request_body = RefreshToken,
    responses(
        (status = 200, description = "Ended, with its access tokens.", body = Done),
        ReadsBody, KnowsAsker, LooksUp,
    ),
)]
pub(super) async fn blacklist(State(app): State<App>, Asking(asker): Asking, request: Request) -> Response {
    let token = match one(request, "refresh").await {
        Ok(token) => token,
        Err(refused) => return refused,
    };
    match app.sessions.end_by_token(&token, &asker.visitor).await {
        Ok(()) => answer::json(StatusCode::OK, Done {}),
        Err(RefreshError::InvalidGrant(_)) if app.accounts.knows_old_tokens() && is_jwt(&token) => {
            match app.accounts.end_old(&token).await {
                Ok(()) => answer::json(StatusCode::OK, Done {}),
                Err(error) => old_refused(&app, error, &token).await,
            }
        }
        Err(error) => not_redeemed(&app, &token, error).await,
    }
}

async fn one(request: Request, name: &'static str) -> Result<String, Response> {
    let mut fields = Fields::read(request).await?;
    let token = fields.text(name);
    fields.finish()?;
    Ok(token)
}
