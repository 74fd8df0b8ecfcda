from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lobby", "0006_visit_channel")]

    operations = [
        migrations.AddField(model_name="ticket", name="announced_at", field=models.DateTimeField(null=True)),
        migrations.RemoveIndex(model_name="ticket", name="ticket_called"),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["centre", "day", "announced_at"], name="ticket_announced"),
        ),
        migrations.RunSQL(
            "UPDATE lobby_ticket SET announced_at = called_at WHERE called_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]
