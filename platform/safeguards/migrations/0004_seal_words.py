"""Words that stand in clear in the access log are sealed. Digests stay: these rows are chained over the words."""

from django.db import migrations

from safeguards.migrating import append_only_opened, sealing_office

TABLE, TRIGGER = "safeguards_accessevent", "accessevent_append_only"
BETWEEN = ": "


def seal_words(apps, schema_editor):
    AccessEvent = apps.get_model("safeguards", "AccessEvent")
    spoken = AccessEvent.objects.filter(reason__contains=BETWEEN).order_by("number")
    if not spoken.exists():
        return
    with append_only_opened(schema_editor, table=TABLE, trigger=TRIGGER), sealing_office(schema_editor):
        for event in spoken.iterator(chunk_size=500):
            event.reason, _between, event.words = event.reason.partition(BETWEEN)
            event.save(update_fields=["reason", "words"])


def open_words(apps, schema_editor):
    AccessEvent = apps.get_model("safeguards", "AccessEvent")
    sealed = AccessEvent.objects.exclude(words=None).order_by("number")
    if not sealed.exists():
        return
    if AccessEvent.objects.filter(edition=2).exists():
        raise RuntimeError("rows of the access log are chained over sealed words: the older release can't follow them")
    with append_only_opened(schema_editor, table=TABLE, trigger=TRIGGER), sealing_office(schema_editor):
        for event in sealed.iterator(chunk_size=500):
            event.reason, event.words = f"{event.reason}{BETWEEN}{event.words}", None
            event.save(update_fields=["reason", "words"])


class Migration(migrations.Migration):

    dependencies = [("safeguards", "0003_sealed_words")]

    operations = [migrations.RunPython(seal_words, open_words)]
