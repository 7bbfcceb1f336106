-- Times are milliseconds since 1970, UTC. Identifiers are UUIDs in text.

create table people (
    id text primary key not null,
    name text not null,
    email text,
    -- The address in lower case, once a provider vouched for it: one account an address.
    verified_email text unique,
    created_at integer not null
) strict;

-- A person is (issuer, subject), never an address (OpenID Connect Core §5.7).
create table identities (
    issuer text not null,
    subject text not null,
    person_id text not null references people (id) on delete cascade,
    provider text not null,
    email text,
    created_at integer not null,
    last_used_at integer not null,
    primary key (issuer, subject)
) strict;

create index identities_person on identities (person_id);

-- A sign-in: one row, however often its refresh token is rotated.
create table families (
    id text primary key not null,
    person_id text not null references people (id) on delete cascade,
    client_id text not null,
    provider text not null,
    salt blob not null,
    generation integer not null,
    seen_generation integer not null,
    -- When the token of `generation` was last handed to a holder of the one before it.
    handed_at integer not null,
    handed_process text not null,
    handed_tick integer not null,
    idle_expires_at integer not null,
    absolute_expires_at integer not null,
    auth_time integer not null,
    amr text not null,
    ip text not null,
    user_agent text not null,
    created_at integer not null,
    revoked_at integer,
    revoked_why text
) strict;

create index families_person on families (person_id);
create index families_expiry on families (absolute_expires_at);

-- A sign-in under way at a provider: single use, bound to one browser.
create table sign_ins (
    state_hash text primary key not null,
    binding_hash text not null,
    provider text not null,
    nonce text not null,
    pkce_verifier text not null,
    channel text,
    challenge text,
    return_to text not null,
    max_age integer,
    created_at integer not null,
    expires_at integer not null,
    used_at integer
) strict;

create index sign_ins_expiry on sign_ins (expires_at);

-- The one-time code that a popup hands to its opener.
create table handoffs (
    code_hash text primary key not null,
    family_id text not null references families (id) on delete cascade,
    challenge text not null,
    expires_at integer not null,
    used_at integer
) strict;

create index handoffs_expiry on handoffs (expires_at);

-- Keys, sealed with the key of the configuration.
create table signing_keys (
    id text primary key not null,
    ring text not null,
    algorithm text not null,
    state text not null,
    sealed blob not null,
    created_at integer not null,
    activated_at integer,
    retired_at integer
) strict;

-- One `next` and one `active` key a ring: two replicas cannot both make one.
create unique index signing_keys_current on signing_keys (ring, state) where state <> 'retired';

-- Append-only.
create table audit_events (
    id text primary key not null,
    at integer not null,
    kind text not null,
    outcome text not null,
    person_id text,
    family_id text,
    provider text,
    ip text not null,
    user_agent text not null,
    support_code text,
    detail text not null
) strict;

create index audit_events_at on audit_events (at);
create index audit_events_support_code on audit_events (support_code) where support_code is not null;

create table orders (
    id text primary key not null,
    person_id text not null references people (id) on delete cascade,
    -- Chosen when the form was shown: the same key never makes a second order.
    request_key text not null,
    cart text not null,
    total_cents integer not null,
    recipient text not null,
    address text not null,
    placed_at integer not null,
    unique (person_id, request_key)
) strict;
