-- A local account is a person with a user name, a password, or both. Who came by a provider has neither.
alter table people add column username text;
-- In lower case by Unicode's rules: one person a name.
alter table people add column folded_username text;
alter table people add column first_name text not null default '';
alter table people add column last_name text not null default '';
-- A PHC string, or as Django wrote it; none where the person signs in another way.
alter table people add column password_hash text;
alter table people add column password_set_at integer;
-- The language of their mail.
alter table people add column language text not null default 'en';
alter table people add column is_active integer not null default 1;
alter table people add column is_staff integer not null default 0;
alter table people add column last_sign_in_at integer;
create unique index people_folded_username on people (folded_username);

-- Who wants an account and has not shown yet that the address is theirs. No person: nobody signs in
-- as one, and no address is taken by one. The id becomes the person's.
create table registrations (
    id text primary key not null,
    email text not null,
    folded_email text not null,
    username text,
    folded_username text,
    first_name text not null,
    last_name text not null,
    language text not null,
    password_hash text not null,
    -- The address belonged to somebody: kept so that the answer, and whose name is free, tell nobody.
    void integer not null,
    created_at integer not null,
    expires_at integer not null,
    activated_at integer
) strict;

create index registrations_folded_email on registrations (folded_email);
create index registrations_folded_username on registrations (folded_username);
create index registrations_expiry on registrations (expires_at);

-- What a mail carries so that its reader can show it: a link's secret and a short code.
create table mail_tokens (
    id text primary key not null,
    -- What it is good for, and for nothing else.
    purpose text not null,
    -- A registration or a person.
    subject text not null,
    -- The address that the mail went to, in lower case.
    address text not null,
    -- What the reader agrees to, such as a new address.
    detail text,
    secret_hash text not null unique,
    -- HMAC with a key of ours: a short code would be found from a plain hash.
    code_mac text,
    code_tries integer not null,
    created_at integer not null,
    expires_at integer not null,
    used_at integer
) strict;

create index mail_tokens_subject on mail_tokens (subject, purpose);
create index mail_tokens_address on mail_tokens (address, purpose);
create index mail_tokens_expiry on mail_tokens (expires_at);

-- What people have signed in with before: a cookie's secret, or a kind of browser in a network.
create table devices (
    person_id text not null references people (id) on delete cascade,
    device_hash text not null,
    created_at integer not null,
    last_used_at integer not null,
    primary key (person_id, device_hash)
) strict;

create index devices_last_used_at on devices (last_used_at);

-- How much of a limit is used up (GCRA): when the next may come. Keys are hashes.
create table throttles (
    key text primary key not null,
    next_at integer not null
) strict;

create index throttles_next_at on throttles (next_at);

-- Who did it, where that is not whom it happened to.
alter table audit_events add column actor_id text;
create index audit_events_person on audit_events (person_id);
