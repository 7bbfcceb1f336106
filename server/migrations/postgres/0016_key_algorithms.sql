-- An issuer signs with several algorithms: one `next` and one `active` key of each a ring.
drop index signing_keys_current;
create unique index signing_keys_current on signing_keys (ring, algorithm, state) where state in ('next', 'active');
