use super::fields::Fields;
use crate::account::{Link, Shown};

/// What a mail carried, as somebody shows it: the two parts of its link, or its code and the address
/// that it went to.
pub(super) enum ShownFields {
    Link { uid: String, token: String },
    Code { email: String, code: String },
}

impl ShownFields {
    /// From the body of a request.
    pub(super) fn read(fields: &mut Fields) -> Self {
        if fields.holds("code") {
            Self::Code { email: fields.text("email"), code: fields.text("code") }
        } else {
            Self::Link { uid: fields.text("uid"), token: fields.text("token") }
        }
    }

    pub(super) fn shown(&self) -> Shown<'_> {
        match self {
            Self::Link { uid, token } => Shown::Link(Link { uid, token }),
            Self::Code { email, code } => Shown::Code { email, code },
        }
    }
}
