-- The address in lower case by Unicode's rules, which the two engines' own functions do not share.
alter table people add column folded_email text;
update people set folded_email = lower(email);
create index people_folded_email on people (folded_email);
