"""Reminding and assigning: by whom, from when on, and one wins where two do it at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from custody import chain, console, envelopes
from custody.models import Envelope, Link
from custody.refusals import OutOfReach
from onboarding.operations import open_office
from tenants.current import in_office
from tenants.models import Office
from tenants.roles import as_console

Visit = Callable[[str], Client]
Send = Callable[..., Envelope]


def now_of(row: Envelope, seat: str = "nation") -> Envelope:
    connection.set_schema_to_public()
    with as_console(connection, seat):
        return Envelope.objects.get(pk=row.pk)


def kinds(row: Envelope, office: Office) -> list[str]:
    with in_office(office):
        return list(Link.objects.filter(matter=row.matter).order_by("number").values_list("kind", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["jateng", "jatim", "pusat"])
def test_who_is_late_is_reminded(visit: Visit, send: Send, salatiga: Office, who: str) -> None:
    row = send()
    answer = visit(who).post(f"/rujukan/{row.pk}/pengingat/")
    assert (answer.status_code, answer["Location"]) == (303, f"/rujukan/{row.pk}/")
    assert now_of(row).reminded_at is not None
    assert kinds(row, salatiga)[-1] == "reminded"
    assert "Diingatkan" in visit(who).get(f"/rujukan/{row.pk}/").content.decode()


@pytest.mark.django_db
def test_an_empty_list_says_which_one_is_empty(visit: Visit, send: Send) -> None:
    assert "sudah dijawab" in visit("jateng").get("/rujukan/").content.decode()
    row = send(late=timedelta(hours=-5))
    page = visit("jateng").get("/rujukan/?keadaan=terlambat").content.decode()
    assert "Tidak ada yang lewat tenggat" in page
    assert "sudah dijawab" not in page
    assert "tetap memegang kasus dan melayani" in visit("jateng").get(f"/rujukan/{row.pk}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "late", "remind", "assign"),
    [
        ("jateng", -5, 409, 409), ("jateng", 5, 303, 409), ("jateng", 30, 303, 409),
        ("jatim", -5, 409, 409), ("jatim", 5, 303, 303), ("jatim", 30, 303, 303),
        ("pusat", -5, 409, 409), ("pusat", 5, 409, 409), ("pusat", 30, 303, 303),
        ("kaltara", 30, 404, 404),
    ],
)  # fmt: skip
def test_who_may_do_what_from_when_on(visit: Visit, send: Send, who: str, late: int, remind: int, assign: int) -> None:
    row = send(late=timedelta(hours=late))
    page = visit(who).get(f"/rujukan/{row.pk}/").content.decode()
    assert (f"/rujukan/{row.pk}/penetapan/" in page) == (assign == 303)
    assert (f"/rujukan/{row.pk}/pengingat/" in page) == (remind == 303)
    given = {"to": "35.10", "hours": "4", "seen": "0"}
    assert visit(who).post(f"/rujukan/{row.pk}/penetapan/", given).status_code == assign
    if assign != 303:
        assert now_of(row).state == "sent"
        assert visit(who).post(f"/rujukan/{row.pk}/pengingat/").status_code == remind


@pytest.mark.django_db
def test_assigned_to_the_receiver_it_binds(visit: Visit, send: Send, banyuwangi: Office) -> None:
    row = send()
    visit("jatim").post(f"/rujukan/{row.pk}/penetapan/", {"to": "35.10", "hours": "24", "seen": "0"})
    after = now_of(row)
    assert (after.state, after.binding, after.assigned_by, after.assigned_to) == ("assigned", True, "35", "35.10")
    assert timedelta(hours=23) < after.answer_by - timezone.now() < timedelta(hours=24)
    with in_office(banyuwangi):
        envelopes.do(envelope=row.pk, verb="accept", seen=after.revision, by_name="Wulan", at=timezone.now())
    assert now_of(row).state == "accepted"


def test_assigned_to_another_it_is_redirected(owner_db: str, visit: Visit, send: Send) -> None:
    open_office(code="35.09", at=timezone.now())
    row = send()
    page = visit("jatim").get(f"/rujukan/{row.pk}/penetapan/").content.decode()
    assert "Kabupaten Jember" in page
    assert "Kota Salatiga</label>" not in page
    visit("jatim").post(f"/rujukan/{row.pk}/penetapan/", {"to": "35.09", "hours": "4", "seen": "0"})
    after = now_of(row)
    assert (after.state, after.assigned_to) == ("redirected", "35.09")
    page = visit("jateng").get(f"/rujukan/{row.pk}/").content.decode()
    assert "menyegel ulang" in page
    assert "Kabupaten Jember" in page


@pytest.mark.django_db
def test_of_two_who_assign_one_wins_and_the_other_is_told(visit: Visit, send: Send) -> None:
    row = send()
    given = {"to": "35.10", "hours": "4", "seen": "0"}
    assert visit("jatim").post(f"/rujukan/{row.pk}/penetapan/", given).status_code == 303
    answer = visit("pusat").post(f"/rujukan/{row.pk}/penetapan/", given)
    assert answer.status_code == 409
    assert "berubah sejak halaman dibuka" in answer.content.decode()
    assert now_of(row).assigned_by == "35"


@pytest.mark.django_db
def test_one_that_was_answered_meanwhile_is_left_alone(visit: Visit, send: Send, salatiga: Office) -> None:
    row = send()
    with in_office(salatiga):
        envelopes.do(envelope=row.pk, verb="withdraw", seen=0, by_name="Ratna", at=timezone.now())
    given = {"to": "35.10", "hours": "4", "seen": str(now_of(row).revision)}
    assert visit("jatim").post(f"/rujukan/{row.pk}/penetapan/", given).status_code == 409
    assert visit("jatim").post(f"/rujukan/{row.pk}/pengingat/").status_code == 409
    assert now_of(row).state == "withdrawn"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"to": "33.73"}, {"to": "65.03"}, {"to": "35.99"}, {"to": ""}, {"hours": "1000"}, {"hours": ""}]
)
def test_a_wrong_answer_is_asked_for_again(visit: Visit, send: Send, wrong: dict[str, str]) -> None:
    row = send()
    given = {"to": "35.10", "hours": "4", "seen": "0"} | wrong
    assert visit("jatim").post(f"/rujukan/{row.pk}/penetapan/", given).status_code == 422
    assert now_of(row).state == "sent"


@pytest.mark.django_db
def test_one_to_an_office_outside_says_so(visit: Visit, send: Send) -> None:
    row = send(receiver=None)
    page = visit("jateng").get(f"/rujukan/{row.pk}/").content.decode()
    assert "belum ada di platform" in page
    assert visit("jateng").get(f"/rujukan/{row.pk}/penetapan/").status_code == 200


@pytest.mark.django_db
def test_nobody_s_name_is_in_any_answer(visit: Visit, send: Send) -> None:
    row = send()
    for who in ("jateng", "jatim", "pusat"):
        for at in ("/", "/rujukan/", f"/rujukan/{row.pk}/", f"/rujukan/{row.pk}/penetapan/"):
            page = visit(who).get(at).content.decode()
            assert not any(word in page for word in ("Ratna", "R.W.", str(row.matter)))


@pytest.mark.django_db
def test_the_ministry_is_offered_every_office_but_the_sender(visit: Visit, send: Send) -> None:
    row = send(late=timedelta(hours=30))
    offered = {who: visit(who).get(f"/rujukan/{row.pk}/penetapan/").content.decode() for who in ("jatim", "pusat")}
    assert 'value="65.03"' in offered["pusat"]
    assert 'value="65.03"' not in offered["jatim"]
    for page in offered.values():
        assert 'value="35.10"' in page
        assert 'value="33.73"' not in page
    given = {"to": "65.03", "hours": "4", "seen": "0"}
    assert visit("pusat").post(f"/rujukan/{row.pk}/penetapan/", given).status_code == 303
    assert (now_of(row).state, now_of(row).assigned_to) == ("redirected", "65.03")


@pytest.mark.django_db
def test_what_its_sender_keeps_is_waited_for_by_nobody(visit: Visit, send: Send, salatiga: Office) -> None:
    row = send(late=timedelta(hours=30))
    visit("pusat").post(f"/rujukan/{row.pk}/penetapan/", {"to": "65.03", "hours": "4", "seen": "0"})
    page = visit("jateng").get(f"/rujukan/{row.pk}/").content.decode()
    assert "Ditetapkan ke Kabupaten Nunukan, menunggu dikirim ulang pengirim" in page
    with in_office(salatiga):
        chain.append(matter=row.matter, kind="kept", at=timezone.now(), by_name="", envelope=row.pk)
    for who in ("jateng", "jatim", "pusat"):
        page = visit(who).get(f"/rujukan/{row.pk}/").content.decode()
        assert "menunggu dikirim ulang" not in page
        assert "tetap dilayani pengirim" in page
        assert "Tidak ada yang ditunggu" in page


@pytest.mark.django_db
def test_no_console_assigns_the_sender(send: Send) -> None:
    row = send(late=timedelta(hours=30))
    connection.set_schema_to_public()
    with as_console(connection, "nation"):
        with pytest.raises(OutOfReach):
            console.assign(
                envelope=row.pk, to="33.73", console="nation", answer_by=timezone.now() + timedelta(hours=4), seen=0,
                by_name="Kementerian", at=timezone.now(),
            )  # fmt: skip
        changes = {"state": "redirected", "assigned_to": "33.73", "assigned_by": "nation", "revision": 1}
        with pytest.raises(IntegrityError, match="nobody is assigned what it sent itself"), transaction.atomic():
            Envelope.objects.filter(pk=row.pk).update(**changes)
    assert now_of(row).state == "sent"


@pytest.mark.django_db
def test_a_page_tells_in_order_and_whom_nobody_can_telephone(visit: Visit, send: Send) -> None:
    row = send(receiver=None, late=timedelta(hours=5))
    visit("jateng").post(f"/rujukan/{row.pk}/pengingat/")
    page = visit("jateng").get(f"/rujukan/{row.pk}/").content.decode()
    assert page.index("Dikirim") < page.index("Tenggat jawaban") < page.index('<th scope="row">Diingatkan')
    told = page[page.index("Telepon kantor") :]
    assert "Kota Semarang</span>" in told
    assert "nomor belum diisi" in told
