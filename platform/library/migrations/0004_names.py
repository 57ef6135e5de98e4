"""The first number of a key stands under its console's own name; whoever began a key goes on with it."""

from django.db import migrations

from tenants.walls import function

CONSOLE = "(SELECT public.custody_console())"
ITS_REACH = f"province = CASE {CONSOLE} WHEN 'nation' THEN '' ELSE {CONSOLE} END"
ITS_NAME = f"(number > 1 OR split_part(key, '/', 1) = (SELECT public.library_name_of({CONSOLE})))"
NAME_OF = r"""
    CREATE FUNCTION public.library_name_of(console text) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT CASE console WHEN 'nation' THEN 'nasional' ELSE (
            SELECT trim(BOTH '-' FROM regexp_replace(lower(p.name), '[^a-z0-9]+', '-', 'g'))
            FROM public.tenants_province p WHERE p.code = console
        ) END
    $$
"""


class Migration(migrations.Migration):
    dependencies = [("library", "0003_shelf_edits"), ("tenants", "0003_registry")]

    operations = [
        function(NAME_OF, "library_name_of(text)"),
        migrations.RunSQL(
            f"ALTER POLICY published ON public.library_libraryentry WITH CHECK ({ITS_REACH} AND {ITS_NAME})",
            f"ALTER POLICY published ON public.library_libraryentry WITH CHECK ({ITS_REACH})",
        ),
    ]
