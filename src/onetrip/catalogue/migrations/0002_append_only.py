from django.db import migrations

# A slip keeps pointing at the version it was made from, so a published version is never changed and never goes away.
FORBID = """
CREATE FUNCTION catalogue_forbid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published catalogue is never changed: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER catalogue_version_append_only BEFORE UPDATE OR DELETE ON catalogue_catalogueversion
  FOR EACH ROW EXECUTE FUNCTION catalogue_forbid();
"""
ALLOW = "DROP TRIGGER catalogue_version_append_only ON catalogue_catalogueversion; DROP FUNCTION catalogue_forbid();"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
