"""One settings file; everything that differs between places comes from the environment."""

import re
import sys
from pathlib import Path

import environ
import pghistory
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
TESTING = "pytest" in sys.modules

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="test" if TESTING else environ.Env.NOTSET)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=False)
DEMO = env.bool("BOLOTS_DEMO", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "axes",
    "csp",
    "django_htmx",
    "bolots",
    "tenancies",
    "arrears",
    "outreach",
    "evaluation",
]
if DEMO or TESTING or env.bool("BOLOTS_DEMO_INSTALLED", default=False):
    INSTALLED_APPS.append("demo")
if TESTING:
    INSTALLED_APPS.append("zeal")

MIDDLEWARE = [
    "bolots.middleware.incident",
    "bolots.middleware.headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "bolots.middleware.refusals",
    "bolots.middleware.audit",
    "bolots.middleware.OwnPassword",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
if TESTING:
    MIDDLEWARE.append("zeal.middleware.zeal_middleware")

ROOT_URLCONF = "bolots.urls"
WSGI_APPLICATION = "bolots.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "builtins": [
                "bolots.templatetags.bolots",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bolots.context.frame",
            ],
        },
    }
]

# --- database: the process connects as the application's role, migrations as the owner ------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgresql://localhost/bolots")}
DATABASES["default"] |= {"ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DATABASE_OWNER_URL = env("DATABASE_OWNER_URL", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- broker: only triggers; the database knows what is due -------------------------------------------------
REDIS_URL = env("REDIS_URL", default="redis://localhost:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = "Europe/Stockholm"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=45)  # a killed worker's run is taken again after this

# --- who ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "bolots.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- language and time ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
LOCALE_PATHS = [BASE_DIR / app / "locale" for app in ("bolots", "tenancies", "arrears", "outreach", "evaluation")]

# --- files ---------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG or TESTING  # no collected files there
DATA_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024
BANK_INBOX = env("BOLOTS_INBOX", default="")
# "5050-1055=SE45…" is one account under two numbers: its bankgiro and its IBAN.
_ACCOUNTS = [
    [re.sub(r"\W", "", number).upper().lstrip("0") for number in written.split("=")]
    for written in env.list("BOLOTS_RECEIVERS", default=["5050-1055"])
]
BANK_SAME_ACCOUNT = {number: numbers[0] for numbers in _ACCOUNTS for number in numbers}
BANK_RECEIVERS = frozenset(BANK_SAME_ACCOUNT)
BANK_SHARED = frozenset(
    re.sub(r"\W", "", n).upper().lstrip("0") for n in env.list("BOLOTS_SHARED_RECEIVERS", default=[])
)
OWN_OCR_SERIES = tuple(env.list("BOLOTS_OCR_SERIES", default=["7"]))
# the municipality's accounts, for the export to them: BOLOTS_ACCOUNTS="owed=1510,bank=1930"
LEDGER_ACCOUNTS = env.dict("BOLOTS_ACCOUNTS", default={})

# --- the landlord, as papers to tenants name it (arrears/landlord.py) -------------------------------------------------
LANDLORD = {
    "name": env("BOLOTS_LANDLORD_NAME", default="Kommunen"),
    "unit": env("BOLOTS_LANDLORD_UNIT", default="Vuxenenheten"),
    "street": env("BOLOTS_LANDLORD_STREET", default="Storgatan 1"),
    "place": env("BOLOTS_LANDLORD_PLACE", default="100 00 Exempelstad"),
    "org_number": env("BOLOTS_LANDLORD_ORG_NUMBER", default="212000-0000"),
    "bankgiro": env("BOLOTS_LANDLORD_BANKGIRO", default="5050-1055"),
    "phone": env("BOLOTS_LANDLORD_PHONE", default="08-465 004 10"),
    "hours": env("BOLOTS_LANDLORD_HOURS", default="vardagar klockan 9–15"),
}

# --- security --------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "bolots.views.errors.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "bolots.logs.Discreet", "format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"bolots": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}

# --- the audit trail (django-pghistory): snapshots of every mutable model -----------------------------------------
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_APPEND_ONLY = True

# --- what each app adds to the search, the spreadsheet of the register, a home's timeline and its page ---------------
TIMELINE = ["tenancies.history", "arrears.timeline", "arrears.termination_timeline", "outreach.timeline"]
SEARCHES = ["tenancies.finding.find", "outreach.finding.find"]
REGISTER_COLUMNS = ["arrears.register_columns.PART"]
REMINDER_WATCHES = ["tenancies.reminding.WATCHES", "arrears.claim_watches.WATCHES"]
REMINDER_PAGES = {"rent_notice": "arrears:charge", "demand": "arrears:demand", "plan": "arrears:plan"}  # by its source
TENANCY_PANELS = [
    "arrears.panels.tenancy",
    "arrears.termination_panel.tenancy",
    "outreach.panels.tenancy",
    "arrears.plan_panel.tenancy",
]
MOVE_ON_CRITERIA = ["arrears.moving_on.criteria", "tenancies.moving_on.criteria"]
INCIDENT_PANELS = ["outreach.panels.incident"]

# --- what members of staff are responsible for, each app's own part (bolots/staffing.py) -----------------------------
STAFFING = ["tenancies.staffing", "outreach.staffing"]

ZEAL_RAISE = True
ZEAL_ALLOWLIST = [{"model": "sessions.Session"}]  # a session that dies is read again to be deleted
