-- What the provider said of the person at the last sign-in, as JSON: a field of the account that is still
-- as it said goes on following it; one that the person has changed does not.
alter table identities add column told text;
