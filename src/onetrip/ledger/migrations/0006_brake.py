from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_spared")]

    operations = [
        migrations.CreateModel(
            name="Brake",
            fields=[
                ("key", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField()),
                ("until", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
