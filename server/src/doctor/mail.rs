//! Whether the mail server can be reached, and takes us for who we are.

use url::Url;

use super::finding::{Check, Finding, Said};
use crate::{config::Delivery, mail};

pub(super) async fn examine(delivery: &Delivery, public_url: &Url, demo: bool) -> Finding {
    let (said, setting) = match delivery {
        Delivery::Inbox if demo => (Said::MailInDemo, None),
        Delivery::Inbox => {
            (Said::NoMail, Some("mail.smtp_url = \"smtps://USER:PASSWORD@smtp.example.com\"".to_owned()))
        }
        Delivery::Smtp(config) => match mail::try_server(config, public_url).await {
            Ok(()) => (Said::MailTaken(format!("{}:{}", config.host, config.port)), None),
            Err(why) => (Said::MailRefused(why), Some("mail.smtp_url".to_owned())),
        },
    };
    Finding { provider: None, check: Check::Mail, said, setting }
}
