"""Whatever is recorded of an accepted case is a change of its department, from now on by trigger, and what was before."""

from django.db import migrations

# The number is drawn after the event's insert, hence in a transaction that has a number of its own: feed.settle rests on it.
NOTE = """
CREATE FUNCTION departments_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO departments_change (event, "case", verb, department, centre)
    SELECT NEW.id, c.id, NEW.verb, c.department, coalesce(c.accepting_centre_id, c.receiving_centre_id)
    FROM cases_case c WHERE c.id = NEW.thing_id::uuid AND c.accepted_at IS NOT NULL AND c.department <> '';
  RETURN NULL;
END $$;
CREATE TRIGGER departments_note_change AFTER INSERT ON ledger_event FOR EACH ROW
  WHEN (NEW.thing = 'case' AND NEW.thing_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
  EXECUTE FUNCTION departments_note_change();
"""

BEFORE = """
INSERT INTO departments_horizon (id, mark, mark_until, settled) VALUES (1, 0, 0, 0);
INSERT INTO departments_change (event, "case", verb, department, centre)
  SELECT e.id, c.id, e.verb, c.department, coalesce(c.accepting_centre_id, c.receiving_centre_id)
  FROM ledger_event e JOIN cases_case c ON e.thing = 'case' AND e.thing_id = c.id::text
  WHERE c.accepted_at IS NOT NULL AND c.department <> '' AND e.at >= c.accepted_at ORDER BY e.id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("departments", "0001_initial"),
        ("ledger", "0002_triggers"),
        ("cases", "0006_received_at"),
    ]
    operations = [
        migrations.RunSQL(
            NOTE, "DROP TRIGGER departments_note_change ON ledger_event; DROP FUNCTION departments_note_change();"
        ),
        migrations.RunSQL(BEFORE, "DELETE FROM departments_change; DELETE FROM departments_horizon;"),
    ]
