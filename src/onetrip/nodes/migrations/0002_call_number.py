from django.db import migrations


class Migration(migrations.Migration):
    """What numbers the calls of a centre node: a sequence, so that two processes never use one number."""

    dependencies = [("nodes", "0001_initial")]
    operations = [migrations.RunSQL("CREATE SEQUENCE nodes_call_number", "DROP SEQUENCE nodes_call_number")]
