"""What the receiver's case page says once the file is open: where it begins, who was known before, what was asked,
and that a consent was withdrawn.
"""

import pytest
from django.utils import timezone

from cases.case_facts import facts_of
from cases.models import CarriedAnswers, Case, Event, FilledForm, Person, StepPass
from cases.operations import consents, filling, identities
from cases.progress import progress
from custody.models import Envelope, Parcel
from frontend.casework.wording import stage_words
from referrals.models import Exchange, Referral
from sop_library.queries import form_version
from tenants.current import in_office
from tests.cases.driving import answers, first, work_step
from tests.frontend.between import Between
from tests.frontend.screens import employ, enter, read, take, words
from tests.frontend.test_referrals_in import accepted
from tests.frontend.working import NAME, VICTIM, fields_of, new_case

pytestmark = pytest.mark.django_db
BOOK = "buku-tamu"


@pytest.fixture
def same_sop(two: Between) -> Between:
    """The receiver works by the same SOP, too: its forms are those of the sender."""
    take(two.there, "salatiga/pengaduan-langsung")
    with in_office(two.there):
        two.endah = employ(two.there, "endang", "*")
    two.receiver = enter(two.there, two.endah)
    return two


def worked(two: Between, steps: int) -> None:
    """The sender has done so many steps."""
    with in_office(two.here):
        for _step in range(steps):
            panel = progress(case=two.case, by=two.ratna).panels[0]
            work_step(case=two.case, panel=panel, by=two.ratna, at=timezone.now(), outcomes=first(panel))
            two.case.refresh_from_db()


def taken(two: Between, referral: Referral, **typed: str) -> Case:
    answer = accepted(two, referral, **typed)
    assert answer.status_code == 303, words(answer)
    with in_office(two.there):
        return Case.objects.get(referrals=referral)


def page_of(two: Between, case: Case) -> str:
    return words(two.receiver.get(f"/kasus/{case.pk}/"))


# where it begins ---------------------------------------------------------------


def test_before_acceptance_it_is_called_a_guess_and_after_it_the_file_says(same_sop: Between) -> None:
    two = same_sop
    worked(two, 1)
    referral = two.send()
    before = words(two.receiver.get(f"/rujukan/{referral.pk}/"))
    assert "Perkiraan dari tahap yang diberitahukan pengirim. Berkasnya terbuka setelah diterima." in before
    assert "Kira-kira mulai di" in before
    assert "Dianggap selesai: penerimaan" not in before.partition("Kira-kira")[0]
    case = taken(two, referral, **{"terima-sop": "pengaduan-langsung"})
    with in_office(two.there):
        event = Event.objects.get(case=case, kind="referral_accepted")
        begun = StepPass.objects.get(case=case, step=event.data["begins"])
    assert (begun.status, event.data["begins"]) == ("open", event.data["proposed"])
    page = page_of(two, case)
    assert "Kasus ini mulai di" in page
    assert "Begitu menurut berkas dari Kota Salatiga." in page


def test_credited_stages_are_named_and_a_choice_of_staff_is_told_from_the_files(two: Between) -> None:
    worked(two, 3)
    referral = two.send()
    form = read(two.receiver.get(f"/rujukan/{referral.pk}/"))
    steps = [one["value"] for one in form.select("select[name=terima-step] option") if one["value"]]
    asesmen = next(one for one in steps if one.endswith("/asesmen"))
    case = taken(two, referral, **{"terima-step": asesmen})
    with in_office(two.there):
        event = Event.objects.get(case=case, kind="referral_accepted")
    assert event.data["begins"] == "asesmen"
    assert event.data["proposed"] != "asesmen", "the file knows of less"
    assert event.data["stages"] == ["intake", "identification"]
    page = page_of(two, case)
    assert "Itu pilihan Endah; berkas dari Kota Salatiga mengusulkan" in page
    stages = ", ".join(stage_words(one).lower() for one in ("intake", "identification"))
    assert f"Dianggap selesai: {stages}." in page


