"""What one office keeps in the cache another does not find."""

import pytest
from django.core.cache import cache

from tenants.current import in_office
from tenants.models import Office


@pytest.mark.django_db
def test_a_key_belongs_to_its_office(salatiga: Office, banyuwangi: Office) -> None:
    with in_office(salatiga):
        cache.set("register", "ours")
    with in_office(banyuwangi):
        assert cache.get("register") is None
        cache.set("register", "theirs")
    assert cache.get("register") is None
    with in_office(salatiga):
        assert cache.get("register") == "ours"
        assert cache.make_key("register").startswith("r3373:")
