"""The one settings file, read from top to bottom. docs/operations.md lists every variable.

Secure unless told otherwise: only DEBUG=1 relaxes anything. In production an unsafe or missing
value stops the start with one sentence that says what to do. What Django already sets strictly
(cookies, frames, referrer, sniffing) is not repeated here.
"""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
PRODUCTION = not DEBUG


def demand(met: bool, sentence: str) -> None:
    """Refuse to start, with a sentence for the person who can mend it."""
    if not met:
        raise ImproperlyConfigured(sentence)


def protection(name: str) -> bool:
    """Read a safety flag, which may be off in development only."""
    value = env.bool(name, default=PRODUCTION)
    demand(
        value or DEBUG,
        f"{name} is off, which is unsafe in production: "
        f"remove {name} from the environment, or set it to 1.",
    )
    return value


# Who may reach the register, and how -----------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
demand(
    len(SECRET_KEY) >= 50,
    "SECRET_KEY is missing or shorter than 50 characters: set it to a long random text, "
    'such as python3 -c "import secrets; print(secrets.token_urlsafe(50))" prints.',
)

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"] if DEBUG else [])
demand(
    bool(ALLOWED_HOSTS) and "*" not in ALLOWED_HOSTS,
    "ALLOWED_HOSTS is missing or allows every host: "
    "set it to the register's own host names, separated by commas.",
)

SITE_URL = env.str("SITE_URL", default="").rstrip("/")  # the one address to be found by
demand(
    not SITE_URL or bool(re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]+)?", SITE_URL)),
    "SITE_URL is no address of a site: "
    "set it to scheme and host only, such as https://register.stz.example, or remove it.",
)
demand(
    SITE_URL.startswith("https://") or not SITE_URL or DEBUG,
    "SITE_URL is not https, which is unsafe in production: let it begin with https://.",
)

SECURE_SSL_REDIRECT = protection("SECURE_SSL_REDIRECT")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by machines on the inside, over HTTP
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if PRODUCTION else 0)
demand(
    SECURE_HSTS_SECONDS > 0 or DEBUG,
    "SECURE_HSTS_SECONDS is 0, which is unsafe in production: "
    "remove SECURE_HSTS_SECONDS from the environment, or set it to a number of seconds above 0.",
)
if env.bool("BEHIND_TLS_PROXY", default=False):  # headers that only a proxy of ours may set
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    AXES_CLIENT_IP_CALLABLE = "stz_registry.lockout.client_address"

SESSION_COOKIE_SECURE = protection("SESSION_COOKIE_SECURE")
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
CSRF_COOKIE_SECURE = protection("CSRF_COOKIE_SECURE")
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "stz_registry.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # a condition with many names, edited in one form
DATA_UPLOAD_MAX_NUMBER_FILES = 5

SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains binds sites of STZ that this register does not run
    "security.W021",  # nor is putting the whole domain on browsers' preload lists ours to decide
]

# What the register is made of -------------------------------------------------------------------

INSTALLED_APPS = [
    "hospitals",
    "centres",
    "assessments",
    "stz_registry.apps.RegisterConfig",
    "stz_registry.apps.RegisterAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",  # the templates of the sitemap
    "django.contrib.humanize",  # allauth's page of passkeys writes "3 days ago" with it
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "stz_registry.middleware.FirstRequestOfTheDay",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "stz_registry.middleware.ClosedAccountPages",
    "stz_registry.middleware.RequireSecondFactor",
    "stz_registry.middleware.KeepCommitteePagesPrivate",
    "stz_registry.errors.ErrorPages",
    "axes.middleware.AxesMiddleware",  # last: it turns a refused log-in into the lock-out page
]

ROOT_URLCONF = "stz_registry.urls"
WSGI_APPLICATION = "stz_registry.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stz_registry.context.register",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Where things are kept ---------------------------------------------------------------------------

SQLITE_FILE = BASE_DIR / "var" / "register.sqlite3"
SQLITE_OPTIONS = {  # readers beside one writer; a second writer waits instead of failing
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        # Django remakes a table to change it; triggers of other tables that read it may stay.
        " PRAGMA legacy_alter_table=ON;"
    ),
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}
DATABASE = env.db_url("DATABASE_URL", default=f"sqlite:///{quote(str(SQLITE_FILE))}")
demand(
    DATABASE.get("ENGINE") in {"django.db.backends.sqlite3", "django.db.backends.postgresql"},
    "DATABASE_URL names a database that the register does not know: "
    "start it with postgres:// or sqlite:///.",
)
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    DATABASE["OPTIONS"] = DATABASE.get("OPTIONS", {}) | SQLITE_OPTIONS
else:
    DATABASE |= {"CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60), "CONN_HEALTH_CHECKS": True}
DATABASES = {"default": DATABASE}

# What all processes must know is kept in tables; one development process needs none. Each cache
# throws entries away when it is full: counts of log-in attempts must never go to make room for a
# list of 20 MB, nor because somebody tries a thousand names.
LOCAL_CACHE = "django.core.cache.backends.locmem.LocMemCache"
SHARED_CACHE = "django.core.cache.backends.db.DatabaseCache"
CACHES = {
    name: {
        "BACKEND": LOCAL_CACHE if DEBUG else SHARED_CACHE,
        "LOCATION": table,
        "OPTIONS": {"MAX_ENTRIES": most},
    }
    for name, table, most in [
        ("default", "cache", 100_000),  # counts of log-in attempts
        ("searches", "cache_searches", 20_000),  # counts of searches that found nothing
        ("uploads", "cache_uploads", 20),  # lists that wait for their confirmation
    ]
}

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
HASHED_STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": PLAIN_STATIC if DEBUG else HASHED_STATIC},
}

