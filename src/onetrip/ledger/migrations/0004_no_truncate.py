from django.db import migrations

# TRUNCATE asks no trigger of rows. A database of tests, which is emptied between two of them, says so of itself.
FORBID = """
CREATE FUNCTION ledger_forbid_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('onetrip.may_empty', true) IS DISTINCT FROM 'tests' THEN
    RAISE EXCEPTION 'the ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_event_no_truncate BEFORE TRUNCATE ON ledger_event FOR EACH STATEMENT EXECUTE FUNCTION ledger_forbid_truncate();
CREATE TRIGGER ledger_seal_no_truncate BEFORE TRUNCATE ON ledger_seal FOR EACH STATEMENT EXECUTE FUNCTION ledger_forbid_truncate();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_seal_form")]
    operations = [
        migrations.RunSQL(
            FORBID,
            "DROP TRIGGER ledger_event_no_truncate ON ledger_event; DROP TRIGGER ledger_seal_no_truncate ON ledger_seal; DROP FUNCTION ledger_forbid_truncate();",
        ),
    ]
