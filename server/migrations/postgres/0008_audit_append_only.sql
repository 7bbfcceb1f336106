-- The audit log is append-only for whoever reaches the database as Gatepost, too. What has been kept
-- for its 400 days may go; ten of them are room for clocks that differ.
create function audit_events_stay() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is append-only';
end
$$;

create trigger audit_events_no_update before update on audit_events
for each row execute function audit_events_stay();

create trigger audit_events_no_delete before delete on audit_events
for each row when (old.at > (extract(epoch from now())::bigint - 390 * 86400) * 1000)
execute function audit_events_stay();

create trigger audit_events_no_truncate before truncate on audit_events
for each statement execute function audit_events_stay();
