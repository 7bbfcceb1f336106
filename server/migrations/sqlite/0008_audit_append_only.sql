-- The audit log is append-only for whoever reaches the database as Gatepost, too. What has been kept
-- for its 400 days may go; ten of them are room for clocks that differ.
create trigger audit_events_no_update before update on audit_events
begin
    select raise(abort, 'the audit log is append-only');
end;

create trigger audit_events_no_delete before delete on audit_events
when old.at > (unixepoch() - 390 * 86400) * 1000
begin
    select raise(abort, 'the audit log is append-only');
end;

-- `insert or replace` deletes what it replaces, past the trigger above.
create trigger audit_events_no_replace before insert on audit_events
when exists (select 1 from audit_events where id = new.id)
begin
    select raise(abort, 'the audit log is append-only');
end;
