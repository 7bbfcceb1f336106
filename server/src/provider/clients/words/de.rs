use crate::provider::clients::{ClientField as F, ClientWarning, Fault, FieldGroup};

pub(super) const fn group(group: FieldGroup) -> &'static str {
    match group {
        FieldGroup::Basics => "Die Anwendung",
        FieldGroup::Protocol => "Protokoll",
        FieldGroup::Logout => "Abmelden",
        FieldGroup::Lives => "Laufzeiten",
        FieldGroup::People => "Menschen und APIs",
        FieldGroup::Appearance => "Was Menschen sehen",
    }
}

pub(super) const fn label(field: F) -> &'static str {
    match field {
        F::ClientName => "Name",
        F::ClientId => "Client-ID",
        F::TokenEndpointAuthMethod => "Wie sie sich ausweist",
        F::RedirectUris => "Rücksprungadressen",
        F::PostLogoutRedirectUris => "Rücksprungadressen nach dem Abmelden",
        F::Origins => "Origins",
        F::Scope => "Scopes",
        F::FirstParty => "Sie gehört zu uns: Niemand wird um Zustimmung gebeten",
        F::GrantTypes => "Grant-Typen",
        F::ResponseTypes => "Response-Typen",
        F::IdTokenAlg => "Signatur der ID-Token",
        F::UserinfoAlg => "Signatur von Userinfo",
        F::SubjectType => "Namen der Menschen",
        F::DefaultMaxAge => "Ältester Nachweis der Identität, Sekunden",
        F::RequirePkce => "PKCE ist Pflicht",
        F::RequirePushed => "Anfragen müssen vorab übergeben werden (PAR)",
        F::DpopBound => "Zugriffstoken sind an einen Schlüssel gebunden (DPoP)",
        F::Jwks => "Öffentliche Schlüssel",
        F::BackchannelLogoutUri => "Adresse für Back-Channel-Logout",
        F::BackchannelSession => "Logout-Token müssen die Sitzung nennen",
        F::FrontchannelLogoutUri => "Adresse für Front-Channel-Logout",
        F::FrontchannelSession => "Front-Channel-Logout muss die Sitzung nennen",
        F::AccessTokenLife => "Zugriffstoken, Sekunden",
        F::IdTokenLife => "ID-Token, Sekunden",
        F::RefreshIdle => "Ungenutztes Refresh-Token, Sekunden",
        F::RefreshAbsolute => "Alles aus einer Anmeldung, Sekunden",
        F::MaxRefresh => "Erneuerungen einer Anmeldung",
        F::Audiences => "APIs",
        F::Claims => "Zusätzliche Claims",
        F::People => "Wer sich anmelden darf",
        F::ClientUri => "Ihre Seiten",
        F::LogoUri => "Ihr Logo",
        F::PolicyUri => "Ihre Datenschutzerklärung",
        F::TosUri => "Ihre Bedingungen",
    }
}

pub(super) const fn hint(field: F) -> &'static str {
    match field {
        F::ClientName => "Menschen lesen ihn, wenn sie um Zustimmung gebeten werden.",
        F::ClientId => "Zufällig, oder die des Systems, aus dem sie kommt.",
        F::TokenEndpointAuthMethod => {
            "none: ein öffentlicher Client, etwa eine Single-Page-App, der kein Geheimnis wahren kann."
        }
        F::RedirectUris => {
            "Je Zeile eine, https, oder http auf localhost. Zeichen für Zeichen verglichen: keine Platzhalter."
        }
        F::PostLogoutRedirectUris => "Je Zeile eine.",
        F::Origins => {
            "Je Zeile eine, etwa https://app.example.com: wessen Skripte die Endpunkte dieses Clients fragen dürfen und Nachrichten erhalten."
        }
        F::Scope => "Das Äußerste, was er bekommen kann, mit Leerzeichen dazwischen.",
        F::GrantTypes => "Jeder Response-Typ bringt die Grant-Typen mit, die er braucht.",
        F::ResponseTypes => {
            "Die mit id_token schicken ID-Token durch den Browser: nur für Clients, die nicht anders können."
        }
        F::UserinfoAlg => "Ohne Angabe ist Userinfo einfaches JSON.",
        F::SubjectType => {
            "pairwise: für jeden Menschen auf jedem Host ein anderer Name; alle Rücksprungadressen liegen auf einem Host."
        }
        F::DefaultMaxAge => "Wer sich vor längerer Zeit ausgewiesen hat, wird neu gefragt. Leer: egal wann.",
        F::Jwks => "Ein JWK Set mit öffentlichen Schlüsseln, für private_key_jwt.",
        F::BackchannelLogoutUri => {
            "Dort sagt der Server, dass jemand sich abgemeldet hat. Auf dem Host einer Rücksprungadresse."
        }
        F::FrontchannelLogoutUri => "Dort sagt es ein Frame der Abmeldeseite. Auf dem Origin einer Rücksprungadresse.",
        F::MaxRefresh => "Leer: ohne Grenze.",
        F::Audiences => "Je Zeile eine: Zugriffstoken gelten auch für sie.",
        F::Claims => {
            "Je Zeile einer, Claim=Feld oder Claim=Feld:Scope. Felder: id, name, first_name, last_name, username, email, language, is_staff."
        }
        F::People => "Je Zeile: eine Adresse, oder @example.com für alle dort. Leer: alle.",
        F::FirstParty
        | F::IdTokenAlg
        | F::RequirePkce
        | F::RequirePushed
        | F::DpopBound
        | F::BackchannelSession
        | F::FrontchannelSession
        | F::AccessTokenLife
        | F::IdTokenLife
        | F::RefreshIdle
        | F::RefreshAbsolute
        | F::ClientUri
        | F::LogoUri
        | F::PolicyUri
        | F::TosUri => "",
    }
}

