//! Placing the order through the API, once the WASM is alive.

use crate::{
    api::OrderError,
    components::{FreshGuard, Gate},
    json,
    session::{Call, CallFailure, Reply, Session},
    wire::{ApiProblem, Order, OrderRequest},
};

/// How an attempt to order ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Placing {
    /// Written, now or by an earlier attempt whose answer was lost.
    Placed(Order),
    /// The guard closed the gate and shows what to do. Nothing was written.
    GateClosed,
    /// Nothing was heard: it may be written. The same key makes trying again safe.
    Unsure,
    /// The server refused it in these words.
    Refused(OrderError),
    /// The server failed, with a code for support.
    Failed(Option<String>),
}

/// Asks for a fresh session, then sends the order with its token.
pub(super) async fn place(session: Session, guard: FreshGuard, request: OrderRequest) -> Placing {
    if !guard.ensure().await {
        return Placing::GateClosed;
    }
    match session.call(Call::post("/api/orders", json::write(&request))).await {
        Ok(reply) => Placing::of(&reply),
        Err(CallFailure::SignedOut) => close(guard, Gate::SignIn),
        Err(CallFailure::ProofNeeded) => close(guard, Gate::StepUp),
        Err(CallFailure::Unreachable) => Placing::Unsure,
    }
}

fn close(guard: FreshGuard, gate: Gate) -> Placing {
    guard.close(gate);
    Placing::GateClosed
}

impl Placing {
    fn of(reply: &Reply) -> Self {
        match reply.status {
            200 | 201 => json::read(&reply.body).map_or(Self::Unsure, Self::Placed),
            400 | 409 | 422 => Self::refused(&reply.body),
            _ => Self::Failed(problem(&reply.body).and_then(|problem| problem.support_code)),
        }
    }

    /// `error` is `cart_empty`, or `field_recipient` / `field_address` for a field.
    fn refused(body: &str) -> Self {
        match problem(body) {
            Some(problem) if problem.error == "cart_empty" => Self::Refused(OrderError::CartEmpty),
            Some(ApiProblem { error, support_code, .. }) => match error.strip_prefix("field_") {
                Some(field @ ("recipient" | "address")) => Self::Refused(OrderError::Field(field.to_owned())),
                _ => Self::Failed(support_code),
            },
            None => Self::Failed(None),
        }
    }
}

fn problem(body: &str) -> Option<ApiProblem> {
    json::read(body).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, body: &str) -> Reply {
        Reply { status, body: body.to_owned() }
    }

    #[test]
    fn a_written_order_is_read_from_the_answer() {
        let body = r#"{"id":"7","cart":[],"total_cents":4900,"recipient":"Ada","address":"Here","placed_at":1}"#;
        assert!(matches!(Placing::of(&reply(201, body)), Placing::Placed(order) if order.id == "7"));
    }

    #[test]
    fn an_answer_cut_short_may_be_a_written_order() {
        assert_eq!(Placing::of(&reply(201, "{")), Placing::Unsure);
    }

    #[test]
    fn refusals_name_the_field() {
        let body = r#"{"error":"field_address","error_description":""}"#;
        assert_eq!(Placing::of(&reply(422, body)), Placing::Refused(OrderError::Field("address".to_owned())));
        let body = r#"{"error":"cart_empty","error_description":""}"#;
        assert_eq!(Placing::of(&reply(422, body)), Placing::Refused(OrderError::CartEmpty));
    }

    #[test]
    fn failures_keep_their_support_code() {
        let body = r#"{"error":"server_error","error_description":"","support_code":"ABC-123"}"#;
        assert_eq!(Placing::of(&reply(500, body)), Placing::Failed(Some("ABC-123".to_owned())));
        assert_eq!(Placing::of(&reply(502, "<html>")), Placing::Failed(None));
    }
}
