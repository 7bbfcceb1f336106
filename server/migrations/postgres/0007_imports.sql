-- Who is which row of which other system. Somebody deleted here stays listed: importing again does
-- not bring them back. So nothing here is a foreign key, and nothing names a person but their id.
create table imported_people (
    source text not null,
    source_id text not null,
    -- Or of a registration, which becomes the person's.
    person_id text not null unique,
    -- Digests of what was taken over last, field by field: what differs from them was changed here.
    taken text not null,
    -- From then on the other system's tokens are good for nothing here.
    tokens_ended_at bigint,
    imported_at bigint not null,
    primary key (source, source_id)
);

-- Tokens of another system that are used up, by a hash of their id, for as long as they would live.
create table spent_jtis (
    jti_hash text primary key not null,
    expires_at bigint not null
);

create index spent_jtis_expiry on spent_jtis (expires_at);
