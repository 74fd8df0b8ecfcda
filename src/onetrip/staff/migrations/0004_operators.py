from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models

# Old code grants none of the new role, and what it grants is still allowed: it may run beside this.
ROLES = ["clerk", "device", "director", "editor", "guide", "operator", "reviewer", "supervisor"]


class Migration(migrations.Migration):
    dependencies = [("staff", "0003_reviewers")]
    operations = [
        migrations.RemoveConstraint(model_name="grant", name="grant_role_known"),
        AddConstraintNotValid(
            model_name="grant",
            constraint=models.CheckConstraint(condition=models.Q(("role__in", ROLES)), name="grant_role_known"),
        ),
        ValidateConstraint(model_name="grant", name="grant_role_known"),
    ]
