use app::account::{Complaint, Errors, Field};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use crate::{
    account::{AccountError, PasswordRefused, Problem, Problems},
    http::state::App,
    password::PasswordProblem,
    random,
};

/// What was not done, for a page: its status, and what to say at which field.
pub(in crate::http) struct Refusal {
    pub(in crate::http) status: StatusCode,
    pub(in crate::http) errors: Errors,
    retry_after: Option<u64>,
}

impl Refusal {
    /// What is wrong with a form.
    pub(in crate::http) const fn of(errors: Errors) -> Self {
        Self { status: StatusCode::BAD_REQUEST, errors, retry_after: None }
    }

    /// Why the service did not do it. Our own fault goes to the log, under a code.
    pub(in crate::http) fn of_error(app: &App, error: AccountError) -> Self {
        let (status, complaint) = match error {
            AccountError::Problems(problems) => return Self::of(of_problems(&problems)),
            AccountError::Stale | AccountError::NotFound => (StatusCode::BAD_REQUEST, Complaint::WrongLink),
            AccountError::NotAllowed => (StatusCode::FORBIDDEN, Complaint::NotAllowed),
            AccountError::ProofNeeded => (StatusCode::UNAUTHORIZED, Complaint::ProofNeeded),
            AccountError::Wait(seconds) => {
                return Self::later(StatusCode::TOO_MANY_REQUESTS, Complaint::TooMany(clamp(seconds)), seconds);
            }
            AccountError::Busy(seconds) => {
                return Self::later(StatusCode::SERVICE_UNAVAILABLE, Complaint::Busy(clamp(seconds)), seconds);
            }
            AccountError::Fault(error) => {
                let code = random::support_code(app.random.as_ref());
                tracing::error!(support_code = %code, error = &error as &dyn std::error::Error, "account page {code} failed: {error}");
                (StatusCode::SERVICE_UNAVAILABLE, Complaint::Failed(code))
            }
        };
        Self { status, ..Self::of(Errors::with_form(complaint)) }
    }

    /// Why nobody was signed in.
    pub(in crate::http) fn of_sign_in(app: &App, refused: PasswordRefused) -> Self {
        let complaint = match refused {
            PasswordRefused::Wrong => Complaint::WrongCredentials,
            PasswordRefused::SignedOut => Complaint::TryAgain,
            PasswordRefused::Other(error) => return Self::of_error(app, error),
        };
        Self { status: StatusCode::UNAUTHORIZED, ..Self::of(Errors::with_form(complaint)) }
    }

    fn later(status: StatusCode, complaint: Complaint, seconds: u64) -> Self {
        Self { status, errors: Errors::with_form(complaint), retry_after: Some(seconds) }
    }

    /// Whether it is about the link, or about what it was for.
    pub(in crate::http) fn is_about_link(&self) -> bool {
        self.errors.all().any(|(_, complaint)| *complaint == Complaint::WrongLink)
    }

    /// The answer, with what it has to say in its headers.
    pub(in crate::http) fn on(&self, mut response: Response) -> Response {
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

fn clamp(seconds: u64) -> u32 {
    u32::try_from(seconds).unwrap_or(u32::MAX)
}

fn of_problems(problems: &Problems) -> Errors {
    let mut errors = Errors::none();
    for (name, problem) in problems.iter() {
        errors.push(field(name), complaint(problem));
    }
    errors
}

fn field(name: &str) -> Option<Field> {
    match name {
        "email" => Some(Field::Email),
        "new_email" => Some(Field::NewEmail),
        "username" | "new_username" => Some(Field::Username),
        "first_name" => Some(Field::FirstName),
        "last_name" => Some(Field::LastName),
        "password" => Some(Field::Password),
        "current_password" => Some(Field::CurrentPassword),
        "new_password" => Some(Field::NewPassword),
        "code" => Some(Field::Code),
        // What belongs to no field, and the parts of a link.
        _ => None,
    }
}

fn complaint(problem: &Problem) -> Complaint {
    match problem {
        Problem::Required | Problem::Null | Problem::Blank | Problem::NotText | Problem::NotYesOrNo | Problem::Nul => {
            Complaint::Required
        }
        Problem::TooLong(most) => Complaint::TooLong(u32::try_from(*most).unwrap_or(u32::MAX)),
        Problem::NotAnAddress => Complaint::NotAnAddress,
        Problem::AddressTaken => Complaint::AddressTaken,
        Problem::NotAUsername => Complaint::NotAName,
        Problem::UsernameTaken => Complaint::NameTaken,
        Problem::Password(problem) => complaint_about(problem),
        Problem::WrongPassword => Complaint::WrongPassword,
        Problem::WrongCode => Complaint::WrongCode,
        Problem::UnknownPerson | Problem::BadLink => Complaint::WrongLink,
        Problem::NotOwnPath => Complaint::NotAllowed,
        Problem::IdentityInUse => Complaint::IdentityInUse,
        Problem::LastWayIn => Complaint::LastWayIn,
        Problem::PasswordsDiffer | Problem::RepeatDiffers(_) | Problem::NotCreated => Complaint::TryAgain,
    }
}

/// What a page says of a password that does not do.
pub(in crate::http) fn complaint_about(problem: &PasswordProblem) -> Complaint {
    match problem {
        PasswordProblem::TooSimilar { .. } => Complaint::PasswordSimilar,
        PasswordProblem::TooShort { least } => Complaint::PasswordTooShort(u32::try_from(*least).unwrap_or(u32::MAX)),
        PasswordProblem::TooCommon => Complaint::PasswordCommon,
        PasswordProblem::EntirelyNumeric => Complaint::PasswordNumeric,
    }
}
