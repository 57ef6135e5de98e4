"""The task of writing SOPs: an admin gives it and takes it back on the person's page, and the trail says so."""

from django.urls import reverse

from accounts.models import Staff
from tenants.current import in_office
from tests.frontend.screens import employ, enter, words


def test_somebody_is_given_the_task_of_writing_sops_and_it_is_taken_back(salatiga):
    client, ratna = enter(salatiga, employ(salatiga, "wulan", admin=True)), employ(salatiga, "ratna")
    address, everybody = reverse("staff_member", args=[ratna.pk]), reverse("staff")
    for role, may in (("penulis", True), ("admin", True), ("penulis", True), ("biasa", False)):
        assert client.post(address, {"name": "Ratna", "post": "Koordinator", "role": role}).status_code == 303
        with in_office(salatiga):
            assert Staff.objects.get(pk=ratna.pk).may_write_sops is may
        tags = words(client.get(everybody)).partition("Riwayat")[0]
        assert ("Penulis SOP" in tags) is (role == "penulis")
    trail = words(client.get(everybody))
    assert "Diberi tugas menulis SOP" in trail
    assert "Tugas menulis SOP dicabut" in trail
