use super::{
    AccountWords, Activate, CheckMail, ConfirmEmail, DeleteCard, Deleted, EmailCard, Fields, ForClient, Form, Join,
    MethodsCard, OnTheWay, PasswordCard, PasswordPage, ProfileCard, Register, Reset, SessionsCard, Settings, SignIn,
};
use crate::{account::form::Complaint, words::Language};

/// German.
pub(super) static WORDS: AccountWords = AccountWords {
    language: Language::De,
    form: Form {
        error_title: |title| format!("Fehler: {title}"),
        errors: "Bitte sehen Sie sich das noch einmal an",
        optional: |label| format!("{label} (freiwillig)"),
        reveal: "Passwort zeigen",
        strength: "Stärke des Passworts",
        strengths: ["Fällt beim ersten Versuch", "Schwach", "Mittel", "Gut", "Stark"],
        sign_in: "Anmelden",
        cancel: "Abbrechen",
        to_home: "Zur Startseite",
        inbox: "Posteingang öffnen",
        inbox_lead: "Eine Vorführung verschickt nichts: Was sie verschickt hätte, liegt im Posteingang.",
    },
    field: Fields {
        email: "E-Mail-Adresse",
        new_email: "Neue E-Mail-Adresse",
        username: "Benutzername",
        username_hint: "Buchstaben, Ziffern und @ . + - _",
        login_either: "E-Mail-Adresse oder Benutzername",
        first_name: "Vorname",
        last_name: "Nachname",
        password: "Passwort",
        current_password: "Bisheriges Passwort",
        new_password: "Neues Passwort",
        password_hint: |least| {
            format!("Mindestens {least} Zeichen. Am besten ein paar Wörter, die nur Sie so zusammenstellen.")
        },
        code: "Code aus der Mail",
        code_hint: "Er steht dort in einer eigenen Zeile.",
    },
    complaint,
    register: Register {
        title: "Konto anlegen",
        lead: "Ein Konto für alles hinter diesem Tor. Eine Mail von uns zeigt, dass die Adresse Ihnen gehört.",
        name: "Ihr Name",
        submit: "Konto anlegen",
        have_account: "Sie haben schon ein Konto?",
        or_with: "Oder ganz ohne Passwort bei uns",
        closed: "Neue Konten werden hier zurzeit nicht angelegt. Wenn Sie schon eines haben, können Sie sich anmelden.",
    },
    check_mail: CheckMail {
        title: "Sehen Sie in Ihre Mail",
        activation: |address| {
            format!(
                "Eine Mail ist unterwegs an {address}. Folgen Sie dem Link darin oder geben Sie hier den Code ein, und \
                 Ihr Konto ist offen."
            )
        },
        activation_unnamed: "Eine Mail ist unterwegs zu Ihnen. Folgen Sie dem Link darin oder geben Sie hier den Code \
                             ein, und Ihr Konto ist offen.",
        reset: |address| {
            format!(
                "Gibt es ein Konto mit der Adresse {address}, dann ist eine Mail unterwegs. Sie bringt einen Link und \
                 einen Code."
            )
        },
        reset_unnamed: "Gibt es ein Konto mit dieser Adresse, dann ist eine Mail unterwegs. Sie bringt einen Link und \
                        einen Code.",
        code_title: "Code eingeben",
        activate: "Konto freischalten",
        go_on: "Weiter",
        no_mail: "Keine Mail?",
        no_mail_lead: "Das kann eine Minute dauern. Sehen Sie auch in den Spam-Ordner und ob die Adresse stimmt.",
        resend: "Noch einmal schicken",
        resent: "Erledigt. Steht dieser Adresse eine Mail zu, dann ist eine neue unterwegs.",
    },
    activate: Activate {
        title: "Konto freischalten",
        lead: "Noch ein Klick, und Ihr Konto ist offen.",
        submit: "Konto freischalten",
        done_title: "Ihr Konto ist offen",
        done: "Vielen Dank. Sie können sich jetzt anmelden.",
        choose_password: "Mit Ihrer Adresse hatte sich noch jemand registriert. Deshalb zählt kein Passwort, das dabei \
                          eingetippt wurde. Wir haben Ihnen noch eine Mail geschickt: Wählen Sie damit Ihr Passwort.",
        already_title: "Schon erledigt",
        already: "Dieses Konto ist bereits freigeschaltet. Sie können sich anmelden.",
        invalid_title: "Dieser Link gilt nicht mehr",
        invalid: "Er ist zu alt oder nicht vollständig. Wir schicken Ihnen gern einen neuen.",
        resend: "Neuen Link schicken",
        code_title: "Mit Code freischalten",
        code_lead: "In unserer Mail an Sie steht ein kurzer Code. Er gilt auf jedem Gerät.",
    },
    sign_in: SignIn {
        silent: |provider| format!("{provider} antwortet gerade nicht"),
        or: "oder mit Ihrem Passwort",
        submit: "Anmelden",
        forgotten: "Passwort vergessen?",
        new_here: "Neu hier?",
        register: "Konto anlegen",
    },
    password_page: PasswordPage {
        sign_in: "Anmelden",
        confirm: "Sind Sie es?",
        confirm_lead: "Geben Sie Ihr Passwort noch einmal ein. Die Seite hinter diesem Fenster wartet, wie sie war.",
        submit_confirm: "Bestätigen",
        forgotten: "Passwort vergessen?",
    },
    reset: Reset {
        title: "Passwort vergessen?",
        lead: "Geben Sie die Adresse Ihres Kontos ein. Mit unserer Mail wählen Sie dann ein neues Passwort.",
        submit: "Mail schicken",
        back: "Zurück zur Anmeldung",
        new_title: "Neues Passwort wählen",
        new_lead: "Sobald es gespeichert ist, sind Sie überall sonst abgemeldet.",
        save: "Passwort speichern",
        done_title: "Ihr neues Passwort gilt",
        done: "Wo immer Sie angemeldet waren: Sie sind es nicht mehr. Melden Sie sich mit dem neuen Passwort an.",
        used_title: "Schon erledigt",
        used: "Mit diesem Link wurde bereits ein Passwort gesetzt. Waren Sie das nicht, fordern Sie gleich einen neuen an.",
        invalid_title: "Dieser Link gilt nicht mehr",
        invalid: "Er ist zu alt oder nicht vollständig. Fordern Sie einen neuen an: Nur der neueste gilt.",
        again: "Neuen Link anfordern",
        code_title: "Neues Passwort mit Code",
        code_lead: "In unserer Mail steht ein kurzer Code. Er gilt auf jedem Gerät.",
    },
    confirm_email: ConfirmEmail {
        confirm_title: "Neue Adresse bestätigen",
        confirm: "Noch ein Klick, und dies ist die Adresse Ihres Kontos.",
        confirm_submit: "Adresse bestätigen",
        confirmed_title: "Ihre Adresse ist geändert",
        confirmed: "Melden Sie sich von nun an mit der neuen Adresse an. Der alten haben wir es auch gesagt.",
        undo_title: "Bei der alten Adresse bleiben?",
        undo: "Jemand hat die Adresse Ihres Kontos geändert. Waren Sie das nicht, nehmen Sie es zurück: Dann gilt \
               wieder die alte Adresse, und wer angemeldet ist, wird abgemeldet.",
        undo_submit: "Zurücknehmen",
        undone_title: "Die alte Adresse gilt wieder",
        undone: "Alle sind abgemeldet. Wählen Sie jetzt ein neues Passwort: Wer das war, kennt vielleicht das alte.",
        already_title: "Schon erledigt",
        already: "Dieser Link hat seine Arbeit bereits getan.",
        invalid_title: "Dieser Link gilt nicht mehr",
        invalid: "Er ist zu alt, nicht vollständig, oder ein neuerer ist an seine Stelle getreten.",
        taken_title: "Diese Adresse geht nicht",
        taken: "Es hat sich nichts geändert. Wählen Sie eine andere Adresse für Ihr Konto.",
        code_title: "Mit Code bestätigen",
        code_lead: |address| format!("In unserer Mail an {address} steht ein kurzer Code."),
        to_account: "Zu Ihrem Konto",
    },
    join: Join {
        title: "Diese Adresse hat schon ein Konto",
        lead: |provider, address| {
            format!(
                "{provider} bescheinigt Ihnen {address}, und hier gibt es ein Konto mit dieser Adresse. Zeigen Sie, dass \
                 auch das Konto Ihnen gehört, dann öffnet {provider} es von nun an."
            )
        },
        password: "Mit seinem Passwort",
        password_submit: "Anmelden und verbinden",
        provider: "So, wie Sie sich bisher angemeldet haben",
        with: |provider| format!("Weiter mit {provider}"),
        code: "Mit einem Code per Mail",
        code_lead: |address| format!("Wir schicken einen kurzen Code an {address}."),
        send_code: "Code schicken",
        code_sent: |address| format!("Steht {address} eine Mail zu, dann ist ein Code unterwegs."),
        code_submit: "Bestätigen und verbinden",
        code_again: "Noch einen Code schicken",
        cancel_lead: "Nicht Ihr Konto, oder nicht jetzt?",
    },
    on_the_way: OnTheWay {
        title: |provider| format!("Weiter zu {provider}"),
        lead: |provider| format!("{provider} öffnet sich gleich. Melden Sie sich dort an, dann sind Sie wieder hier."),
        go_on: |provider| format!("Weiter zu {provider}"),
    },
    for_client: ForClient {
        sign_in: |client| format!("Anmelden und weiter zu {client}"),
        sign_in_lead: |client| format!("{client} möchte wissen, wer Sie sind. Ihr Passwort bleibt hier."),
        again: |person| format!("Sie sind als {person} angemeldet. Bitte zeigen Sie noch einmal, dass Sie es sind."),
        choose: |client| format!("Wer macht bei {client} weiter?"),
        choose_lead: "Wählen Sie das Konto, das die Anwendung kennenlernt.",
        go_on_as: |person| format!("Weiter als {person}"),
        another: "Ein anderes Konto verwenden",
        consent: |client| format!("{client} bittet um Zugriff"),
        signed_in_as: |person| format!("Sie sind als {person} angemeldet."),
        not_you: "Nicht Sie?",
        consent_lead: |client| format!("Wenn Sie zustimmen, darf {client}:"),
        offline: "diesen Zugriff behalten, auch wenn Sie nicht da sind",
        profile: "Ihren Namen, Ihren Benutzernamen und Ihre Sprache sehen",
        email: "Ihre E-Mail-Adresse sehen",
        open_id: "wissen, dass Sie es sind, und Sie beim nächsten Mal wiedererkennen",
        address: "Ihre Postanschrift sehen",
        phone: "Ihre Telefonnummer sehen",
        other: |scope| format!("in Ihrem Namen tun, was sie „{scope}“ nennt"),
        allow: "Zustimmen",
        deny: "Nicht zustimmen",
        policy: |client| format!("Was {client} mit Ihren Daten macht"),
        terms: |client| format!("Nutzungsbedingungen von {client}"),
        site: |client| format!("Website von {client}"),
        back: |client| format!("Zurück zu {client}"),
        back_lead: "Die Anwendung öffnet sich gleich.",
        cannot: "Diese Anmeldung kann nicht weitergehen",
        cannot_lead: "Gehen Sie zurück zur Anwendung und versuchen Sie es noch einmal. Wenn das nicht hilft, nennen Sie \
                      denen, die sie betreiben, was hier unten steht.",
        gone: "Diese Anmeldung ist schon abgeschlossen, oder sie hat zu lange gedauert.",
        sign_out: "Abmelden?",
        sign_out_lead: "Eine Anwendung möchte Sie hier abmelden. Sie sind dann bei allen Anwendungen abgemeldet, bei \
                        denen Sie sich in diesem Browser angemeldet haben.",
        sign_out_now: "Abmelden",
        stay: "Angemeldet bleiben",
        signed_out: "Sie sind abgemeldet",
        signed_out_lead: "Sie können diese Seite schließen.",
    },
    settings: Settings {
        title: "Ihr Konto",
        lead: "Was wir über Sie wissen, wie Sie sich anmelden und wo Sie angemeldet sind.",
        navigation: "Konto",
        profile: ProfileCard { title: "Profil", save: "Speichern", saved: "Gespeichert.", member_since: "Hier seit" },
        email: EmailCard {
            title: "E-Mail-Adresse",
            none: "Ihr Konto hat noch keine Adresse.",
            verified: "Bestätigt",
            unverified: "Nicht bestätigt",
            pending: |address| {
                format!("Die Änderung zu {address} wartet auf die Bestätigung. Bis dahin gilt die alte Adresse.")
            },
            enter_code: "Code eingeben",
            cancel: "Änderung verwerfen",
            cancelled: "Die Änderung ist verworfen. Ihre Adresse bleibt, wie sie war.",
            change: "Adresse ändern",
            lead: "Wir schicken eine Mail an die neue Adresse. Sie gilt, sobald Sie sie dort bestätigt haben.",
            submit: "Mail schicken",
            mailed: "Eine Mail ist unterwegs an die neue Adresse. Bestätigen Sie sie dort.",
            changed: "Ihre Adresse ist geändert.",
        },
        password: PasswordCard {
            title: "Passwort",
            set_on: |date| format!("Gesetzt am {date}."),
            is_set: "Ihr Konto hat ein Passwort.",
            change: "Passwort ändern",
            change_lead: "Sobald es gespeichert ist, sind Sie überall außer hier abgemeldet.",
            submit: "Passwort speichern",
            changed: "Ihr Passwort ist gespeichert, und jede andere Sitzung ist beendet.",
            not_set: "Sie melden sich über einen Anbieter an. Mit einem eigenen Passwort kommen Sie auch hinein, wenn er \
                      ausfällt.",
            set: "Passwort setzen",
            set_submit: "Passwort speichern",
        },
        methods: MethodsCard {
            title: "Wege hinein",
            lead: "Jeder davon öffnet Ihr Konto.",
            password: "Passwort",
            since: "Seit",
            last_used: "zuletzt benutzt",
            never_used: "noch nicht benutzt",
            join: "Weiteren verbinden",
            join_lead: "Melden Sie sich dort einmal an. Von da an öffnet er Ihr Konto.",
            join_with: |provider| format!("{provider} verbinden"),
            joined: "Verbunden. Von nun an öffnet er Ihr Konto.",
            part: "Trennen",
            part_lead: "Dann öffnet er Ihr Konto nicht mehr. Sitzungen, die damit begonnen haben, enden.",
            part_one: |provider| format!("{provider} trennen"),
            part_one_as: |provider, address| format!("{provider} trennen, {address}"),
            parted: "Getrennt. Er öffnet Ihr Konto nicht mehr.",
            only: "Nichts anderes öffnet Ihr Konto, darum bleibt es dabei.",
        },
        sessions: SessionsCard {
            short: "Sitzungen",
            title: "Wo Sie angemeldet sind",
            lead: "Ein Gerät, das Sie nicht kennen? Beenden Sie seine Sitzung und ändern Sie Ihr Passwort.",
            this_one: "Diese hier",
            unknown_device: "Unbekanntes Gerät",
            on: |browser, system| format!("{browser} unter {system}"),
            signed_in: "Angemeldet",
            with: |provider| format!("mit {provider}"),
            with_password: "mit Ihrem Passwort",
            last_seen: "zuletzt gesehen",
            just_now: "gerade eben",
            minutes_ago: |minutes| {
                if minutes == 1 { "vor einer Minute".to_owned() } else { format!("vor {minutes} Minuten") }
            },
            hours_ago: |hours| if hours == 1 { "vor einer Stunde".to_owned() } else { format!("vor {hours} Stunden") },
            end: "Beenden",
            end_one: |device| format!("Sitzung beenden: {device}"),
            ended: "Die Sitzung ist beendet.",
            everywhere: "Überall abmelden",
            everywhere_lead: "Beendet Ihre Sitzungen sofort, auf jedem Gerät.",
            end_others: "Überall außer hier",
            end_all: "Überall, auch hier",
            others_ended: "Jede andere Sitzung ist beendet.",
        },
        delete: DeleteCard {
            title: "Konto löschen",
            lead: "Ihr Konto, seine Sitzungen und alles, was wir über Sie wissen, verschwinden, sofort und für immer.",
            open: "Konto löschen …",
            for_good: "Das lässt sich nicht zurücknehmen.",
            code_lead: "Sie haben hier kein Passwort, also zeigt ein Code, dass Sie es sind. Wir schicken ihn an Ihre \
                        Adresse.",
            send_code: "Code schicken",
            code_sent: |address| format!("Ein Code ist unterwegs an {address}."),
            submit: "Mein Konto für immer löschen",
        },
        confirm_first: "Zeigen Sie erst, dass Sie es sind. Kommen Sie dann hierher zurück.",
        confirm_with: |provider| format!("Mit {provider} bestätigen"),
    },
    deleted: Deleted {
        title: "Auf Wiedersehen",
        lead: "Ihr Konto ist gelöscht, und Sie sind überall abgemeldet. Sollten Sie einmal wiederkommen wollen: Das Tor \
               steht offen.",
    },
};

