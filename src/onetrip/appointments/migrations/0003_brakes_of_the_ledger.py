from django.db import migrations


class Migration(migrations.Migration):
    """Tries are counted by `ledger.brakes` now; what was counted here is of no use after an hour."""

    dependencies = [("appointments", "0002_contacts_forgotten"), ("ledger", "0006_brake")]

    operations = [migrations.DeleteModel(name="Brake")]
