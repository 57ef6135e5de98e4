"""Settings shared by every way of running. Values that differ come from the environment; nothing here is a secret."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.settings.database import database_from_environment

BASE_DIR = Path(__file__).resolve().parents[3]
env = environ.Env()

SECRET_KEY = env.str("RANGKUL_SECRET_KEY", default="")
FIELD_KEY_ENCRYPTION_KEY = env.str("RANGKUL_KEK", default="")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("RANGKUL_ALLOWED_HOSTS", default=[".localhost"])
STATE_DIR = Path(env.str("RANGKUL_STATE", default=str(BASE_DIR / ".demo")))

SHARED_APPS = [
    "django_tenants",
    "tenants",
    "custody",
    "library",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "reporting",
    "onboarding",
    "api",
    "frontend",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "template_partials",
    "config",
]
# An office's schema holds everything that is the office's own, its staff and their sessions included.
TENANT_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "accounts",
    "allauth",
    "allauth.account",
    "safeguards",
    "outbox",
    "sop_library",
    "cases",
    "documents",
    "referrals",
]
INSTALLED_APPS = SHARED_APPS + [app for app in TENANT_APPS if app not in SHARED_APPS]

TENANT_MODEL = "tenants.Office"
TENANT_DOMAIN_MODEL = "tenants.Domain"
PUBLIC_SCHEMA_URLCONF = "config.urls.public"
ROOT_URLCONF = "config.urls.office"
TENANT_LIMIT_SET_CALLS = True
OFFICE_DOMAIN = env.str("RANGKUL_OFFICE_DOMAIN", default="localhost")
PUBLIC_HOSTS: list[str] = env.list("RANGKUL_PUBLIC_HOSTS", default=[f"api.{OFFICE_DOMAIN}", f"console.{OFFICE_DOMAIN}"])
PARCELS_KEPT_DAYS = env.int("RANGKUL_PARCELS_KEPT_DAYS", default=30)
SESSION_POOLER = env.bool("RANGKUL_SESSION_POOLER", default=False)
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
DATABASES = {"default": database_from_environment(env)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # so early that the page of an unknown host has it too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.caching.KeptNowhereMiddleware",
    "tenants.middleware.OfficeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.StaffLanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "frontend.middleware.StaffDoorMiddleware",
]
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "frontend" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.office",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Staff: each office has its own, in its own schema -------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Staff"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # a user name is unique without regard to case: a constraint of the table
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "accounts.adapter.StaffAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# One office sits behind one address: limit by name first, by address generously.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip", "login_failed": "10/m/key,50/h/key,200/m/ip", "change_password": "5/m/user",
    "token_of_address": "60/m/ip", "token_of_client": "20/m/key",
}  # fmt: skip

SESSION_COOKIE_NAME = "rangkul_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 10  # a working day, with what comes after it
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "rangkul_csrf"
CSRF_COOKIE_HTTPONLY = False  # app.js puts the value that holds now into a form made before the last login
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Language and time: Indonesian is the source, English the second language; each office has its own zone ----------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "rangkul_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["config.formats"]

# --- Files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static_root"
STATICFILES_DIRS = [BASE_DIR / "frontend" / "static", BASE_DIR / ".cache" / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024  # a 5 MB note reaches its form, which says so at the field
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 2
FILE_UPLOAD_HANDLERS = ["frontend.uploads.SmallFiles"]

# --- Cache and background work ---------------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "django_tenants.cache.make_key",
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "rangkul",
        "KEY_FUNCTION": "django_tenants.cache.make_key",
    },
    "prints": {  # sheets that a worker set in type: web server and workers share it, each office its own
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "django_tenants.cache.make_key",
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(STATE_DIR / "prints"),
        "KEY_FUNCTION": "django_tenants.cache.make_key",
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}
CELERY_BROKER_URL = env.str("RANGKUL_BROKER_URL", default=REDIS_URL or "filesystem://")
CELERY_BROKER_TRANSPORT = "config.whole_files:Transport" if CELERY_BROKER_URL.startswith("filesystem") else None
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "data_folder_in": str(STATE_DIR / "broker" / "queue"),
        "data_folder_out": str(STATE_DIR / "broker" / "queue"),
        "control_folder": str(STATE_DIR / "broker" / "control"),
        "store_processed": False,
    }
    if CELERY_BROKER_URL.startswith("filesystem")
    else {}
)
CELERY_TASK_ROUTES = {"onboarding.carry_out": {"queue": "provisioner"}}  # whose worker alone has the owner's login
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated", "api.permissions.OwnPassword"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.LimitedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.problem_response",
    "DEFAULT_PAGINATION_CLASS": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rangkul API",
    "DESCRIPTION": "Work and cases of one office.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {"CaseState": "cases.models.Case.State", "ReportState": "cases.models.Report.State"},
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated", "api.permissions.OwnPassword"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"quiet": {"()": "config.errors.NoPersonalData"}},
    "formatters": {
        "line": {"()": "config.log_lines.LogLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["quiet"]}},
    # What sets letters in type tells at INFO of which characters: of a letter about a person, nobody's business.
    "loggers": {name: {"level": "ERROR"} for name in ("weasyprint", "fontTools")},
    "root": {"handlers": ["stderr"], "level": env.str("RANGKUL_LOG_LEVEL", default="WARNING")},
}