# Evidence of applications: outside every folder that is served, under names that nobody can guess.
EVIDENCE_FOLDER = Path(env.str("EVIDENCE_FOLDER", default="") or BASE_DIR / "var" / "evidence")
EVIDENCE_MAX_BYTES = 20 * 2**20  # of one document

# A reset link in a log would be a leak: only a development machine prints its mail.
vars().update(env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "dummymail://"))
EMAIL_TIMEOUT = 30  # seconds; a mail server that says nothing holds nobody up
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="register@stz.example")
# Letters and reminders without a mail server: a file for each, to send by hand or to look at.
OUTBOX_FOLDER = Path(env.str("OUTBOX_FOLDER", default="") or BASE_DIR / "var" / "outbox")
OUTBOX_ATTEMPTS = 8  # after so many refusals a letter or reminder is given up, and shown to staff
OUTBOX_FIRST_DELAY = timedelta(minutes=15)  # after a refusal; twice as long after each next one

# Language and time -------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "stz_registry.formats"
TIME_ZONE = "Europe/Amsterdam"

# Accounts ----------------------------------------------------------------------------------------

REQUIRE_SECOND_FACTOR = protection("REQUIRE_SECOND_FACTOR")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses who is locked out
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATION}.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "stz_registry.accounts.ClosedSignup"  # staff make accounts, nobody signs up
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # logged out when the browser closes
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
# Failed passwords and codes: ten a minute per address, whatever the names; and ten a quarter per
# key, which is a name at an address (see ClosedSignup) or, for codes, the account.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,10/15m/key",
    "report": "5/h/key",  # errors reported by one visitor; the key is a digest of the address
    "reports": "500/d/key",  # by all visitors together
}
MFA_ADAPTER = "stz_registry.accounts.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "STZ TEC-register"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_USERNAME_CALLABLE = "stz_registry.accounts.name_tried"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False  # no greeting in the output of every command
AXES_ALLOWED_CORS_ORIGINS = ""  # no other site may ask a visitor's browser to log in here

SIMPLE_HISTORY_REVERT_DISABLED = True  # the past is read, never put back with a button

IMPORT_MAX_BYTES = 20 * 2**20  # of one file that staff upload
IMPORT_MAX_ROWS = 100_000  # of one table in it

# Logging: what visitors search for and the postcodes they give are in no log ---------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "without_query": {"()": "stz_registry.logs.WithoutQuery"},
        "short_refusals": {"()": "stz_registry.logs.ShortRefusals"},
    },
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["without_query", "short_refusals"],
            "formatter": "plain",
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Django's own handlers go, so that every line passes the filter once.
    "loggers": {"django": {"handlers": []}, "django.server": {"handlers": [], "propagate": True}},
}

# What STZ decides: each a policy that may change without a change to the code --------------------

RECOGNITION_TERM_YEARS = 4  # a recognition ends on the day before the same date this much later
EXTEND_DURING_REASSESSMENT = True  # an application in time keeps the recognition alive
EXTENSION_MONTHS_AFTER_RELEASE = 3  # how long beyond the planned release of the round
CONFLICT_YEARS = 4  # how long a former employer is still an interest of a committee member
ASSESSORS_PER_APPLICATION = 2
FINDINGS_DUE_DAYS_BEFORE_MEETING = 7  # so that everybody reads where assessors differ
SHOW_NUMBER_OF_APPLICATIONS = False  # of a round that is being assessed, before its release
OBJECTION_TERM_WEEKS = 6  # how long a hospital may object to a decision
SMALLEST_NUMBER_SHOWN = 5  # a smaller count in the figures could point at patients or assessors
# Reminders: how long before its day a person hears of something; each step once.
REMIND_CLOSING_DAYS = (28, 14, 3)  # a draft that can still be submitted
REMIND_COMPLETION_DAYS = (7, 2)  # an application that was returned
REMIND_REQUIREMENT_DAYS = (60, 14, 1)  # a requirement that is not met; once more the day after
REMIND_TERM_MONTHS = (12, 6, 3)  # a term that ends while nobody applied
REMIND_FINDINGS_DAYS = (7, 2)  # findings that were not submitted
REPORT_ANSWER_DAYS = 10  # working days within which a reader who reports an error gets an answer
REPORT_ADDRESS_KEPT_DAYS = 90  # how long their e-mail address is kept once that is settled
CONFIRMATION_HOLDS_MONTHS = 13  # a hospital is asked once a year, a month is its time to answer
ENDING_SOON_MONTHS = 12  # from here on a recognition is called "ending soon"
# Where "klopt er iets niet?" leads; production sets its own address.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="") or "register@stz.example"
