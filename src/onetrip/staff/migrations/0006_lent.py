from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0005_sessions"),
    ]

    operations = [
        migrations.AddField(
            "grant", "categories", models.CharField(blank=True, db_default="", default="", max_length=400)
        ),
        migrations.AddField(
            "grant", "withheld", models.CharField(blank=True, db_default="", default="", max_length=100)
        ),
        migrations.AddField("grant", "from_at", models.DateTimeField(null=True)),
        migrations.AddField("grant", "until_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "grant", "given_by", models.CharField(blank=True, db_default="", default="", max_length=80)
        ),
        migrations.AddField("grant", "reason", models.CharField(blank=True, db_default="", default="", max_length=200)),
        migrations.AddField("grant", "ended_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "grant", "ended_by", models.CharField(blank=True, db_default="", default="", max_length=80)
        ),
        AddConstraintNotValid(
            "grant",
            models.CheckConstraint(
                condition=models.Q(ended_at=None, from_at=None, given_by="", reason="", until_at=None)
                | models.Q(from_at__isnull=False, until_at__gt=models.F("from_at"))
                & ~models.Q(given_by="")
                & ~models.Q(reason=""),
                name="grant_for_good_or_lent_whole",
            ),
        ),
        AddConstraintNotValid(
            "grant",
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by="")
                | models.Q(ended_at__isnull=False) & ~models.Q(ended_by=""),
                name="grant_ended_by_somebody",
            ),
        ),
    ]
