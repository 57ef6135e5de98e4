"""Background work: a task carries its office, or says that it needs none, or fails loudly."""

import secrets
from collections.abc import Iterable
from typing import Any

from celery import shared_task
from django_tenants.utils import get_public_schema_name, schema_context
from tenant_schemas_celery.app import CeleryApp
from tenant_schemas_celery.task import TenantTask

from tenants.current import in_office
from tenants.database import connection
from tenants.models import Office

SCHEMA_HEADER = "_schema_name"


class TaskWithoutOffice(RuntimeError):
    """A task was sent or run outside any office, or for one that there is not."""


class OfficeTask(TenantTask):
    """A task of an office: sent from within one, run with its schema and role, and nothing left behind.

    `without_office = True` (`@shared_task(without_office=True)`) declares a task of the whole platform: it always runs
    in the shared schema, from wherever it was sent.
    """

    abstract = True
    without_office = False

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        """Send the task. Raises TaskWithoutOffice at the sender's, where the mistake is."""
        options["headers"] = self._headers(options.get("headers"))
        return super().apply_async(args, kwargs, **options)

    def apply(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        """Run the task here, under the same rule; the very office that was current is so again afterwards."""
        options["headers"] = self._headers(options.get("headers"))
        before = connection.tenant
        try:
            return super().apply(args, kwargs, **options)
        finally:
            connection.set_tenant(before)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run inside the office that the header names; whatever was current before comes back afterwards."""
        if self.without_office:
            with schema_context(get_public_schema_name()):
                return super().__call__(*args, **kwargs)
        with in_office(self._office()):
            return super().__call__(*args, **kwargs)

    def _headers(self, given: dict[str, Any] | None) -> dict[str, Any]:
        headers = dict(given or {})
        public = get_public_schema_name()
        schema = public if self.without_office else headers.get(SCHEMA_HEADER, connection.schema_name)
        if schema == public and not self.without_office:
            raise TaskWithoutOffice(f"{self.name} was sent outside any office")
        headers[SCHEMA_HEADER] = schema
        return headers

    def _office(self) -> Office:
        headers = self.request.headers or {}
        schema = headers.get(SCHEMA_HEADER) or self.request.get(SCHEMA_HEADER)
        if self.request.called_directly and schema is None:
            schema = connection.schema_name
        if not schema or schema == get_public_schema_name():
            raise TaskWithoutOffice(f"{self.name} came without an office")
        with schema_context(get_public_schema_name()):
            try:
                office: Office = self.get_tenant_for_schema(schema)
            except Office.DoesNotExist:
                raise TaskWithoutOffice(f"{self.name} came for {schema}, which is no office") from None
        return office


class OfficeCelery(CeleryApp):
    """The Celery application whose tasks are all OfficeTasks."""

    task_cls = "tenants.tasks:OfficeTask"


@shared_task(name="tenants.for_every_office", without_office=True, bind=True)
def for_every_office(self: OfficeTask, task_name: str, *args: Any, spread_seconds: int = 0, **kwargs: Any) -> int:
    """Send a task once for every office, spread over some seconds; return for how many.

    The one entry that a schedule needs for work that each office has: beat itself runs in no office.
    """
    task = self.app.tasks[task_name]
    return send_to_offices(task, Office.objects.all(), args=args, kwargs=kwargs, spread_seconds=spread_seconds)


def send_to_offices(
    task: Any, offices: Iterable[Office], *, args: tuple[Any, ...], kwargs: dict[str, Any], spread_seconds: int
) -> int:
    """Send a task to each of these offices; return how many there were."""
    sent = 0
    for office in offices:
        later = secrets.randbelow(spread_seconds) if spread_seconds else 0
        task.apply_async(args=args, kwargs=kwargs, countdown=later or None, headers={SCHEMA_HEADER: office.schema_name})
        sent += 1
    return sent
