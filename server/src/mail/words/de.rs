use super::{Facts, Said, Unit, Words, largest_unit};

/// German.
pub(super) static WORDS: Words = Words {
    hello: "Guten Tag,",
    activation: Said {
        subject: "Aktivieren Sie Ihr Gatepost-Konto",
        lead: "Ein Schritt fehlt noch, dann können Sie sich anmelden: Zeigen Sie uns, dass diese Adresse Ihnen gehört.",
        button: "Konto aktivieren",
        why: "Sie erhalten diese Mail, weil sich jemand mit dieser Adresse registriert hat. Waren Sie das nicht, tun \
              Sie nichts: Ohne diesen Schritt gibt es kein Konto.",
    },
    already_registered: Said {
        subject: "Sie haben schon ein Gatepost-Konto",
        lead: "Jemand wollte sich mit dieser Adresse registrieren, zu der es schon ein Konto gibt. Geändert hat sich \
               nichts. Waren Sie es selbst, melden Sie sich einfach an.",
        button: "Anmelden",
        why: "Sie erhalten diese Mail, weil die Adresse in unser Registrierungsformular eingetragen wurde. Waren Sie \
              das nicht, ist nichts zu tun: Niemand hat erfahren, dass Sie ein Konto haben.",
    },
    confirmation: Said {
        subject: "Ihr Gatepost-Konto ist bereit",
        lead: "Das Konto ist aktiv. Von jetzt an können Sie sich anmelden.",
        button: "Anmelden",
        why: "Sie erhalten diese Mail, weil mit dieser Adresse ein Konto aktiviert wurde. Waren Sie das nicht, fordern \
              Sie auf der Anmeldeseite ein neues Passwort an; dann können Sie das Konto schließen.",
    },
    password_reset: Said {
        subject: "Wählen Sie ein neues Gatepost-Passwort",
        lead: "Jemand hat für Ihr Konto ein neues Passwort angefordert. Das alte gilt, bis Sie ein anderes wählen.",
        button: "Neues Passwort wählen",
        why: "Sie erhalten diese Mail, weil Ihre Adresse in unser Formular für vergessene Passwörter eingetragen \
              wurde. Waren Sie das nicht, tun Sie nichts: Ihr Passwort bleibt, wie es ist.",
    },
    choose_password: Said {
        subject: "Ihr Gatepost-Konto ist offen: Wählen Sie sein Passwort",
        lead: "Mit Ihrer Adresse hatte sich noch jemand registriert. Deshalb zählt kein Passwort, das dabei \
               eingetippt wurde. Wählen Sie jetzt eines, dann gehört das Konto nur Ihnen.",
        button: "Passwort wählen",
        why: "Sie erhalten diese Mail, weil mit dieser Adresse ein Konto aktiviert wurde. Waren Sie das nicht, wählen \
              Sie trotzdem ein Passwort: Dann kommt niemand außer Ihnen hinein.",
    },
    no_password: Said {
        subject: "Wie Sie sich bei Gatepost anmelden",
        lead: "Jemand hat für Ihr Konto ein neues Passwort angefordert. Es hat keines: Sie melden sich über einen \
               Anbieter an.",
        button: "Anmelden",
        why: "Sie erhalten diese Mail, weil Ihre Adresse in unser Formular für vergessene Passwörter eingetragen \
              wurde. Waren Sie das nicht, ist nichts zu tun.",
    },
    no_account: Said {
        subject: "Zu dieser Adresse gibt es kein Gatepost-Konto",
        lead: "Jemand hat uns um eine Mail an diese Adresse gebeten, wie sie nur bekommt, wer ein Konto hat. Zu ihr \
               gibt es keines. Vielleicht haben Sie eine andere Adresse benutzt.",
        button: "Konto anlegen",
        why: "Sie erhalten diese Mail, weil die Adresse in eines unserer Formulare eingetragen wurde. Waren Sie das \
              nicht, ist nichts zu tun, und wir behalten nichts über Sie.",
    },
    password_changed: Said {
        subject: "Ihr Gatepost-Passwort wurde geändert",
        lead: "Ihr Konto hat von jetzt an ein neues Passwort.",
        button: "Anderes Passwort wählen",
        why: "Sie erhalten diese Mail, sooft sich das Passwort ändert. Waren Sie das nicht, wählen Sie sofort ein \
              anderes: Damit enden alle Sitzungen.",
    },
    email_change: Said {
        subject: "Bestätigen Sie Ihre neue Adresse",
        lead: "Jemand möchte diese Adresse für ein Gatepost-Konto verwenden. Zeigen Sie uns, dass sie Ihnen gehört.",
        button: "Adresse bestätigen",
        why: "Sie erhalten diese Mail, weil die Adresse als die neue eines Kontos angegeben wurde. Waren Sie das \
              nicht, tun Sie nichts: Das Konto behält seine alte Adresse.",
    },
    email_change_notice: Said {
        subject: "Ihr Gatepost-Konto soll eine andere Adresse bekommen",
        lead: "Jemand, der in Ihrem Konto angemeldet ist, möchte dessen Adresse ändern. Bis die neue bestätigt ist, \
               bleibt es bei dieser.",
        button: "Alte Adresse behalten",
        why: "Sie erhalten diese Mail, weil das Konto bisher diese Adresse hat. Wollten Sie die Änderung nicht, \
              behalten Sie die alte Adresse und wählen Sie ein neues Passwort.",
    },
    email_changed: Said {
        subject: "Ihr Gatepost-Konto hat eine andere Adresse",
        lead: "Von jetzt an gehen unsere Mails an die neue Adresse.",
        button: "Zum Konto",
        why: "Sie erhalten diese Mail, sooft sich die Adresse ändert. Waren Sie das nicht, sehen Sie sofort in Ihrem \
              Konto nach, und schreiben Sie denen, die diese Seite betreiben, wenn Sie nicht hineinkommen.",
    },
    username_reset: Said {
        subject: "Ihr Gatepost-Benutzername",
        lead: "Jemand hat gefragt, welcher Benutzername zu dieser Adresse gehört.",
        button: "Anmelden",
        why: "Sie erhalten diese Mail, weil Ihre Adresse in unser Formular für vergessene Benutzernamen eingetragen \
              wurde. Waren Sie das nicht, ist nichts zu tun: Nur Sie lesen dies.",
    },
    new_device: Said {
        subject: "Neue Anmeldung in Ihrem Gatepost-Konto",
        lead: "Jemand hat sich in Ihrem Konto auf einem Gerät angemeldet, das wir dort noch nicht gesehen hatten.",
        button: "Sitzungen ansehen",
        why: "Sie erhalten diese Mail bei jedem neuen Gerät. Waren Sie das nicht, beenden Sie diese Sitzung und wählen \
              Sie ein neues Passwort.",
    },
    refresh_reuse: Said {
        subject: "Wir haben eine Sitzung Ihres Gatepost-Kontos beendet",
        lead: "Eine Sitzung wurde von zwei Orten zugleich benutzt, wie es vorkommt, wenn jemand eine Kopie davon hat. \
               Sicherheitshalber haben wir sie beendet; vielleicht müssen Sie sich neu anmelden.",
        button: "Sitzungen ansehen",
        why: "Sie erhalten diese Mail, weil Ihr Konto in Gefahr sein könnte. Kennen Sie das Gerät nicht, wählen Sie \
              ein neues Passwort.",
    },
    signed_out_everywhere: Said {
        subject: "Sie sind überall abgemeldet",
        lead: "Alle Sitzungen Ihres Gatepost-Kontos sind beendet, auf jedem Gerät.",
        button: "Anmelden",
        why: "Sie erhalten diese Mail, weil jemand, der in Ihrem Konto angemeldet war, es so wollte. Waren Sie das \
              nicht, wählen Sie ein neues Passwort.",
    },
    method_added: Said {
        subject: "Ein neuer Weg, sich bei Gatepost anzumelden",
        lead: "In Ihr Konto führt ein Weg mehr.",
        button: "Zum Konto",
        why: "Sie erhalten diese Mail, sooft sich die Wege zur Anmeldung ändern. Waren Sie das nicht, nehmen Sie ihn \
              wieder weg und wählen Sie ein neues Passwort.",
    },
    method_removed: Said {
        subject: "Ein Weg, sich bei Gatepost anzumelden, ist weg",
        lead: "In Ihr Konto führt ein Weg weniger.",
        button: "Zum Konto",
        why: "Sie erhalten diese Mail, sooft sich die Wege zur Anmeldung ändern. Waren Sie das nicht, wählen Sie ein \
              neues Passwort.",
    },
    deletion_code: Said {
        subject: "Ihr Code zum Löschen des Gatepost-Kontos",
        lead: "Jemand, der angemeldet ist, möchte Ihr Konto löschen. Mit dem Code wird es gelöscht, endgültig.",
        button: "",
        why: "Sie erhalten diese Mail, weil das Konto diese Adresse hat. Waren Sie das nicht, verraten Sie niemandem \
              den Code und wählen Sie ein neues Passwort.",
    },
    account_deleted: Said {
        subject: "Ihr Gatepost-Konto ist gelöscht",
        lead: "Das Konto und was wir über Sie wussten, sind weg. Danke, dass Sie hier waren.",
        button: "",
        why: "Sie erhalten diese letzte Mail, weil das Konto diese Adresse hatte. Wollten Sie es nicht löschen, \
              schreiben Sie denen, die diese Seite betreiben.",
    },
    or_code: "Oder geben Sie diesen Code ein, wo er verlangt wird:",
    code: "Geben Sie diesen Code ein, wo er verlangt wird:",
    link_life: |span| format!("So lange gilt der Link: {span}."),
    code_life: |span| format!("So lange gilt der Code, ein einziges Mal: {span}."),
    both_life: |span| format!("So lange gelten Link und Code, ein einziges Mal: {span}."),
    forgotten: "Passwort vergessen? Fordern Sie ein neues an:",
    facts: Facts {
        when: "Wann",
        device: "Gerät",
        ip: "Von Adresse",
        username: "Benutzername",
        providers: "Sie melden sich an mit",
        provider: "Anmeldung mit",
        new_address: "Neue Adresse",
    },
    duration: |span| match largest_unit(span) {
        (1, Unit::Minutes) => "1 Minute".to_owned(),
        (1, Unit::Hours) => "1 Stunde".to_owned(),
        (many, Unit::Minutes) => format!("{many} Minuten"),
        (many, Unit::Hours) => format!("{many} Stunden"),
        (many, Unit::Days) => format!("{many} Tage"),
    },
    closing: |site| format!("Gatepost auf {site}. Antworten auf diese Mail liest niemand."),
};
