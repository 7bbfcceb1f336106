-- The origin of somebody's own front end that opened a sign-in in a popup, and is handed the token.
alter table sign_ins add column opener text;
alter table joins add column opener text;