def test_once_the_first_step_is_done_nothing_is_said_of_it_any_more(two: Between) -> None:
    case = taken(two, two.send())
    assert "Kasus ini mulai di" in page_of(two, case)
    with in_office(two.there):
        begins = Event.objects.get(case=case, kind="referral_accepted").data["begins"]
        StepPass.objects.filter(case=case, step=begins).update(status="done", done_at=timezone.now(), done_by=two.endah)
    assert "Kasus ini mulai di" not in page_of(two, case)


# who was known before ------------------------------------------------------------


def test_somebody_served_before_is_found_by_this_office_s_own_index_alone(two: Between, nunukan) -> None:
    with in_office(two.there):
        version = two.case.version.__class__.objects.get(sop__slug="p2tp2a")
    door = next(iter(version.definition["doors"]))
    old = new_case(two.there, version, two.endah, door=door, victims=[VICTIM], reporter_is_victim=False)
    other = take(nunukan, "nunukan/intervensi-krisis")
    elsewhere = new_case(
        nunukan, other, employ(nunukan, "yohana", "*"), door=next(iter(other.definition["doors"])), victims=[VICTIM],
        reporter_is_victim=False,
    )  # fmt: skip
    case = taken(two, two.send(scope=("identity", "contact")))
    page = two.receiver.get(f"/kasus/{case.pk}/")
    assert "Mungkin orang yang sama sudah pernah dilayani di sini:" in words(page)
    links = [one["href"] for one in read(page).select(".rk-note a.rk-code")]
    assert links == [f"/kasus/{old.pk}/"]
    assert elsewhere.number not in words(page)
    two.carry()
    ours = words(two.sender.get(f"/kasus/{two.case.pk}/"))
    assert "Mungkin orang yang sama" not in ours
    assert old.number not in ours
    with in_office(two.here):
        here = set(Person.objects.filter(case=two.case).values_list("nik_index", flat=True))
    with in_office(two.there):
        there = set(Person.objects.filter(case=case).values_list("nik_index", flat=True))
    assert None not in here | there
    assert not here & there, "each office's index is its own"


def test_an_earlier_case_of_other_lanes_is_not_named(two: Between) -> None:
    outreach = take(two.there, "barito-utara/penjangkauan")
    door = next(iter(outreach.definition["doors"]))
    hidden = new_case(
        two.there, outreach, employ(two.there, "lain", "*"), door=door, victims=[VICTIM], reporter_is_victim=False
    )
    case = taken(two, two.send())
    assert hidden.number not in page_of(two, case)


def test_without_identity_nobody_is_recognised(two: Between) -> None:
    with in_office(two.there):
        version = two.case.version.__class__.objects.get(sop__slug="p2tp2a")
    door = next(iter(version.definition["doors"]))
    new_case(two.there, version, two.endah, door=door, victims=[VICTIM], reporter_is_victim=False)
    case = taken(two, two.send(scope=("story",)))
    assert "Mungkin orang yang sama" not in page_of(two, case)


# what was asked already ------------------------------------------------------------


