"""A case that began under a version whose keys the SOP of now knows no more: every screen and paper still reads."""

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case, FilledForm, StepPass
from sop_library.queries import definition_of
from tenants.current import in_office
from tests.cases.driving import Far, drive
from tests.cases.two_versions import next_version, put_under
from tests.frontend.english import crawl
from tests.frontend.screens import employ, enter, take
from tests.frontend.working import new_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(salatiga) -> tuple[Case, Client]:
    version = take(salatiga, "salatiga/pengaduan-langsung")
    worker = employ(salatiga, "semua", "*", admin=True)
    case = new_case(salatiga, version, worker)
    with in_office(salatiga):

        def watch(now: Case) -> None:
            if StepPass.objects.filter(case=now, status="done").count() >= 7 and now.filled_forms.exists():
                raise Far

        with pytest.raises(Far):
            drive(case=case, by=worker, at=case.opened_at, watch=watch)
        case = Case.objects.select_related("version__sop").get(pk=case.pk)
        case = put_under(case, next_version(version, at=case.opened_at), by=worker, at=timezone.now())
    return case, enter(salatiga, worker)


def test_every_screen_of_it_opens(salatiga, moved):
    case, client = moved
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "check"})
    texts: dict[str, str] = {}
    shown = crawl(client, texts)
    assert {"case", "trail", "form_filled", "form_fill", "register", "today", "sop"} <= shown.keys()
    with in_office(salatiga):
        keys = [key for key in definition_of(case.version).by_key if key.startswith("baru-")]
    assert not [(text, where) for text, where in texts.items() if any(key in text for key in keys)]


def test_answers_of_before_are_read_printed_and_put_right(salatiga, moved):
    case, client = moved
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "check"})
    with in_office(salatiga):
        filled = FilledForm.objects.filter(case=case, replaced_by=None).select_related("form", "step_pass").first()
        name = definition_of(filled.step_pass.version).step(filled.step_pass.step).name
    assert filled.step_pass.former
    assert name in client.get(f"/kasus/{case.pk}/isian/{filled.pk}/").content.decode()
    paper = client.post(f"/kasus/{case.pk}/isian/{filled.pk}/pdf/")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    mend = client.get(f"/kasus/{case.pk}/formulir/{filled.form.key}/?langkah={filled.step_pass_id}")
    assert mend.status_code == 200
