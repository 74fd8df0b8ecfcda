from django.db import migrations

# What was issued is never changed. The two ciphers may be written anew, under another key: what lies in them is guarded
# by its own authentication, and the plain bytes of a paper by their hash.
FINAL = """
CREATE FUNCTION cases_record_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - 'content' - 'pdf') IS DISTINCT FROM (to_jsonb(OLD) - 'content' - 'pdf') THEN
    RAISE EXCEPTION 'a record is final: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_record_final BEFORE UPDATE ON cases_record FOR EACH ROW EXECUTE FUNCTION cases_record_is_final();
CREATE TRIGGER cases_recordprint_final BEFORE UPDATE ON cases_recordprint FOR EACH ROW EXECUTE FUNCTION cases_record_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_records")]

    operations = [
        migrations.RunSQL(
            FINAL,
            "DROP TRIGGER cases_record_final ON cases_record; DROP TRIGGER cases_recordprint_final ON cases_recordprint; "
            "DROP FUNCTION cases_record_is_final();",
        ),
    ]
