from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("devices", "0003_screens"),
    ]

    operations = [
        migrations.AddField(
            model_name="station",
            name="retired_at",
            field=models.DateTimeField(help_text="carried away; a new key brings it back", null=True),
        ),
        migrations.AddField(
            model_name="part",
            name="retired_at",
            field=models.DateTimeField(help_text="taken away for good; spoken of again, it is back", null=True),
        ),
        migrations.AddField(model_name="screen", name="lost_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="screen", name="lacks_bridge", field=models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddIndex(
            model_name="printjob",
            index=models.Index(
                condition=models.Q(("state__in", ["failed", "unknown"])),
                fields=["centre", "asked_at"],
                name="print_job_unhappy",
            ),
        ),
        migrations.AlterField(
            model_name="part",
            name="state",
            field=models.CharField(
                choices=[
                    ("ready", "ready"),
                    ("low", "low"),
                    ("toner", "toner"),
                    ("out", "out"),
                    ("no-toner", "no-toner"),
                    ("open", "open"),
                    ("jam", "jam"),
                    ("fault", "fault"),
                    ("away", "away"),
                    ("silent", "silent"),
                    ("garbled", "garbled"),
                    ("black", "black"),
                    ("refused", "refused"),
                ],
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(model_name="part", name="part_state_known"),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "ready",
                            "low",
                            "toner",
                            "out",
                            "no-toner",
                            "open",
                            "jam",
                            "fault",
                            "away",
                            "silent",
                            "garbled",
                            "black",
                            "refused",
                        ],
                    )
                ),
                name="part_state_known",
            ),
        ),
    ]
