"""The shared schema's own tables: the registry, the offices and the addresses that lead to them."""

from tenants.models.office import Domain, Office, OfficeKey
from tenants.models.registry import Kind, Province, Regency
from tenants.models.template import OfficeTemplate

__all__ = ["Domain", "Kind", "Office", "OfficeKey", "OfficeTemplate", "Province", "Regency"]
