use app::words::Language;

/// What these pages say by themselves.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) what_for: &'static str,
    pub(super) all: &'static str,
    pub(super) none: &'static str,
    pub(super) more: &'static str,
    pub(super) name: &'static str,
    pub(super) id: &'static str,
    pub(super) added_at: &'static str,
    pub(super) itself: &'static str,
    pub(super) add: &'static str,
    pub(super) add_title: &'static str,
    pub(super) edit: &'static str,
    pub(super) edit_title: &'static str,
    pub(super) save: &'static str,
    pub(super) wrong: &'static str,
    pub(super) unset: &'static str,
    pub(super) rotate: &'static str,
    pub(super) rotate_title: &'static str,
    pub(super) rotate_what: &'static str,
    pub(super) grace: &'static str,
    pub(super) graces: [(&'static str, u64); 5],
    pub(super) secret_title: &'static str,
    pub(super) secret_once: &'static str,
    pub(super) secret: &'static str,
    pub(super) old_until: fn(&str) -> String,
    pub(super) to_client: &'static str,
    pub(super) remove: &'static str,
    pub(super) remove_title: &'static str,
    pub(super) remove_what: fn(&str) -> String,
    pub(super) settings: &'static str,
    pub(super) yes: &'static str,
    pub(super) setup: &'static str,
    pub(super) setup_what: &'static str,
    pub(super) endpoints: &'static str,
    pub(super) issuer: &'static str,
    pub(super) unknown: &'static str,
    pub(super) changed: &'static str,
    pub(super) no_secret: &'static str,
    pub(super) failed: fn(&str) -> String,
}

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;

const EN: Words = Words {
    title: "Clients",
    what_for: "Applications that sign people in here. What is changed counts from the next request on.",
    all: "All clients",
    none: "There is no client yet.",
    more: "More",
    name: "Name",
    id: "Client ID",
    added_at: "Added",
    itself: "registered itself",
    add: "Add a client",
    add_title: "A new client",
    edit: "Change",
    edit_title: "Change a client",
    save: "Save",
    wrong: "Something is wrong. Nothing was saved.",
    unset: "None",
    rotate: "Replace the secret",
    rotate_title: "Replace the secret",
    rotate_what: "The client gets another secret, which is shown once. The old one counts on for a time, so that \
                  the application can be told the new one without anybody being turned away.",
    grace: "The old secret counts on for",
    graces: [("1 day", DAY), ("1 hour", HOUR), ("7 days", 7 * DAY), ("30 days", 30 * DAY), ("not at all", 0)],
    secret_title: "The secret",
    secret_once: "It is shown this once: only its hash is kept. Copy it now, to where the application reads it.",
    secret: "Client secret",
    old_until: |until| format!("The old secret counts until {until}."),
    to_client: "On to the client",
    remove: "Remove",
    remove_title: "Remove a client",
    remove_what: |name| {
        format!("Nobody signs in to {name} any more, and nothing that was issued to it counts. This cannot be undone.")
    },
    settings: "What is set",
    yes: "yes",
    setup: "How to set it up",
    setup_what: "The secret is not in here: it is read from the environment, as CLIENT_SECRET.",
    endpoints: "Endpoints",
    issuer: "Issuer",
    unknown: "There is no such client. Perhaps somebody removed it.",
    changed: "Somebody else changed this client in the meantime. Open it again to see what it is now.",
    no_secret: "This client has no secret: it proves itself in another way.",
    failed: |code| format!("Something went wrong on our side. Support code: {code}"),
};

const DE: Words = Words {
    title: "Clients",
    what_for: "Anwendungen, in die sich Menschen hier anmelden. Was geändert wird, gilt ab der nächsten Anfrage.",
    all: "Alle Clients",
    none: "Es gibt noch keinen Client.",
    more: "Weitere",
    name: "Name",
    id: "Client-ID",
    added_at: "Angelegt",
    itself: "selbst registriert",
    add: "Client anlegen",
    add_title: "Ein neuer Client",
    edit: "Ändern",
    edit_title: "Client ändern",
    save: "Speichern",
    wrong: "Etwas stimmt nicht. Nichts wurde gespeichert.",
    unset: "Keine",
    rotate: "Geheimnis ersetzen",
    rotate_title: "Geheimnis ersetzen",
    rotate_what: "Der Client bekommt ein anderes Geheimnis, das einmal gezeigt wird. Das alte gilt noch eine Weile, \
                  damit die Anwendung das neue erfahren kann, ohne dass jemand abgewiesen wird.",
    grace: "Das alte Geheimnis gilt noch",
    graces: [("1 Tag", DAY), ("1 Stunde", HOUR), ("7 Tage", 7 * DAY), ("30 Tage", 30 * DAY), ("gar nicht", 0)],
    secret_title: "Das Geheimnis",
    secret_once: "Es wird nur dieses eine Mal gezeigt: Behalten wird nur sein Hash. Jetzt dorthin kopieren, wo die \
                  Anwendung es liest.",
    secret: "Client-Geheimnis",
    old_until: |until| format!("Das alte Geheimnis gilt bis {until}."),
    to_client: "Weiter zum Client",
    remove: "Entfernen",
    remove_title: "Client entfernen",
    remove_what: |name| {
        format!(
            "Niemand meldet sich mehr in {name} an, und nichts gilt mehr, was dafür ausgestellt wurde. Das lässt \
                 sich nicht rückgängig machen."
        )
    },
    settings: "Was eingestellt ist",
    yes: "ja",
    setup: "So wird er eingerichtet",
    setup_what: "Das Geheimnis steht hier nicht: Es wird aus der Umgebung gelesen, als CLIENT_SECRET.",
    endpoints: "Endpunkte",
    issuer: "Aussteller",
    unknown: "Diesen Client gibt es nicht. Vielleicht hat ihn jemand entfernt.",
    changed: "Jemand anderes hat diesen Client inzwischen geändert. Neu öffnen, um zu sehen, wie er jetzt ist.",
    no_secret: "Dieser Client hat kein Geheimnis: Er weist sich anders aus.",
    failed: |code| format!("Bei uns ist etwas schiefgegangen. Support-Code: {code}"),
};

pub(super) const fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &EN,
        Language::De => &DE,
    }
}
