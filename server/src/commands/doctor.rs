use app::words::Language;
use clap::Args;
use serde::Serialize;
use server::{
    config::Config,
    doctor::{Check, Doctor, Finding, Level, check_name, level_name},
    startup::World,
};

use super::say;

#[derive(Args)]
pub struct DoctorQuery {
    /// Answer in JSON, for programs.
    #[arg(long)]
    json: bool,
    /// Answer in that language.
    #[arg(long, value_name = "en|de", default_value = "en")]
    language: Language,
}

/// Why the doctor is not content.
#[derive(Debug, thiserror::Error)]
pub enum DoctorError {
    /// Something does not work.
    #[error("{0} of these checks failed")]
    Failed(usize),
    /// The answer cannot be written.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// A finding, for a program.
#[derive(Serialize)]
struct Told<'a> {
    provider: Option<&'a str>,
    check: Check,
    level: Level,
    message: String,
    setting: Option<&'a str>,
    place: Option<&'static str>,
}

/// Asks every provider and the mail server whether what is configured works.
pub async fn doctor(config: &Config, query: &DoctorQuery) -> Result<(), DoctorError> {
    let World { clock, random } = World::real();
    let report = Doctor::of(config, clock, random).examine().await;
    if query.json {
        let told: Vec<_> = report.findings.iter().map(|finding| told(finding, query.language)).collect();
        say(&serde_json::to_string_pretty(&told)?);
    } else {
        for group in report.findings.chunk_by(|one, next| one.provider == next.provider) {
            say(group[0].provider.as_ref().map_or("mail", |(id, _)| id.as_str()));
            for finding in group {
                print(finding, query.language);
            }
        }
    }
    match report.findings.iter().filter(|finding| finding.level() == Level::Failed).count() {
        0 => Ok(()),
        failed => Err(DoctorError::Failed(failed)),
    }
}

fn told(finding: &Finding, language: Language) -> Told<'_> {
    Told {
        provider: finding.provider.as_ref().map(|(id, _)| id.as_str()),
        check: finding.check,
        level: finding.level(),
        message: finding.in_words(language),
        setting: finding.setting.as_deref(),
        place: finding.place(),
    }
}

fn print(finding: &Finding, language: Language) {
    let (level, check) = (level_name(language, finding.level()), check_name(language, finding.check));
    say(&format!("  {level:8} {check}: {}", finding.in_words(language)));
    if let Some(setting) = &finding.setting {
        say(&format!("           {setting}"));
    }
    if let Some(place) = finding.place() {
        say(&format!("           {place}"));
    }
}
