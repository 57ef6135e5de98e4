"""Whoever has read and kept what was said to it may take that off the centre: nobody else can say that it has.

Not the minimum, letter and file, which their sender takes back, and nothing of the last day. SQL alone.
"""

from django.db import migrations

READ = """
    CREATE POLICY read_by_its_receiver ON public.custody_parcel FOR DELETE TO office_base USING (
        receiver_id = (SELECT public.custody_me()) AND kind NOT IN ('minimum', 'letter', 'file')
        AND at < now() - interval '1 day'
    )
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0015_kept_by_its_sender")]

    operations = [migrations.RunSQL(READ, "DROP POLICY read_by_its_receiver ON public.custody_parcel")]
