use serde::{Deserialize, Serialize};

/// The signed-in person, as their own browser may know them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Person {
    /// Gatepost's own identifier: the `sub` of the access token.
    pub id: String,
    /// What the header shows. Never empty.
    pub name: String,
    /// Absent where the provider told none.
    #[cfg_attr(feature = "ssr", schema(required = true))]
    pub email: Option<String>,
    /// Id of the provider of this session, such as `okta`.
    pub provider: String,
    /// Seconds since 1970: when the account was made.
    pub since: i64,
    /// Seconds since 1970: when the person last proved who they are, in this session.
    pub auth_time: i64,
}
