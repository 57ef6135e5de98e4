"""Django's database backend for offices: `ENGINE = "tenants.backend"`."""
