from django.db import migrations

import onetrip.people.fields


class Migration(migrations.Migration):
    dependencies = [("advice", "0002_slip_validity")]

    operations = [
        migrations.AddField(
            model_name="consultation", name="held", field=onetrip.people.fields.EncryptedJSON(default=list)
        ),
        migrations.AddField(
            model_name="consultation", name="lacking", field=onetrip.people.fields.EncryptedJSON(default=list)
        ),
    ]