fn complaint(complaint: &Complaint) -> String {
    match complaint {
        Complaint::Required => "Hier fehlt etwas.".to_owned(),
        Complaint::TooLong(most) => format!("Hier ist Platz für {most} Zeichen."),
        Complaint::NotAnAddress => "Schreiben Sie eine ganze E-Mail-Adresse, etwa ada@example.com.".to_owned(),
        Complaint::NotAName => "Ein Benutzername besteht aus Buchstaben, Ziffern und @ . + - _.".to_owned(),
        Complaint::NameTaken => "Dieser Benutzername ist vergeben. Wählen Sie einen anderen.".to_owned(),
        Complaint::PasswordTooShort(least) => {
            format!("Das Passwort ist zu kurz: Nehmen Sie mindestens {least} Zeichen.")
        }
        Complaint::PasswordTooLong(most) => format!("Das Passwort ist zu lang: Mehr als {most} Zeichen gehen nicht."),
        Complaint::PasswordCommon => "Dieses Passwort haben sehr viele, darum wird es zuerst probiert.".to_owned(),
        Complaint::PasswordNumeric => {
            "Das Passwort besteht nur aus Ziffern: Mischen Sie etwas anderes darunter.".to_owned()
        }
        Complaint::PasswordSimilar => {
            "Das Passwort ist Ihrem Namen, Ihrer Adresse oder unserem Namen zu ähnlich.".to_owned()
        }
        Complaint::PasswordUnchanged => "Das ist schon Ihr Passwort. Wählen Sie ein neues.".to_owned(),
        Complaint::WrongPassword => "Das ist nicht Ihr Passwort.".to_owned(),
        Complaint::WrongCredentials => {
            "Das gehört nicht zusammen. Prüfen Sie beides: Im Passwort zählen große und kleine Buchstaben.".to_owned()
        }
        Complaint::SameAddress => "Das ist schon Ihre Adresse.".to_owned(),
        Complaint::WrongCode => "Der Code stimmt nicht oder ist zu alt. Nur der neueste gilt.".to_owned(),
        Complaint::WrongLink => "Der Link stimmt nicht oder ist zu alt.".to_owned(),
        Complaint::AddressTaken => "Diese Adresse hat schon ein Konto.".to_owned(),
        Complaint::NotAllowed => "Das geht hier nicht.".to_owned(),
        Complaint::TryAgain => "Es kam etwas anderes dazwischen. Versuchen Sie es noch einmal.".to_owned(),
        Complaint::ProofNeeded => {
            "Zeigen Sie noch einmal, dass Sie es sind, und versuchen Sie es dann erneut.".to_owned()
        }
        Complaint::TooMany(seconds) => format!("Das war zu oft. Versuchen Sie es in {} noch einmal.", wait(*seconds)),
        Complaint::Busy(seconds) => {
            format!("Gerade melden sich sehr viele an. Versuchen Sie es in {} noch einmal.", wait(*seconds))
        }
        Complaint::IdentityInUse => "Dieses Konto ist schon vergeben. Es öffnet hier ein anderes Konto.".to_owned(),
        Complaint::LastWayIn => {
            "Das lässt sich nicht trennen: Sonst öffnet nichts mehr Ihr Konto. Setzen Sie erst ein Passwort.".to_owned()
        }
        Complaint::OtherAccount => "Das öffnet ein anderes Konto, nicht das mit dieser Adresse.".to_owned(),
        Complaint::SessionOver => {
            "Sie wurden inzwischen abgemeldet, darum wurde nichts verbunden. Versuchen Sie es noch einmal.".to_owned()
        }
        Complaint::NotShown(code) => format!(
            "Der Anbieter hat es nicht bestätigt. Versuchen Sie es noch einmal oder anders. Support-Code {code}"
        ),
        Complaint::Failed(code) => format!(
            "Bei uns ist etwas schiefgegangen, und es hat sich nichts geändert. Versuchen Sie es gleich noch einmal. \
             Support-Code {code}"
        ),
    }
}

fn wait(seconds: u32) -> String {
    match seconds {
        0..=1 => "einer Sekunde".to_owned(),
        2..=90 => format!("{seconds} Sekunden"),
        91..=5_400 => format!("{} Minuten", seconds.div_ceil(60)),
        _ => format!("{} Stunden", seconds.div_ceil(3_600)),
    }
}
