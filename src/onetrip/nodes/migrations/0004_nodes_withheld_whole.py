"""What is put aside waits whole. Two centres may have one slip open at once, so that no visit has to wait for its slip."""

from django.db import migrations, models

# A visit that was taken without its slip has it from now on, as said by its centre and told to the other holders.
_PUT_BACK = """
DO $body$ DECLARE w nodes_withheld%ROWTYPE; BEGIN
  FOR w IN SELECT * FROM nodes_withheld WHERE columns <> '[]' AND released_at IS NULL ORDER BY id LOOP
    PERFORM set_config('onetrip.applying', w.peer, true);
    UPDATE lobby_visit SET slip_id = (w."row"::jsonb ->> 'slip_id')::uuid WHERE id::text = w."key";
  END LOOP;
END $body$;
DELETE FROM nodes_withheld WHERE columns <> '[]';
"""


class Migration(migrations.Migration):
    dependencies = [("nodes", "0003_nodes_said_and_past"), ("lobby", "0009_line_open_visit_of_a_slip")]

    operations = [
        migrations.RunSQL(_PUT_BACK, migrations.RunSQL.noop),
        migrations.RemoveIndex("withheld", "withheld_still"),
        migrations.RemoveField("withheld", "columns"),
        migrations.RemoveField("withheld", "released_at"),
        migrations.AddIndex("withheld", models.Index(fields=["peer", "table", "key"], name="withheld_row")),
    ]
