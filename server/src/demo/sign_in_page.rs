use axum::response::Response;
use http::StatusCode;
use maud::{Markup, html};

use super::{
    Site,
    form::{Decision, Fields},
    page::Page,
    people::PEOPLE,
    switches::Switches,
};
use crate::provider::{AuthorizationRequest, Parameters, Protocol};

/// The page that asks who to be.
pub(super) struct SignInPage<'a> {
    pub(super) site: &'a Site,
    pub(super) request: &'a AuthorizationRequest,
    /// The request as it came: the form sends it back in its address.
    pub(super) parameters: &'a Parameters,
    pub(super) switches: &'a Switches,
    pub(super) fields: Fields,
    pub(super) problem: Option<&'static str>,
}

impl SignInPage<'_> {
    /// The page as an answer.
    pub(super) fn answer(&self) -> Response {
        let target = self.request.redirect_uri.origin().unwrap_or_default();
        let status = if self.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let page = Page {
            title: format!("Sign in · {} stand-in of the demo provider", self.site.stand_in.name()),
            stand_in: Some(self.site.stand_in),
            leads_to: vec![&target, &self.site.demo.relying_party],
            body: self.body(&target),
        };
        page.answer(status)
    }

    fn body(&self, target: &str) -> Markup {
        html! {
            h1 { "Sign in with the " (self.site.stand_in.name()) " stand-in" }
            p { strong { (self.request.client.id.as_str()) } " at " code { (target) } " asks for:" }
            ul { @for name in self.request.scope.names() { li { (scope_in_words(name)) } } }
            @if let Some(age) = self.request.max_age {
                p class="quiet" { "It wants a proof of who you are that is no older than " (age.as_secs())
                    " seconds. Continuing is one." }
            }
            (self.switched())
            @if let Some(problem) = self.problem { p role="alert" class="problem" { (problem) } }
            (self.people())
            (self.form())
        }
    }

    fn switched(&self) -> Markup {
        let set = self.switches.in_words();
        html! {
            @if !set.is_empty() {
                p class="status" { "Switched on: " (set) ". " a href="/" { "Change" } }
            }
        }
    }

    fn people(&self) -> Markup {
        let base = self.parameters.clone().without(super::authorize::PERSON);
        let link = |key| format!("?{}", base.clone().with(super::authorize::PERSON, key).encode());
        html! {
            nav aria-label="Fill in" {
                p id="people" { "Be somebody who is there already:" }
                ul class="people" { @for person in PEOPLE {
                    li { a href=(link(person.key)) { (person.name) } @if person.email.is_none() { " (no address)" } }
                } }
            }
        }
    }

    fn form(&self) -> Markup {
        let action = format!("?{}", self.parameters.clone().without(super::authorize::PERSON).encode());
        let identifier = match self.site.provider.settings().protocol {
            Protocol::OpenId | Protocol::OpenIdAndOAuth2 => "sub",
            Protocol::OAuth2 => "sub, here called id",
        };
        html! {
            form method="post" action=(action) autocomplete="off" {
                label for="sub" { "Identifier " span { "(" (identifier) ")" } }
                input id="sub" name="sub" value=(self.fields.sub) required maxlength="255" spellcheck="false"
                    autocapitalize="none";
                label for="name" { "Name " span { "(may be empty)" } }
                input id="name" name="name" value=(self.fields.name) maxlength="200";
                label for="email" { "E-mail address " span { "(may be empty)" } }
                input id="email" name="email" type="email" value=(self.fields.email) maxlength="200";
                p class="actions" {
                    button type="submit" class="primary" name=(Decision::FIELD) value=(Decision::Continue.value()) {
                        "Continue"
                    }
                    button type="submit" name=(Decision::FIELD) value=(Decision::Deny.value()) formnovalidate {
                        "Deny"
                    }
                }
            }
        }
    }
}

fn scope_in_words(name: &str) -> Markup {
    let words = match name {
        "openid" => "who you are",
        "profile" | "public_profile" => "your name",
        "email" => "your address",
        _ => "",
    };
    html! { code { (name) } ": " (words) }
}
