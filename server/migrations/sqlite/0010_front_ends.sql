-- A sign-in that somebody else's front end has begun: the provider sends the browser to its page
-- (redirect_uri), and it brings the code. It shows a secret of its own, or comes from the network and
-- with the browser that it was begun from (begun_from, a hash).
alter table sign_ins add column redirect_uri text;
alter table sign_ins add column begun_from text;
