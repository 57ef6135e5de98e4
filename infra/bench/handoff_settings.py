"""The product's settings for measuring handoffs: tasks go through a real broker, to a worker of their own."""

from config.settings.test import *  # noqa: F403
from config.settings.test import env

CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_URL = env.str("RANGKUL_BROKER_URL")
CELERY_BROKER_TRANSPORT = "config.whole_files:Transport" if CELERY_BROKER_URL.startswith("filesystem") else None
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {name: env.str("RANGKUL_STATE") + f"/broker/{folder}" for name, folder in
     {"data_folder_in": "queue", "data_folder_out": "queue", "control_folder": "control"}.items()}
    if CELERY_BROKER_URL.startswith("filesystem") else {}
)  # fmt: skip
