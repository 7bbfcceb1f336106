use super::is_small;
use crate::doctor::{Check, finding::Said};

pub(super) const fn check(check: Check) -> &'static str {
    match check {
        Check::Discovery => "Metadaten",
        Check::Keys => "Schlüssel",
        Check::Clock => "Uhr",
        Check::Algorithms => "Signaturen",
        Check::RedirectUri => "Rücksprungadresse",
        Check::Scopes => "Scopes",
        Check::EmailVerified => "Bestätigte Adressen",
        Check::Pkce => "PKCE",
        Check::OpenerPolicy => "Popup",
        Check::Client => "Client",
        Check::AccessTokens => "Zugriffstoken",
        Check::Mail => "Mailserver",
    }
}

pub(super) fn sentence(said: &Said) -> String {
    match said {
        Said::Reached => "Der Anbieter antwortet und nennt den eingestellten Aussteller.".into(),
        Said::Unreachable(why) => format!("Der Anbieter ist nicht zu erreichen ({why}). Adresse, Netz und Proxy prüfen."),
        Said::Unusable(why) => format!("Was der Anbieter sagt, ist nicht zu gebrauchen: {why}. Der Aussteller muss genau so dastehen, wie der Anbieter ihn schreibt."),
        Said::KeysThere(1) => "Ein Schlüssel, mit dem sich Signaturen prüfen lassen.".into(),
        Said::KeysThere(many) => format!("{many} Schlüssel, mit denen sich Signaturen prüfen lassen."),
        Said::ClockAgrees => "Die Uhren stimmen überein.".into(),
        Said::ClockDiffers(seconds) if is_small(*seconds) => format!("Die Uhr des Anbieters geht {}. Das wird noch hingenommen.", ahead(*seconds)),
        Said::ClockDiffers(seconds) => format!("Die Uhr des Anbieters geht {}: Seine Token werden abgelehnt. Die Uhr dieses Rechners per NTP stellen.", ahead(*seconds)),
        Said::ClockUntold => "Der Anbieter sagt nicht, wie spät es ist.".into(),
        Said::AlgorithmsFit => "Er signiert mit einem erlaubten Verfahren.".into(),
        Said::NoAlgorithmFits(told) => format!("Er signiert mit {told}; nichts davon ist erlaubt."),
        Said::RedirectTaken(uri) => format!("Der Anbieter schickt Leute nach {uri} zurück."),
        Said::RedirectRefused(uri) => format!("Der Anbieter schickt niemanden nach {uri} zurück. Genau diese Adresse dort eintragen oder den eingetragenen Pfad hier einstellen."),
        Said::RedirectUndecided => "Ob die Rücksprungadresse eingetragen ist, sieht nur, wer sich anmeldet: Dieser Anbieter zeigt zuerst seine Anmeldeseite.".into(),
        Said::RequestRefused(error) => format!("Der Anbieter kennt die Rücksprungadresse und lehnt die Anfrage ab: {error}."),
        Said::ScopesKnown => "Alle verlangten Scopes sind dort bekannt.".into(),
        Said::ScopesUnknown(scopes) => format!("Diese Scopes führt der Anbieter nicht auf: {scopes}."),
        Said::Untold => "Der Anbieter sagt nichts darüber.".into(),
        Said::EmailVerifiedTold => "Der Anbieter sagt, welche Adressen bestätigt sind.".into(),
        Said::EmailVerifiedUntold => "Der Anbieter führt email_verified nicht auf. Ohne diese Angabe gilt jede Adresse als unbestätigt, und niemandem wird angeboten, Konten darüber zu verbinden.".into(),
        Said::PkceKnown => "Der Anbieter prüft PKCE (S256).".into(),
        Said::PkceUntold => "Der Anbieter führt PKCE nicht auf. Es wird trotzdem gesendet; ob es geprüft wird, ist nicht bekannt.".into(),
        Said::OpenerCutOff(policy) => format!("Seine Seiten senden Cross-Origin-Opener-Policy: {policy}. Ein Popup sieht dann geschlossen aus, obwohl es offen ist; Gatepost wartet auf anderen Wegen auf die Antwort."),
        Said::OpenerKept => "Seine Seiten trennen das Popup nicht von der Seite, die es geöffnet hat.".into(),
        Said::ClientTaken(method) => format!("Der Anbieter kennt den Client ({method})."),
        Said::ClientRefused(error) => format!("Der Anbieter nimmt Client-ID und Geheimnis nicht an ({error}). Das Geheimnis ist vielleicht ein anderes oder abgelaufen."),
        Said::ClientMethodUnknown(method, known) => format!("Eingestellt ist {method}; der Anbieter führt {known} auf."),
        Said::ClientUndecided(told) => format!("Ob der Anbieter Client-ID und Geheimnis annimmt, ist seiner Antwort nicht anzusehen ({told})."),
        Said::AccessTokensCheckable => "Der Aussteller der Zugriffstoken, die an der Schnittstelle gelten, veröffentlicht seine Schlüssel.".into(),
        Said::NoIntrospection => "Undurchsichtige Zugriffstoken sollen gelten, doch ihr Aussteller nennt keine Adresse, an der man sie prüfen kann.".into(),
        Said::MailTaken(server) => format!("{server} antwortet und nimmt die Anmeldung an."),
        Said::MailRefused(why) => format!("Keine Mail kommt an: {why}."),
        Said::MailInDemo => "Mail bleibt auf diesem Rechner; die Demo zeigt sie unter /inbox.".into(),
        Said::NoMail => "Kein Mailserver ist eingestellt: Niemand kann sich registrieren oder ein Passwort zurücksetzen.".into(),
    }
}

fn ahead(seconds: i64) -> String {
    format!("{} s {}", seconds.abs(), if seconds > 0 { "vor" } else { "nach" })
}
