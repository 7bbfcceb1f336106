//! What pages ask of the server, answered for one request.

use std::sync::Arc;

use app::{
    api::OrderError,
    ports::{Shop, ShopPort, Visit, VisitPort},
    wire::{Cart, Notice, Order, OrderRequest, Quantity},
    words::Language,
};
use async_trait::async_trait;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use cookie::{Cookie, time::Duration};
use leptos_axum::ResponseOptions;

use super::{
    accept,
    boot::{LANGUAGE, PageRequest},
    cookies::{self, CookieNames},
    flash,
    state::App,
    upstream::leaving,
};
use crate::{random, shop::OrderProblem, store::StoreError};

const CART: &str = "gatepost-cart";
const CART_LIFE: Duration = Duration::days(30);
const LANGUAGE_LIFE: Duration = Duration::days(365);

/// This browser's cart; an unreadable one is empty.
pub(super) fn cart(headers: &HeaderMap) -> Cart {
    cookies::value(headers, CART).and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// Takes everything out of this browser's cart.
pub(super) fn empty_cart(names: &CookieNames) -> Cookie<'static> {
    names.preference(CART, String::new(), Duration::ZERO)
}

/// One request, as the ports see it.
pub(super) struct RequestPorts {
    app: App,
    page: PageRequest,
    response: ResponseOptions,
    wants_page: bool,
}

impl RequestPorts {
    /// Both ports, over one request.
    pub(super) fn over(
        app: &App,
        page: &PageRequest,
        parts: &Parts,
        response: ResponseOptions,
    ) -> (ShopPort, VisitPort) {
        let ports = Arc::new(Self {
            app: app.clone(),
            page: page.clone(),
            response,
            wants_page: accept::wants_page(&parts.headers),
        });
        (Arc::clone(&ports) as ShopPort, ports)
    }

    fn set(&self, cookie: &Cookie<'static>) {
        if let Ok(value) = HeaderValue::try_from(cookie.to_string()) {
            self.response.append_header(header::SET_COOKIE, value);
        }
    }

    /// Scripts get the status; a form's redirect must not be overridden by it.
    fn status(&self, status: StatusCode) {
        if !self.wants_page {
            self.response.set_status(status);
        }
    }

    fn carry(&self, notice: Notice) {
        if self.wants_page {
            self.set(&flash::carry(&self.app.0.cookies, notice, None));
        }
    }

    fn keep(&self, cart: &Cart) {
        self.set(&self.app.0.cookies.preference(CART, cart.to_string(), CART_LIFE));
    }

    fn fail(&self, error: &StoreError) -> OrderError {
        tracing::error!(error = error as &dyn std::error::Error, "the shop failed: {error}");
        self.status(StatusCode::SERVICE_UNAVAILABLE);
        OrderError::Unavailable
    }

    fn viewer_id(&self) -> Result<&str, OrderError> {
        let viewer = self.page.viewer.as_ref().ok_or_else(|| {
            self.status(StatusCode::UNAUTHORIZED);
            OrderError::SignInNeeded
        })?;
        Ok(&viewer.person.id)
    }
}

#[async_trait]
impl Shop for RequestPorts {
    fn set_quantity(&self, product: &str, quantity: Option<Quantity>) -> Cart {
        let mut cart = self.page.boot.cart.clone();
        cart.set(product, quantity);
        self.keep(&cart);
        cart
    }

    fn add_to_cart(&self, product: &str, quantity: Quantity) -> Cart {
        let mut cart = self.page.boot.cart.clone();
        cart.add(product, quantity);
        self.keep(&cart);
        cart
    }

    async fn place_order(&self, request: OrderRequest) -> Result<Order, OrderError> {
        let person = self.viewer_id()?;
        let auth_time = self.page.viewer.as_ref().map(|viewer| viewer.auth_time).ok_or(OrderError::SignInNeeded)?;
        let cart = &self.page.boot.cart;
        match self.app.orders.place(person, auth_time, cart, &request).await {
            Ok(order) => {
                self.set(&empty_cart(&self.app.0.cookies));
                self.carry(Notice::OrderPlaced);
                Ok(order)
            }
            Err(OrderProblem::Store(error)) => Err(self.fail(&error)),
            Err(problem) => {
                self.status(StatusCode::UNPROCESSABLE_ENTITY);
                Err(match problem {
                    OrderProblem::ProofTooOld => OrderError::ProofNeeded,
                    OrderProblem::CartEmpty => OrderError::CartEmpty,
                    OrderProblem::Field(name) => OrderError::Field(name.to_owned()),
                    OrderProblem::Store(_) => OrderError::Unavailable,
                })
            }
        }
    }

    async fn order(&self, id: &str) -> Result<Option<Order>, OrderError> {
        let person = self.viewer_id()?;
        self.app.orders.find(person, id).await.map_err(|error| self.fail(&error))
    }

    async fn orders(&self) -> Result<Vec<Order>, OrderError> {
        let person = self.viewer_id()?;
        self.app.orders.latest(person).await.map_err(|error| self.fail(&error))
    }
}

#[async_trait]
impl Visit for RequestPorts {
    async fn sign_out(&self) -> String {
        const HOME: &str = "/";
        if self.page.boot.problem.is_some() {
            // Whose session it is could not be found out: its cookie is the way to end it later.
            self.status(StatusCode::SERVICE_UNAVAILABLE);
            self.carry(Notice::ServerFault);
            return HOME.to_owned();
        }
        let mut next = HOME.to_owned();
        if let Some(held) = &self.page.held {
            let ended = match self.app.sessions.sign_out(&held.token, &self.page.visitor).await {
                Ok(ended) => ended,
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "a sign-out failed: {error}");
                    self.status(StatusCode::SERVICE_UNAVAILABLE);
                    self.carry(Notice::ServerFault);
                    return next;
                }
            };
            let leaving = match &ended {
                Some(family) => leaving::after_sign_out(&self.app, family).await,
                None => None,
            };
            match leaving {
                Some((leaving, cookie)) => {
                    self.set(&cookie);
                    next = leaving::page_path(&leaving);
                }
                None => self.carry(Notice::SignedOut),
            }
        }
        self.app.0.cookies.clear_sessions().for_each(|cookie| self.set(&cookie));
        next
    }

    fn choose_language(&self, language: Language) {
        self.set(&self.app.0.cookies.preference(LANGUAGE, language.tag().to_owned(), LANGUAGE_LIFE));
    }

    fn order_key(&self) -> String {
        random::token(self.app.random.as_ref())
    }
}
