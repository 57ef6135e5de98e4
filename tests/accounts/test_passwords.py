"""Which passwords a person may choose."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import Staff


@pytest.mark.parametrize("password", ["wulan.sari.9", "Kurniawati77", "kantor-wulan@contoh.id"])
def test_a_password_like_ones_own_name_is_refused(password):
    person = Staff(username="wulan.sari", name="Wulan Sari Kurniawati", email="kantor-wulan@contoh.id")
    with pytest.raises(ValidationError, match=r".") as refusal:
        validate_password(password, person)
    assert refusal.value.error_list[0].code == "password_too_similar"
