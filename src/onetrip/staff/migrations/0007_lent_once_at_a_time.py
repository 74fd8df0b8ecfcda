from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models

# The same role may be lent again later: what stands once is a role at a time. The new index is built beside the old one,
# and takes its place.
BUILD = """
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS grant_once_at_a_time
  ON staff_grant (account_id, role, centre, department, from_at) NULLS NOT DISTINCT
"""
USE = "ALTER TABLE staff_grant ADD CONSTRAINT grant_once_at_a_time UNIQUE USING INDEX grant_once_at_a_time"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("staff", "0006_lent"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(BUILD, "DROP INDEX CONCURRENTLY IF EXISTS grant_once_at_a_time"),
                migrations.RunSQL(USE, "ALTER TABLE staff_grant DROP CONSTRAINT IF EXISTS grant_once_at_a_time"),
            ],
            [
                migrations.AddConstraint(
                    "grant",
                    models.UniqueConstraint(
                        fields=("account", "role", "centre", "department", "from_at"),
                        name="grant_once_at_a_time",
                        nulls_distinct=False,
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint("grant", "grant_once"),
        ValidateConstraint("grant", "grant_for_good_or_lent_whole"),
        ValidateConstraint("grant", "grant_ended_by_somebody"),
    ]
