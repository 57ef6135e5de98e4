"""The Celery application: every task carries its office; the schedule only sends one message, which fans out.

Without DJANGO_SETTINGS_MODULE no worker starts, as `config.wsgi`.
"""

import django
from celery.schedules import crontab
from django.apps import apps

if not apps.models_ready:  # a worker starts here; the web server and commands are setting Django up already
    django.setup()

from tenants.tasks import OfficeCelery

app = OfficeCelery("rangkul")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks([
    "tenants", "safeguards", "accounts", "outbox", "cases", "documents", "referrals", "reporting", "onboarding",
    "sop_library",
])  # fmt: skip
app.conf.task_tenant_cache_seconds = 60
app.conf.beat_schedule = {
    "open-what-was-asked": {"task": "onboarding.carry_out", "schedule": 30.0, "options": {"expires": 30}},
    "tell-those-above": {
        "task": "tenants.for_every_office",
        "schedule": crontab(minute="27"),
        "args": ["onboarding.tell_state"],
        "kwargs": {"spread_seconds": 600},
    },
    "follow-other-offices": {"task": "referrals.sweep", "schedule": 30.0, "options": {"expires": 30}},
    "carry-moves": {
        "task": "tenants.for_every_office",
        "schedule": crontab(minute="3-59/10"),
        "args": ["cases.carry_moves"],
        "kwargs": {"spread_seconds": 300},
    },
    "take-up-names": {
        "task": "tenants.for_every_office",
        "schedule": crontab(minute="1"),
        "args": ["sop_library.take_up_names"],
        "kwargs": {"spread_seconds": 300},
    },
    "remind-receivers": {
        "task": "tenants.for_every_office",
        "schedule": crontab(minute="*/10"),
        "args": ["referrals.remind"],
        "kwargs": {"spread_seconds": 300},
    },
    "sweep-outboxes": {"task": "outbox.sweep", "schedule": 30.0, "options": {"expires": 30}},
    "forget-old-messages": {
        "task": "tenants.for_every_office",
        "schedule": crontab(minute="37", hour="18"),
        "args": ["outbox.forget_old_messages"],
        "kwargs": {"spread_seconds": 1800},
    },
    "forget-parcels": {
        "task": "tenants.for_every_office",
        "schedule": crontab(minute="57", hour="18"),
        "args": ["referrals.forget_parcels"],
        "kwargs": {"spread_seconds": 1800},
    },
    "publish-indicators": {"task": "reporting.publish", "schedule": 300.0, "options": {"expires": 300}},
    "carry-missed-facts": {
        "task": "tenants.for_every_office",
        "schedule": crontab(minute="7", hour="19"),
        "args": ["reporting.carry_everything"],
        "kwargs": {"spread_seconds": 1800},
    },
    "verify-access-logs": {
        "task": "tenants.for_every_office",
        "schedule": crontab(minute="17", hour="18"),
        "args": ["safeguards.verify_access_log"],
        "kwargs": {"spread_seconds": 1800},
    },
    "forget-old-sessions": {
        "task": "tenants.for_every_office",
        "schedule": crontab(minute="47", hour="18"),
        "args": ["accounts.forget_old_sessions"],
        "kwargs": {"spread_seconds": 1800},
    },
    "forget-old-console-sessions": {
        "task": "accounts.forget_old_console_sessions",
        "schedule": crontab(minute="52", hour="18"),
    },
}
