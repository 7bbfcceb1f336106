//! An event of the audit log on one line: a browser's name or a provider's words can hold anything,
//! and must neither break the line nor speak to the terminal.

use std::fmt::Write as _;

use app::words::machine_time;
use serde_json::json;
use server::store::AuditRow;

/// For a person. What is not known is left out; the columns that every event has come first.
pub fn text(event: &AuditRow) -> String {
    let AuditRow { at, kind, outcome, ip, .. } = event;
    let time = machine_time(at.seconds());
    let ip = if ip.is_empty() { "-" } else { ip };
    let mut line = format!("{time}  {outcome:7}  {:24}  {:15}", plain(kind), plain(ip));
    let named = [
        ("person", &event.person_id),
        ("actor", &event.actor_id),
        ("family", &event.family_id),
        ("provider", &event.provider),
        ("code", &event.support_code),
    ];
    let named = named.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
    let last = [("agent", event.user_agent.as_str()), ("detail", event.detail.as_str())];
    for (name, value) in named.chain(last).filter(|(_, value)| !value.is_empty()) {
        // Writing to a string does not fail.
        let _ = write!(line, "  {name}={}", quoted(value));
    }
    line.trim_end().to_owned()
}

/// For a program: every field, and JSON's own escapes.
pub fn json(event: &AuditRow) -> String {
    let line = json!({
        "id": event.id,
        "at": machine_time(event.at.seconds()),
        "at_ms": event.at.millis(),
        "kind": event.kind,
        "outcome": event.outcome,
        "person": event.person_id,
        "actor": event.actor_id,
        "family": event.family_id,
        "provider": event.provider,
        "ip": event.ip,
        "agent": event.user_agent,
        "support_code": event.support_code,
        "detail": event.detail,
    });
    plain(&line.to_string())
}

/// Without anything that steers a terminal or turns the direction of writing: `\u{1b}` instead. In
/// JSON, which escapes the controls of ASCII itself, `\u` and four digits.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for char in text.chars() {
        if is_steering(char) {
            let _ = write!(plain, "\\u{:04x}", u32::from(char));
        } else {
            plain.push(char);
        }
    }
    plain
}

fn quoted(value: &str) -> String {
    let simple = |char: char| char.is_ascii_graphic() && char != '"' && char != '\\';
    if value.chars().all(simple) {
        return value.to_owned();
    }
    format!("\"{}\"", plain(&value.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// Controls, line and paragraph separators, and what changes the direction of writing.
fn is_steering(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use server::clock::Timestamp;

    use super::*;

    fn event(agent: &str) -> AuditRow {
        AuditRow {
            id: "e-1".to_owned(),
            at: Timestamp::from_seconds(86_400),
            kind: "sign_in".to_owned(),
            outcome: "ok".to_owned(),
            person_id: Some("p-1".to_owned()),
            actor_id: None,
            family_id: None,
            provider: Some("okta".to_owned()),
            ip: "192.0.2.1".to_owned(),
            user_agent: agent.to_owned(),
            support_code: None,
            detail: String::new(),
        }
    }

    #[test]
    fn what_an_event_has_stands_on_its_line() {
        let line = text(&event("Mozilla/5.0 (X11)"));
        assert_eq!(
            line,
            "1970-01-02T00:00:00Z  ok       sign_in                   192.0.2.1        person=p-1  provider=okta  \
             agent=\"Mozilla/5.0 (X11)\""
        );
    }

    #[test]
    fn nothing_breaks_the_line_or_steers_the_terminal() {
        let hostile = "a\r\n1970-01-02T00:00:00Z  ok \u{1b}[2J\u{7f}\u{9b}\u{202e}\u{2028}\u{0}\"\\";
        for line in [text(&event(hostile)), json(&event(hostile))] {
            assert!(!line.chars().any(is_steering), "{line}");
        }
        let told: serde_json::Value = serde_json::from_str(&json(&event(hostile))).unwrap();
        assert_eq!(told["agent"], hostile, "a program gets it whole");
        assert!(text(&event(hostile)).contains(r"\u001b[2J"));
    }
}
