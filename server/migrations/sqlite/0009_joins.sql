-- What a sign-in at a provider is for beside signing in: to give the person of a session one more way
-- in, or to show that the account of a pending join is one's own.
alter table sign_ins add column joins_family text;
alter table sign_ins add column proves_join text;

-- Whom a provider vouches for, while the address it tells is another account's: it waits until the
-- account's own person shows who they are. Single use, bound to one browser.
create table joins (
    id text primary key not null,
    binding_hash text not null,
    person_id text not null references people (id) on delete cascade,
    -- The identity, encrypted.
    sealed blob not null,
    channel text,
    challenge text,
    return_to text not null,
    max_age integer,
    replaces text,
    created_at integer not null,
    expires_at integer not null,
    used_at integer
) strict;

create index joins_expiry on joins (expires_at);
create index joins_person on joins (person_id);
