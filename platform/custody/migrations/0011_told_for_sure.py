"""A link of which the envelope says neither yes nor no is not taken: what lacks a part that is asked for is not true."""

from importlib import import_module

from django.db import migrations

travels = import_module("custody.migrations.0010_what_travels_on")

BEFORE = travels.clock.TRUE.replace(travels.SUPPLEMENTED, travels.SUPPLEMENTED + travels.CONSENTS)
TRUE = BEFORE.replace("IF NOT told THEN", "IF told IS NOT TRUE THEN")


class Migration(migrations.Migration):
    dependencies = [("custody", "0010_what_travels_on")]

    operations = [migrations.RunSQL(TRUE, BEFORE)]
