from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # numbers are drawn while the index is built

    dependencies = [("lobby", "0012_who_came")]

    operations = [
        AddIndexConcurrently(model_name="visit", index=models.Index(fields=["proxy"], name="visit_proxy")),
        ValidateConstraint(model_name="visit", name="visit_two_persons"),
        ValidateConstraint(model_name="visit", name="visit_proxy_has_relation"),
    ]
