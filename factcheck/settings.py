"""Every setting of the site, from the environment only; nonsense ends the process with one line.

A site is in production when ALLOWED_HOSTS names a host beyond this machine. Then a secret key must be given and
everything goes over HTTPS. Without that, Django answers to this machine alone, and plain http://127.0.0.1 may log in.
"""

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from factcheck.broker import broker_url
from factcheck.environment import (
    BASE_DIR,
    data_directory,
    public_hosts,
    read_bool,
    read_hosts,
    read_text,
    read_whole_number,
    read_words,
    refuse,
    secret_key,
    subfolder,
)
from factcheck.rhythm import SCHEDULE, SCHEDULER, TASK_SECONDS, TRANSPORT_OPTIONS

DATA_DIR = data_directory()
ALLOWED_HOSTS = read_hosts("ALLOWED_HOSTS")
PRODUCTION = bool(public_hosts(ALLOWED_HOSTS))
DEBUG = read_bool("DJANGO_DEBUG", default=False)
if DEBUG and PRODUCTION:
    refuse("DJANGO_DEBUG is on while ALLOWED_HOSTS opens the site to other machines. Switch it off.")
SECRET_KEY = secret_key(DATA_DIR, production=PRODUCTION)

# --- the application -------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "annotations",  # first: its `test` command is the one that runs
    "factcheck",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]
MIDDLEWARE = [
    "factcheck.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "annotations.web.errors.TroubleMiddleware",
]
if PRODUCTION:
    MIDDLEWARE.insert(0, "factcheck.client_address.ClientAddressMiddleware")
ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"
AUTH_USER_MODEL = "annotations.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "annotations.web.context.mentions",
            ],
        },
    },
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
REST_FRAMEWORK = {
    # Authentication, parsers and the rest stand on `annotations.api.base.Endpoint`, beside their reasons.
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "annotations.api.problems.answer",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Factcheck",
    "DESCRIPTION": (
        "Mark, check and review statements in articles. Offsets count Unicode code points; `end` is exclusive."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # Words of choices stay where they are used: `state` means another list on every thing.
    "POSTPROCESSING_HOOKS": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# --- the databases ---------------------------------------------------------------------------------------------------
SQLITE_SETUP = "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;PRAGMA cache_size=-20000;"
SQLITE = {
    # IMMEDIATE: of 480 racing transactions none was lost; Django's own mode lost 201 to "database is locked".
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_SETUP},
    # A file, since threads that share an in-memory database lock each other out.
    "TEST": {"NAME": str(DATA_DIR / "test.sqlite3")},
}
POSTGRESQL = {"OPTIONS": {"pool": {"min_size": 1, "max_size": 10, "timeout": 10}}}


def _database() -> dict[str, object]:
    url = read_text("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
    scheme = url.partition("://")[0]
    if scheme not in ("sqlite", "postgres", "postgresql"):
        refuse(f"DATABASE_URL starts with {scheme!r}. It must start with postgres:// or sqlite:///.")
    try:
        # The pool keeps PostgreSQL's connections; opening SQLite's anew costs a request more than its queries do.
        found = dj_database_url.parse(url, conn_max_age=600 if scheme == "sqlite" else 0)
    except ValueError as error:
        refuse(f"DATABASE_URL cannot be read: {error}")
    return {**found, **(SQLITE if scheme == "sqlite" else POSTGRESQL)}


DATABASES = {"default": _database()}

# --- the queue -------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = broker_url()
CELERY_BROKER_TRANSPORT_OPTIONS = TRANSPORT_OPTIONS
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = TASK_SECONDS
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = SCHEDULER
CELERY_BEAT_SCHEDULE = SCHEDULE

# --- language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("uk", "Українська")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION
TIME_ZONE = "UTC"
USE_TZ = True

# --- files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = subfolder(DATA_DIR, "static")
FONTS_DIR = subfolder(DATA_DIR, "fonts")
STATICFILES_DIRS = [("fonts", FONTS_DIR)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "factcheck.static.SiteStaticFilesStorage"},
}
MAX_UPLOAD_BYTES = read_whole_number("FACTCHECK_MAX_UPLOAD_MB", default=10, lowest=1, highest=1024) * 1024 * 1024
# A pasted text or a JSON body comes whole into memory; the margin lets our own message answer one just over the limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES + 1024 * 1024
ENGINES = read_words("FACTCHECK_ENGINES", default="rules")

# --- security --------------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_TRUSTED_ORIGINS = [
    "https://" + ("*" + host if host.startswith(".") else host) for host in public_hosts(ALLOWED_HOSTS)
]
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- logs ------------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "factcheck.request_id.RequestIdFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]},
    },
    # A library speaks up when something is wrong; what is done is told by those named here.
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        **{name: {"level": "INFO"} for name in ("annotations", "celery", "factcheck")},
    },
}
