use super::catalogue::{
    ApiCard, Cart, Checkout, Common, Header, Home, Order, OrderErrors, Popup, Problem, Product, Profile, Shop, SignIn,
    Token, Words,
};
use crate::wire::Notice;

/// German.
pub(super) static WORDS: Words = Words {
    common: Common {
        skip_to_content: "Zum Inhalt springen",
        dismiss: "Ausblenden",
        support_code: |code| format!("Support-Code {code}"),
        loading: "Einen Moment …",
        try_again: "Noch einmal versuchen",
        to_home: "Zur Startseite",
        footer: "Gatepost. Das Tor geht auf, Sie bleiben, wo Sie sind.",
    },
    header: Header {
        navigation: "Hauptmenü",
        shop: "Laden",
        cart: "Warenkorb",
        language: "Sprache",
        account: "Konto",
        sign_in: "Anmelden",
        sign_out: "Abmelden",
    },
    home: Home {
        page: "Willkommen",
        title: "Das Tor geht auf.\nSie bleiben, wo Sie sind.",
        lead: "Melden Sie sich in einem kleinen Fenster neben Ihrer Seite an. Schließt es sich, kennt die Seite \
               Sie: nichts neu geladen, nichts verloren.",
        greeting: |name| format!("Schön, dass Sie da sind, {name}."),
        greeting_lead: "Sie sind angemeldet und bleiben es. Laden Sie neu, öffnen Sie einen zweiten Tab, kommen \
                        Sie in einer Stunde wieder: Das Tor erinnert sich.",
        to_shop: "Zum Laden",
        to_profile: "Ihr Profil",
        demo_title: "Neu hier?",
        demo: "Sie brauchen kein Konto. Wählen Sie eine der Schaltflächen: Ein Stellvertreter des Anbieters fragt, \
               wer Sie sein möchten. Nehmen Sie Ada oder denken Sie sich jemanden aus, legen Sie dann eine Laterne \
               in den Warenkorb und bezahlen Sie sie.",
        features: "Was Ihnen auffallen wird",
        stay_title: "Ihre Seite bleibt stehen",
        stay: "Die Anmeldung läuft in einem eigenen Fenster. Wenn es sich schließt, ist alles noch da: die Stelle, \
               an der Sie waren, und das halb ausgefüllte Formular.",
        last_title: "Kein plötzlicher Abschied",
        last: "Zehn Tabs, ein zugeklappter Laptop, ein Tunnel: Die Sitzung erneuert sich still und endet erst, \
               wenn Sie oder jemand Zuständiges es so will.",
        secret_title: "Nichts zu holen",
        secret: "Kein Schlüssel zu Ihrer Sitzung steht in einem Link, im Speicher des Browsers oder auf der Seite. \
                 Was sie erneuert, liegt in einem Cookie, das kein Skript lesen kann.",
    },
    sign_in: SignIn {
        title: "Anmelden",
        lead: "Wählen Sie Ihren Weg. Bei einem Anbieter öffnet sich ein kleines Fenster, und diese Seite wartet.",
        with: |provider| format!("Mit {provider} anmelden"),
        with_password: "Mit Passwort anmelden",
        last_used: "Zuletzt benutzt",
        none: "Noch gibt es keinen Weg, sich anzumelden. Wer diese Seite betreibt, muss erst einen Anbieter eintragen.",
        waiting: |provider| format!("Warten auf das Fenster von {provider} …"),
        still_waiting: |provider| {
            format!(
                "Wir warten noch auf {provider}. Vielleicht ist das Fenster verdeckt oder geschlossen: Sie können \
                 es zurückholen."
            )
        },
        reopen: "Wieder öffnen",
        cancel: "Abbrechen",
        use_this_tab: "Lieber in diesem Tab",
        already: |name| format!("Sie sind als {name} angemeldet."),
        go_on: "Weiter",
        back: "Zurück",
    },
    profile: Profile {
        title: "Ihr Profil",
        sign_in_lead: "Melden Sie sich an, und diese Seite zeigt, was Gatepost über Sie weiß.",
        name: "Name",
        email: "E-Mail",
        no_email: "Vom Anbieter nicht genannt",
        provider: "Angemeldet über",
        account: "Konto und Sicherheit",
        since: "Hier seit",
        signed_in_at: "Zuletzt ausgewiesen",
        orders: "Ihre Bestellungen",
        no_orders: "Noch nichts bestellt.",
    },
    token: Token {
        title: "Zugriffstoken",
        lead: "Es liegt allein im Gedächtnis dieses Tabs und wird erneuert, bevor es abläuft.",
        life: "Restlaufzeit des Zugriffstokens",
        left: |time| format!("noch {time}"),
        waiting: "Wird geholt …",
        offline: "Offline. Sie bleiben angemeldet.",
        renew: "Jetzt erneuern",
        renewing: "Wird erneuert …",
    },
    api_card: ApiCard {
        title: "Die API ausprobieren",
        lead: "Jeder Aufruf trägt Ihr Zugriffstoken. Ist es abgelaufen, wird es einmal für alle erneuert.",
        endpoint: "Was aufgerufen wird",
        how_many: "Wie viele auf einmal",
        send: "Senden",
        sending: "Wird gesendet …",
        answers: "Antworten",
        signed_out: "Nicht gesendet: Sie sind abgemeldet.",
        proof_needed: "Abgelehnt: Weisen Sie sich noch einmal aus.",
        unreachable: "Keine Antwort.",
    },
    shop: Shop {
        title: "Der Laden am Tor",
        lead: "Kleine Dinge für Türen und Tore. Nichts wird wirklich verschickt, nichts wirklich abgebucht.",
        add: "In den Warenkorb",
        added: |product| format!("Im Warenkorb: {product}."),
        to_cart: "Zum Warenkorb",
        lantern: Product {
            name: "Laterne",
            description: "Hängt am Tor und zeigt, wer kommt. Warmes Licht, Rahmen aus Messing.",
        },
        padlock: Product {
            name: "Vorhängeschloss",
            description: "Ein Schlüssel, eine Antwort. Gehärteter Bügel, und es klappert nicht.",
        },
        keyring: Product { name: "Schlüsselring", description: "Für alles, was nur Ihnen aufgehen soll." },
        doorbell: Product {
            name: "Türglocke",
            description: "Läutet einmal, und höflich. Gusseisen, zwei Schrauben aus Messing.",
        },
    },
    cart: Cart {
        title: "Ihr Warenkorb",
        empty: "Ihr Warenkorb ist leer.",
        to_shop: "Zum Laden",
        quantity_of: |product| format!("Anzahl: {product}"),
        update: "Ändern",
        remove: "Entfernen",
        remove_one: |product| format!("{product} entfernen"),
        total: "Summe",
        to_checkout: "Zur Kasse",
    },
    checkout: Checkout {
        title: "Kasse",
        summary: "Ihre Bestellung",
        checking: "Ihre Sitzung wird geprüft …",
        sign_in_title: "Zum Bestellen anmelden",
        sign_in_lead: "Ihr Warenkorb bleibt erhalten. Melden Sie sich an und machen Sie genau hier weiter.",
        step_up_title: "Sind Sie es noch?",
        step_up_lead: "Es ist eine Weile her, dass Sie sich ausgewiesen haben. Bestätigen Sie es noch einmal, \
                       bevor Sie bezahlen. Was Sie eingegeben haben, bleibt stehen.",
        confirm_with: |provider| format!("Mit {provider} bestätigen"),
        confirm_with_password: "Mit Ihrem Passwort bestätigen",
        unreachable: "Wir sind gerade nicht zu erreichen. Sie sind noch angemeldet, und nichts ist verloren.",
        delivery: "Wohin soll es gehen?",
        recipient: "Empfänger",
        address: "Adresse",
        pay: |amount| format!("{amount} bezahlen"),
        paying: "Wird bestellt …",
        unsure: "Es kam keine Antwort. Drücken Sie noch einmal: Es wird nicht doppelt bestellt.",
        no_charge: "Eine Vorführung: Es fließt kein Geld.",
    },
    order: Order {
        title: |id| format!("Bestellung {id}"),
        thanks: "Vielen Dank. Ihre Bestellung ist notiert, genau einmal.",
        placed_at: "Bestellt",
        recipient: "Empfänger",
        address: "Adresse",
        items: "Was Sie bestellt haben",
        not_found: "Keine solche Bestellung",
        not_found_lead: "Unter dieser Nummer gibt es keine Bestellung von Ihnen.",
        sign_in_lead: "Melden Sie sich an, um Ihre Bestellung zu sehen.",
    },
    order_errors: OrderErrors {
        sign_in_needed: "Melden Sie sich erst an und versuchen Sie es dann noch einmal. Ihr Warenkorb bleibt erhalten.",
        proof_needed: "Weisen Sie sich noch einmal aus und versuchen Sie es dann erneut.",
        cart_empty: "Ihr Warenkorb ist leer, es gibt also nichts zu bestellen.",
        recipient: "Schreiben Sie, an wen es geht, in höchstens 100 Zeichen.",
        address: "Schreiben Sie, wohin es geht, in höchstens 400 Zeichen.",
        quantity: "Die Anzahl ist eine Zahl von 0 bis 99.",
        field: "Etwas im Formular fehlt oder ist zu lang.",
        unavailable: "Das hat gerade nicht geklappt. Es wurde nichts geändert. Versuchen Sie es gleich noch einmal.",
    },
    problem: Problem {
        ours_title: "Bei uns ist etwas schiefgegangen",
        ours: "Es liegt nicht an Ihnen, und nichts ist verloren. Versuchen Sie es gleich noch einmal. Wenn es wieder \
               passiert, nennen Sie dem Betreiber dieser Seite den Code unten.",
        request_title: "Das hat nicht geklappt",
        request: "Die Adresse oder das Formular war nicht so, wie wir es erwarten. Gehen Sie zurück und versuchen \
                  Sie es noch einmal.",
        not_found_title: "Hier ist kein Tor",
        not_found: "Unter dieser Adresse gibt es nichts. Vielleicht ist sie umgezogen, oder ein Buchstabe fehlt.",
    },
    popup: Popup {
        title: "Anmeldung",
        signed_in: "Sie sind angemeldet. Sie können dieses Fenster schließen.",
        go_on: "Weiter",
    },
    notice,
};

