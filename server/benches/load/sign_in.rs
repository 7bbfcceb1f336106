use http::{StatusCode, Uri, header};
use url::form_urlencoded;

use super::{
    client::{Answer, Client, expect, get, post, set_cookie},
    drive::{CONNECTIONS, Workload},
    error::BenchError,
    process::Gatepost,
};

const SESSION: &str = "gatepost=";
const SIGN_IN: &str = "gatepost-sign-in-";
const START: &str = "/auth/okta/start?return_to=/";

/// A person with a browser: signs in through the demo provider's Okta as a browser does, page,
/// form, redirects, cookies and all, in a full page.
pub struct Browser {
    app: Client,
    demo: Client,
    /// The fields of the demo provider's form.
    form: String,
}

impl Browser {
    /// One person for each connection.
    pub fn all(gatepost: &Gatepost) -> Vec<Self> {
        (0..CONNECTIONS).map(|number| Self::new(gatepost, number)).collect()
    }

    fn new(gatepost: &Gatepost, number: usize) -> Self {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("sub", &format!("load-{number:02}"))
            .append_pair("name", &format!("Load {number:02}"))
            .append_pair("email", &format!("load-{number:02}@example.com"))
            .append_pair("decision", "continue")
            .finish();
        Self { app: Client::new(gatepost.app), demo: Client::new(gatepost.demo), form }
    }

    /// Signs in. The session's cookie, as the browser sends it back.
    pub async fn sign_in(&mut self) -> Result<String, BenchError> {
        let started = expect(self.app.send(get(START, &[])?).await?, StatusCode::SEE_OTHER, START)?;
        let cookie = set_cookie(&started, SIGN_IN).ok_or_else(|| lacking(START, "the sign-in's cookie"))?;
        let page = location(&started, START)?;
        expect(self.demo.send(get(&page, &[])?).await?, StatusCode::OK, &page)?;

        let headers = [(header::CONTENT_TYPE, "application/x-www-form-urlencoded")];
        let granted = self.demo.send(post(&page, &headers, self.form.clone())?).await?;
        let callback = location(&expect(granted, StatusCode::SEE_OTHER, &page)?, &page)?;

        let answer = self.app.send(get(&callback, &[(header::COOKIE, &cookie)])?).await?;
        let signed_in = expect(answer, StatusCode::SEE_OTHER, &callback)?;
        set_cookie(&signed_in, SESSION).ok_or_else(|| lacking(&callback, "the session's cookie"))
    }
}

impl Workload for Browser {
    async fn once(&mut self) -> Result<(), BenchError> {
        self.sign_in().await.map(drop)
    }
}

/// Path and query of where a redirect leads. The connection knows the host.
fn location(answer: &Answer, path: &str) -> Result<String, BenchError> {
    let address: Uri = answer
        .headers()
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .ok_or_else(|| lacking(path, "a Location"))?;
    Ok(address.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string))
}

fn lacking(path: &str, what: &'static str) -> BenchError {
    BenchError::Lacking { path: path.to_owned(), what }
}
