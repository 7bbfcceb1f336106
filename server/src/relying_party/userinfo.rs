use http::header;
use serde_json::Value;
use url::Url;

use super::{
    FinishError,
    claims::Claims,
    fetch::Fetcher,
    signed_token::{self, Trust},
};

/// What is needed to check an answer that is signed.
pub(super) struct Signer<'a> {
    pub(super) trust: Trust<'a>,
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
}

/// What userinfo says of `subject` (OpenID Connect Core §5.3). An answer about anybody else is refused.
pub(super) async fn ask(
    fetcher: &Fetcher,
    endpoint: &Url,
    access_token: &str,
    subject: &str,
    signer: &Signer<'_>,
) -> Result<Claims, FinishError> {
    let answer = fetcher.get(endpoint, Some(access_token)).await?;
    if !answer.status().is_success() {
        return Err(FinishError::Refused(format!("userinfo: status {}", answer.status())));
    }
    let is_signed =
        answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(|kind| {
            kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/jwt")
        });
    let claims = if is_signed {
        signed(&String::from_utf8_lossy(answer.body()), signer)?
    } else {
        let members = serde_json::from_slice(answer.body()).map_err(|_| refused("it is no JSON object"))?;
        Claims::new(members)
    };
    if claims.get("sub").and_then(Value::as_str) == Some(subject) {
        Ok(claims)
    } else {
        Err(refused("it is about somebody else"))
    }
}

/// OpenID Connect Core §5.3.2: `iss` and `aud` are checked where they are there.
fn signed(token: &str, signer: &Signer<'_>) -> Result<Claims, FinishError> {
    let token = signed_token::verify(token.trim(), signer.trust).map_err(|error| refused(&error.to_string()))?;
    let claims = Claims::new(token.claims);
    if claims.get("iss").is_some_and(|issuer| issuer.as_str() != Some(signer.issuer)) {
        return Err(refused("iss is another issuer"));
    }
    let for_us = match claims.get("aud") {
        None => true,
        Some(Value::Array(audiences)) => audiences.iter().any(|one| one.as_str() == Some(signer.client_id)),
        Some(audience) => audience.as_str() == Some(signer.client_id),
    };
    if for_us { Ok(claims) } else { Err(refused("aud is another client")) }
}

fn refused(why: &str) -> FinishError {
    FinishError::Refused(format!("userinfo: {why}"))
}
