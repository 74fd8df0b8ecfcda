from django.db import migrations

FORBID = """
CREATE FUNCTION ledger_forbid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_event_append_only BEFORE UPDATE OR DELETE ON ledger_event FOR EACH ROW EXECUTE FUNCTION ledger_forbid();
CREATE TRIGGER ledger_seal_append_only BEFORE UPDATE OR DELETE ON ledger_seal FOR EACH ROW EXECUTE FUNCTION ledger_forbid();
"""

# NOTIFY belongs to the insert, so that no action can forget to publish; it is delivered on commit only.
NOTIFY = """
CREATE FUNCTION ledger_publish() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('onetrip', json_build_object('event', NEW.id, 'centre', NEW.centre, 'kind', NEW.thing, 'verb', NEW.verb, 'public', NEW.public)::text);
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_event_publish AFTER INSERT ON ledger_event FOR EACH ROW WHEN (NEW.public IS NOT NULL) EXECUTE FUNCTION ledger_publish();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(
            FORBID,
            "DROP TRIGGER ledger_event_append_only ON ledger_event; DROP TRIGGER ledger_seal_append_only ON ledger_seal; DROP FUNCTION ledger_forbid();",
        ),
        migrations.RunSQL(NOTIFY, "DROP TRIGGER ledger_event_publish ON ledger_event; DROP FUNCTION ledger_publish();"),
    ]
