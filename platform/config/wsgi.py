"""The WSGI application. Without DJANGO_SETTINGS_MODULE it does not start: what a server is, it is told."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

import config.celery  # noqa: E402, F401 - tasks sent by the web server go to this application
