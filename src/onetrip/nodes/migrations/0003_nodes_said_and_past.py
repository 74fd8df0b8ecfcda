"""What was ever put on the line is remembered at both ends, and how much of its past a node has to have heard."""

from django.db import migrations, models

# A database that is a node already has said no more than it has numbered, and has opened with its past.
_SO_FAR = """
UPDATE nodes_node SET said = (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM nodes_outgoing_id_seq);
UPDATE nodes_line SET past = 0, said = (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM nodes_outgoing_id_seq);
"""


class Migration(migrations.Migration):
    dependencies = [("nodes", "0002_call_number")]

    operations = [
        migrations.AddField(
            "node",
            "said",
            models.BigIntegerField(
                default=0, help_text="the highest number of a message that was ever put on the line"
            ),
        ),
        migrations.AddField(
            "node",
            "begins",
            models.BigIntegerField(default=0, help_text="what was said up to this message was not said to it"),
        ),
        migrations.AddField(
            "node",
            "past",
            models.BigIntegerField(default=0, help_text="with this message it has all that it begins with"),
        ),
        migrations.AddField(
            "node",
            "given_up_at",
            models.DateTimeField(help_text="silent for so long that it has to begin anew", null=True),
        ),
        migrations.AddField(
            "line",
            "said",
            models.BigIntegerField(
                default=0, help_text="the highest number of a message that was ever put on the line"
            ),
        ),
        migrations.AddField(
            "line",
            "past",
            models.BigIntegerField(
                null=True, help_text="with this message of the city we have all that we begin with; not known yet: null"
            ),
        ),
        migrations.AddField("withheld", "beside", models.CharField(blank=True, max_length=64)),
        migrations.RunSQL(_SO_FAR, migrations.RunSQL.noop),
    ]
