"""An address for every office that was opened before there were any."""

from django.db import migrations

ADD = """
    INSERT INTO public.custody_address (office_id, code, name, unit, phone, zone)
    SELECT o.id, o.code, o.name, '', '', o.zone FROM public.tenants_office o
    ON CONFLICT (office_id) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0002_walls")]

    operations = [migrations.RunSQL(ADD, migrations.RunSQL.noop)]