fn notice(notice: Notice) -> &'static str {
    match notice {
        Notice::SignedIn => "Sie sind angemeldet.",
        Notice::SignedOut => "Sie sind abgemeldet.",
        Notice::SignedOutElsewhere => "Sie haben sich in einem anderen Tab abgemeldet, also gilt es auch hier.",
        Notice::SessionEnded => "Ihre Sitzung ist zu Ende. Melden Sie sich wieder an, um weiterzumachen.",
        Notice::SteppedUp => "Danke, bestätigt.",
        Notice::Renewed => "Ihre Sitzung ist erneuert.",
        Notice::Offline => {
            "Sie sind offline. Sie bleiben angemeldet, und es geht weiter, sobald das Netz wieder da ist."
        }
        Notice::BackOnline => "Wieder online.",
        Notice::SignInCancelled => "Anmeldung abgebrochen. Es hat sich nichts geändert.",
        Notice::SignInTimedOut => "Vom Anmeldefenster kam fünf Minuten lang nichts. Versuchen Sie es noch einmal.",
        Notice::AccessDenied => "Der Anbieter sagt Nein: Der Zugang wurde verweigert, oder Sie haben abgelehnt.",
        Notice::LoginRequired => "Der Anbieter möchte, dass Sie sich erst dort anmelden. Versuchen Sie es noch einmal.",
        Notice::ProviderError => {
            "Der Anbieter meldet ein eigenes Problem. Versuchen Sie es noch einmal oder melden Sie sich anders an."
        }
        Notice::ProviderUnreachable => {
            "Der Anbieter ist nicht zu erreichen. Versuchen Sie es gleich noch einmal oder melden Sie sich anders an."
        }
        Notice::AnswerRefused => {
            "Die Antwort des Anbieters hat unsere Prüfung nicht bestanden, also gilt sie nicht. Versuchen Sie es \
             noch einmal."
        }
        Notice::AddressInUse => {
            "Diese E-Mail-Adresse gehört zu einem Konto, das sich anders anmeldet. Melden Sie sich so an wie zuvor."
        }
        Notice::SignInUsed => {
            "Diese Anmeldung ist schon abgeschlossen. Wenn Sie nicht angemeldet sind, beginnen Sie neu."
        }
        Notice::SignInExpired => "Diese Anmeldung hat zu lange gedauert und gilt nicht mehr. Beginnen Sie neu.",
        Notice::SignInUnknown => {
            "Diese Anmeldung wurde nicht in diesem Browser begonnen. Beginnen Sie von hier aus neu."
        }
        Notice::OrderPlaced => "Ihre Bestellung ist aufgegeben.",
        Notice::OrderFailed => "Ihre Bestellung konnte nicht aufgegeben werden. Ihr Warenkorb ist unverändert.",
        Notice::CallFailed => "Das ist nicht durchgekommen. Versuchen Sie es gleich noch einmal.",
        Notice::ServerFault => "Bei uns ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.",
    }
}
