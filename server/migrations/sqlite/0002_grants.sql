-- What a person granted an application at one of our issuers, with the authorization code that
-- was made for it and what its tokens say. The code itself is kept as a hash only.
create table grants (
    id text primary key not null,
    issuer text not null,
    client_id text not null,
    redirect_uri text not null,
    subject text not null,
    -- Claims about the person, JSON.
    claims text not null,
    scope text not null,
    nonce text,
    -- S256 (RFC 7636); none where the issuer does not require PKCE and the client sent no challenge.
    challenge text,
    auth_time integer not null,
    amr text not null,
    code_hash text not null unique,
    code_expires_at integer not null,
    code_used_at integer,
    revoked_at integer,
    -- Notes of whoever runs the issuer, JSON. The provider itself does not read them.
    annotations text,
    -- When nothing issued under it is valid any more.
    expires_at integer not null,
    created_at integer not null
) strict;

create index grants_expiry on grants (expires_at);
