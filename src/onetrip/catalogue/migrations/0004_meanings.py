from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_drafts")]

    operations = [
        migrations.CreateModel(
            name="Meaning",
            fields=[
                ("name", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("numbers", models.BinaryField()),
            ],
        ),
    ]
