-- What a session knows of the one at the provider that it began with.
create table upstream_sessions (
    family_id text primary key not null references families (id) on delete cascade,
    provider text not null,
    issuer text not null,
    subject text not null,
    -- The provider's own session (OpenID Connect Front-Channel Logout §3), where it names one.
    sid text,
    -- The ID token, encrypted, where the settings keep it: the provider wants it back at sign-out.
    sealed_id_token blob,
    -- When to ask the provider whether the person is still signed in there; none where nobody asks.
    next_check_at integer
) strict;

create index upstream_sessions_subject on upstream_sessions (subject, provider);
create index upstream_sessions_sid on upstream_sessions (sid) where sid is not null;

-- The provider's tokens for one of a person's identities, encrypted, where the settings keep them.
create table upstream_tokens (
    provider text not null,
    issuer text not null,
    subject text not null,
    sealed blob not null,
    -- Whoever renews them at this moment, and until when nobody else may.
    lease text,
    leased_until integer,
    primary key (provider, issuer, subject),
    foreign key (issuer, subject) references identities (issuer, subject) on delete cascade
) strict;

create index upstream_tokens_identity on upstream_tokens (issuer, subject);

-- A sign-out that goes on at the provider: single use, bound to one browser.
create table upstream_sign_outs (
    state_hash text primary key not null,
    provider text not null,
    sealed_id_token blob,
    expires_at integer not null,
    used_at integer
) strict;

create index upstream_sign_outs_expiry on upstream_sign_outs (expires_at);

-- A sign-in under way that only asks whether the person is still signed in at the provider, and the
-- session that it asks for.
create table upstream_checks (
    state_hash text primary key not null references sign_ins (state_hash) on delete cascade,
    family_id text not null references families (id) on delete cascade
) strict;

create index upstream_checks_family on upstream_checks (family_id);
