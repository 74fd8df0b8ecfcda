from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_difficult_cases")]

    operations = [ValidateConstraint(model_name="finding", name="finding_kind_known")]
