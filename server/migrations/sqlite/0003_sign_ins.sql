-- The session that a sign-in takes the place of: a cross-site POST comes back without its cookie.
alter table sign_ins add column replaces text;

-- The oldest are removed where there are too many.
create index sign_ins_age on sign_ins (created_at);
