from django.db import migrations

# A frozen month is what somebody was paid by: a correction is a further row, and nobody takes one away.
FINAL = """
CREATE FUNCTION appraisal_frozen_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a frozen month is final: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER appraisal_frozenmonth_final BEFORE UPDATE ON appraisal_frozenmonth
  FOR EACH ROW EXECUTE FUNCTION appraisal_frozen_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            FINAL,
            "DROP TRIGGER appraisal_frozenmonth_final ON appraisal_frozenmonth; DROP FUNCTION appraisal_frozen_is_final();",
        ),
    ]