pub(super) const fn warning(warning: ClientWarning) -> &'static str {
    match warning {
        ClientWarning::TokensInBrowser => {
            "ID-Token gehen durch den Browser, wo Verläufe, Skripte und Protokolle sie sehen können. Der Response-Typ code mit PKCE kommt ohne das aus (RFC 9700 §2.1.2)."
        }
        ClientWarning::WithoutPkce => {
            "Ohne PKCE lässt sich ein gestohlener Code in eine fremde Anmeldung einsetzen (RFC 9700 §2.1.1). Zur Pflicht machen, sobald der Client es kann."
        }
    }
}

pub(super) fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Required => "wird gebraucht".into(),
        Fault::Several => "kann es nur einmal geben".into(),
        Fault::WrongKind => "ist JSON von anderer Art".into(),
        Fault::TooLong(most) => format!("ist länger als {most} Zeichen"),
        Fault::TooMany(most) => format!("sind mehr als {most}"),
        Fault::Unprintable => "enthält unsichtbare Zeichen".into(),
        Fault::NotOneOf(names) => format!("ist keines von {}", names.join(", ")),
        Fault::NotYesOrNo => "ist weder true noch false".into(),
        Fault::NotNumber(least, most) => format!("ist keine ganze Zahl von {least} bis {most}"),
        Fault::NotRedirectUri => "ist keine https-Adresse (http nur auf localhost) ohne Fragment".into(),
        Fault::Wildcard => "enthält einen Platzhalter: Adressen werden Zeichen für Zeichen verglichen".into(),
        Fault::AppsAddress => "gehört einer App auf einem Gerät; nur ein öffentlicher Client darf sie haben".into(),
        Fault::NotOrigin => "ist kein Origin wie https://app.example.com, ohne Pfad und ohne Schrägstrich am Ende".into(),
        Fault::ForeignOrigin => "liegt nicht auf dem Origin einer Rücksprungadresse".into(),
        Fault::NotAddress => "ist keine https-Adresse (http nur auf localhost)".into(),
        Fault::ForeignHost => "liegt nicht auf dem Host einer Rücksprungadresse".into(),
        Fault::KeysNeeded => "private_key_jwt braucht die öffentlichen Schlüssel des Clients".into(),
        Fault::NotKeys => "ist kein JWK Set mit einem Schlüssel, der Signaturen prüft".into(),
        Fault::PrivateKeys => "enthält einen privaten oder gemeinsamen Schlüssel; einen neuen machen und nur dessen öffentliche Hälfte schicken".into(),
        Fault::ClientCredentialsOfPublic => "client_credentials ist nichts für einen öffentlichen Client: Jeder bekäme, was er bekommt".into(),
        Fault::StaffAlone => "client_credentials vergibt nur das Personal".into(),
        Fault::ImplicitOfNothing => "der Grant-Typ implicit braucht einen ausdrücklich gewählten Response-Typ mit id_token".into(),
        Fault::RefreshOfNothing => "refresh_token braucht etwas zum Erneuern: authorization_code oder device_code".into(),
        Fault::PkceOfPublic => "ein öffentlicher Client benutzt immer PKCE".into(),
        Fault::WithoutOpenid => "braucht openid: Ohne gibt es kein ID-Token".into(),
        Fault::NotScope => "enthält Zeichen, die ein Scope nicht hat, oder ist zu lang".into(),
        Fault::SeveralHosts => "pairwise braucht Rücksprungadressen auf einem einzigen Host; sector_identifier_uri gibt es nicht, denn der Server müsste eine Adresse abrufen, die ein Client nennt".into(),
        Fault::NotClaim => "ist nicht als Claim=Feld oder Claim=Feld:Scope geschrieben, mit einem Feld, das es gibt".into(),
        Fault::ReservedClaim => "ist ein Claim, den der Anbieter selbst macht und niemand umdeutet".into(),
        Fault::ClaimOfForeignScope => "nennt einen Scope, um den der Client nicht bitten darf".into(),
        Fault::OwnAudience => "liegt bei diesem Anbieter: Seine Endpunkte sind niemandes API".into(),
        Fault::NotAudience => "ist kein Name einer API: bis zu 255 druckbare Zeichen ohne Leerzeichen, Anführungszeichen und Fragment".into(),
        Fault::IdleBeyondAbsolute => "ist länger als alles aus einer Anmeldung".into(),
        Fault::NotPeople => "ist weder eine E-Mail-Adresse noch eine Domain wie @example.com".into(),
        Fault::NotId => "ist keine Client-ID: 1 bis 255 druckbare ASCII-Zeichen ohne Leerzeichen".into(),
        Fault::IdTaken => "ist vergeben".into(),
    }
}
