-- Mail on its way. Written in the transaction that it tells about, sent afterwards.
create table outbox (
    -- The Message-ID is made of it, so that every try bears the same.
    id text primary key not null,
    -- Which letter.
    kind text not null,
    recipient text not null,
    -- In lower case, to look it up.
    folded_recipient text not null,
    -- Subject and both parts, encrypted: they hold links and codes. None once nobody needs them.
    sealed blob,
    -- waiting, sending, sent, dead or uncertain.
    state text not null,
    -- When it may be taken up (again).
    due_at integer not null,
    -- After that its link is of no use.
    worth_until integer not null,
    -- Whoever took it up last; only they may say how it went.
    lease text,
    -- Tries begun.
    attempts integer not null,
    last_error text,
    created_at integer not null,
    -- When it was sent or given up.
    settled_at integer
) strict;

create index outbox_due on outbox (state, due_at);
create index outbox_recipient on outbox (folded_recipient, created_at);
create index outbox_created on outbox (created_at);
