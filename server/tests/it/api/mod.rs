//! `/api`: the session's endpoints, and what an access token is good for.

mod session;
