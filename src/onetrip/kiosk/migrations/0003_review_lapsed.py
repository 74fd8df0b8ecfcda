from django.db import migrations, models

STATES = ["open", "review", "asked", "ready", "printed", "answered", "accepted", "refused", "abandoned", "lapsed"]


class Migration(migrations.Migration):
    dependencies = [("kiosk", "0002_errands")]

    operations = [
        migrations.AlterField(
            model_name="errand",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "在填 being filled in"),
                    ("review", "在审 under review"),
                    ("asked", "等补 asked again"),
                    ("ready", "能打印 ready to print"),
                    ("printed", "已打印 printed"),
                    ("answered", "已查到 answered"),
                    ("accepted", "已受理 accepted"),
                    ("refused", "未受理 refused"),
                    ("abandoned", "没办完 given up"),
                    ("lapsed", "等过了期 nobody came back in time"),
                ],
                default="open",
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(model_name="errand", name="errand_state_known"),
        migrations.AddConstraint(
            model_name="errand",
            constraint=models.CheckConstraint(condition=models.Q(("state__in", STATES)), name="errand_state_known"),
        ),
        migrations.AddIndex(
            model_name="errand",
            index=models.Index(
                condition=models.Q(("state__in", ["asked", "ready"])), fields=["centre"], name="errand_waits"
            ),
        ),
    ]