def test_what_was_asked_there_fills_the_form_here_in_an_open_window(same_sop: Between) -> None:
    two = same_sop
    with in_office(two.here):
        form = filling.form_of(form_version(key=BOOK))
        open_ = StepPass.objects.get(case=two.case, status="open")
        told = answers(form) | {"guest_name": "Tamu Rekaan"}
        filling.fill(case=two.case, step_pass=open_, form_key=BOOK, answers=told, by=two.ratna, at=timezone.now())
    case = taken(two, two.send(), **{"terima-sop": "pengaduan-langsung"})
    assert "Sudah ditanyakan di Kota Salatiga" in page_of(two, case)
    with in_office(two.there):
        [carried] = CarriedAnswers.objects.filter(case=case, form=BOOK)
        assert not FilledForm.objects.filter(case=case).exists(), "it stands beside, as what another office asked"
    address = f"/kasus/{case.pk}/formulir/{BOOK}/"
    shut = two.receiver.get(address)
    assert "Buka identitas agar jawabannya terisi." in words(shut)
    assert "Tamu Rekaan" not in shut.content.decode()
    with in_office(two.there):
        identities.show(case=case, reason="form", by=two.endah, at=timezone.now())
    page = two.receiver.get(address)
    assert "Jawabannya sudah terisi; periksa, jangan tanyakan lagi." in words(page)
    sent = fields_of(page, address)
    assert sent["guest_name"] == "Tamu Rekaan"
    saved = two.receiver.post(address, sent)
    assert saved.status_code == 303, "nothing had to be asked again"
    with in_office(two.there):
        filled = FilledForm.objects.get(case=case, form__key=BOOK)
        assert filled.answers["guest_name"] == "Tamu Rekaan"
        assert facts_of(case)
    assert carried.office_name == "Kota Salatiga"


# consent withdrawn --------------------------------------------------------------------


def withdrawn(two: Between) -> None:
    with in_office(two.here):
        [given] = two.case.consents.filter(kind="referral", withdrawn_at=None)
        consents.withdraw(consent=given, by=two.ratna, at=timezone.now())


def test_withdrawn_while_it_waits_it_is_gone_from_the_receiver_s_desk(two: Between) -> None:
    referral = two.send()
    two.receiver.get(f"/rujukan/{referral.pk}/")
    withdrawn(two)
    two.carry()
    page = two.receiver.get(f"/rujukan/{referral.pk}/")
    assert "Data minimum sudah tidak ada" in words(page)
    assert read(page).find("form", action=f"/rujukan/{referral.pk}/penerimaan/") is None
    assert referral.number not in words(two.receiver.get("/rujukan/"))
    assert two.receiver.get(f"/rujukan/{referral.pk}/surat/").status_code == 404
    with in_office(two.there):
        assert not Parcel.objects.exists()
        assert not Case.objects.exists()
        assert Envelope.objects.get(pk=referral.pk).state == "withdrawn"


def test_withdrawn_after_acceptance_it_travels_and_is_obeyed_and_shown(same_sop: Between) -> None:
    two = same_sop
    worked(two, 1)
    referral = two.send(kind="rujukan", reasons=["service"])
    case = taken(two, referral, **{"terima-sop": "pengaduan-langsung"})
    two.carry()
    with in_office(two.there):
        assert CarriedAnswers.objects.filter(case=case).exists()
        assert Referral.objects.get(pk=referral.pk).content is not None
    withdrawn(two)
    two.carry()
    with in_office(two.there):
        theirs = Referral.objects.get(pk=referral.pk)
        assert theirs.consent_withdrawn_at is not None
        assert theirs.content is None
        assert not CarriedAnswers.objects.filter(case=case).exists(), "what came along is destroyed"
        assert not Parcel.objects.filter(envelope=referral.pk, sender=two.here.id).exists()
        assert Event.objects.filter(case=case, kind="referral_consent_withdrawn").exists()
        assert not Exchange.objects.filter(referral=theirs, ours=False).exclude(content=None).exists()
    page = page_of(two, case)
    assert "Persetujuan berbagi data ditarik" in page
    assert "Tidak ada lagi yang dibagikan dengan Kota Salatiga." in page
    assert "Sudah ditanyakan di" not in page
    shown = words(two.receiver.get(f"/rujukan/{referral.pk}/"))
    assert "persetujuan" in shown.lower()
    assert NAME not in shown
    with in_office(two.there):
        [carried] = case.consents.filter(kind="referral")
        assert carried.withdrawn_at == theirs.consent_withdrawn_at, "nobody here reads it as standing"
        assert Person.objects.filter(case=case).exists(), "whom it served it goes on knowing"
