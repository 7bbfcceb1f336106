-- Applications that sign people in here. A secret is kept as a hash only.
create table clients (
    id text primary key not null,
    -- SHA-256 of each secret that counts and until when, JSON: while one is replaced there are two.
    secrets text not null,
    -- What it may do, JSON by the names of RFC 7591 §2.
    metadata text not null,
    -- SHA-256 of the token with which it may change its own registration (RFC 7592 §3); none where staff wrote it.
    registration text,
    -- Whether somebody of ours wanted it: staff, or whoever was given the token to register with.
    vouched boolean not null,
    created_at bigint not null,
    updated_at bigint not null
);

create index clients_unvouched on clients (updated_at) where not vouched;

-- Origins of clients' pages: whose scripts may read what the endpoints answer.
create table client_origins (
    origin text not null,
    client_id text not null references clients (id) on delete cascade,
    primary key (origin, client_id)
);

create index client_origins_client on client_origins (client_id);

-- What a person lets an application have, until they take it back.
create table consents (
    person_id text not null references people (id) on delete cascade,
    client_id text not null references clients (id) on delete cascade,
    scope text not null,
    given_at bigint not null,
    primary key (person_id, client_id)
);

create index consents_client on consents (client_id);

-- What a person is called towards the clients of one host, where that is not what others call them (OpenID
-- Connect Core §8.1).
create table pairwise_subjects (
    person_id text not null references people (id) on delete cascade,
    sector text not null,
    subject text not null unique,
    primary key (person_id, sector)
);

-- Authorization requests that wait: for a person who signs in, or for the browser after they were pushed (RFC 9126).
create table authorization_requests (
    -- SHA-256 of the name it goes by.
    id text primary key not null,
    client_id text not null,
    -- As the client sent them.
    parameters text not null,
    -- Whether the client pushed it, and so may send the browser with its name alone.
    pushed boolean not null,
    -- When the person was first asked anything: what they prove after it, they prove for this request.
    begun_at bigint not null,
    -- The session that was chosen at the page that asks who it is.
    chosen text,
    expires_at bigint not null
);

create index authorization_requests_expiry on authorization_requests (expires_at);

-- Whose grant it is, where the issuer knows its people.
alter table grants add column person_id text references people (id) on delete cascade;
-- The session in which it was made.
alter table grants add column family_id text;
-- Claims asked for by name, JSON (OpenID Connect Core §5.5).
alter table grants add column asked text not null default '{}';
-- APIs that its access tokens are for, separated by spaces (RFC 8707).
alter table grants add column resources text not null default '';
-- Whether it goes on when the session has ended.
alter table grants add column offline boolean not null default false;
-- Thumbprint of the key that its tokens are bound to (RFC 9449).
alter table grants add column dpop_jkt text;
-- Its refresh tokens are derived as those of a family are.
alter table grants add column salt bytea;
alter table grants add column generation bigint not null default 0;
alter table grants add column seen_generation bigint not null default 0;
alter table grants add column handed_at bigint not null default 0;
alter table grants add column handed_process text not null default '';
alter table grants add column handed_tick bigint not null default 0;
alter table grants add column idle_expires_at bigint not null default 0;
alter table grants add column absolute_expires_at bigint not null default 0;

create index grants_person on grants (person_id) where person_id is not null;
create index grants_family on grants (family_id) where family_id is not null;
