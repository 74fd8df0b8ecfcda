from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # cases are accepted while the indexes are built

    dependencies = [("cases", "0013_authorities")]

    operations = [
        AddIndexConcurrently(model_name="case", index=models.Index(fields=["proxy"], name="case_proxy")),
        AddIndexConcurrently(model_name="case", index=models.Index(fields=["authority"], name="case_authority")),
        ValidateConstraint(model_name="case", name="case_two_persons"),
        ValidateConstraint(model_name="case", name="case_proxy_has_relation"),
    ]
