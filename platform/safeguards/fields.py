"""Model fields that are sealed in the database and opened only when read."""

import base64
import json
import uuid
from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.db.models.query_utils import DeferredAttribute

if TYPE_CHECKING:
    _Bytes = models.BinaryField[Any, Any]
else:
    _Bytes = models.BinaryField


def _row_id(instance: models.Model) -> uuid.UUID:
    key = instance.pk
    if isinstance(key, uuid.UUID):
        return key
    beside: uuid.UUID = instance.id  # type: ignore[attr-defined]
    return beside


class Sealed:
    """Bytes as they stand in the database, not yet opened."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data


class _OpensWhenRead(DeferredAttribute):
    """A data descriptor: reading goes through it although the instance keeps the sealed bytes under this name."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        value = instance.__dict__.get(self.field.attname, self)
        if value is self:
            value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            field = cast("SealedText", self.field)
            value = field.open(instance, value.data)
            instance.__dict__[field.attname] = value
        return value


class SealedText(_Bytes):
    """Text sealed to (office, table, column, row). A list of rows opens nothing until a value is read.

    `None` stays NULL. The row's key must be a UUID known before insert, or a number with a UUID `id` beside it. It
    can't be filtered or ordered by, since PostgreSQL sees ciphertext only; use a blind index beside it.
    """

    descriptor_class = _OpensWhenRead

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: Any) -> Any:
        return value

    def open(self, instance: models.Model, data: bytes) -> Any:
        """Open the sealed bytes of this column in that row."""
        from safeguards.sealing import unseal  # sealing reads the keys' model, and models have these fields

        return unseal(data, table=self.model._meta.db_table, column=str(self.column), row_id=_row_id(instance))

    def as_text(self, value: Any) -> str:
        """The text that is sealed."""
        return str(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None:
            return None
        if isinstance(value, Sealed):
            return value.data
        return self.sealed(model_instance, value)

    def sealed(self, instance: models.Model, value: Any) -> bytes:
        """The value sealed to this column of that row."""
        from safeguards.sealing import seal  # as in `open`

        row_id = _row_id(instance)
        return seal(self.as_text(value), table=self.model._meta.db_table, column=str(self.column), row_id=row_id)

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("sealed fields are not serialised")


class SealedJSON(SealedText):
    """A JSON value sealed in the same way (the answers of a form)."""

    def open(self, instance: models.Model, data: bytes) -> Any:
        return json.loads(super().open(instance, data))

    def as_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


class SealedBytes(SealedText):
    """Bytes sealed in the same way (a letter as PDF)."""

    def open(self, instance: models.Model, data: bytes) -> Any:
        return base64.b64decode(super().open(instance, data))

    def as_text(self, value: Any) -> str:
        return base64.b64encode(bytes(value)).decode("ascii")
