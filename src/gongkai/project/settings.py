"""Django's settings, taken from the environment; `environment` says what each variable means."""

from __future__ import annotations

from datetime import timedelta

import dj_database_url

from gongkai.project.environment import home, secret_key, value

HOME = home()
SECRET_KEY = secret_key()
DEBUG = value("GONGKAI_DEBUG")
ALLOWED_HOSTS = value("GONGKAI_HOSTS")
SITE_URL = value("GONGKAI_SITE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "gongkai.project.apps.ProjectConfig",
    "gongkai.reporting.apps.ReportingConfig",
    "gongkai.applications.apps.ApplicationsConfig",
    "gongkai.letters.apps.LettersConfig",
    "gongkai.duties.apps.DutiesConfig",
    "gongkai.registers.apps.RegistersConfig",
    "gongkai.serving.apps.ServingConfig",
    "gongkai.publishing.apps.PublishingConfig",
    "gongkai.portal.apps.PortalConfig",
    "gongkai.search.apps.SearchConfig",
    "gongkai.agencies.apps.AgenciesConfig",
    "gongkai.calendar.apps.CalendarConfig",
    "gongkai.files.apps.FilesConfig",
    "gongkai.numbering.apps.NumberingConfig",
    "gongkai.tasks.apps.TasksConfig",
    "gongkai.audit.apps.AuditConfig",
    "wagtail.contrib.redirects",
    "wagtail.contrib.table_block",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

PERSONAL_KEYS = value("GONGKAI_PERSONAL_KEYS")
COUNTING = value("GONGKAI_COUNTING")
ONLINE_APPLICATIONS = value("GONGKAI_ONLINE_APPLICATIONS")
DRAFT_DAYS = value("GONGKAI_DRAFT_DAYS")
APPLY_PER_HOUR = value("GONGKAI_APPLY_PER_HOUR")
GUESSES_PER_HOUR = value("GONGKAI_GUESSES_PER_HOUR")
BEHIND_PROXY = value("GONGKAI_PROXY")

# Notices to applicants (gongkai.notices).
_smtp = value("GONGKAI_SMTP")
EMAIL_HOST = _smtp.get("host", "")
EMAIL_PORT = _smtp.get("port", 25)
EMAIL_HOST_USER = _smtp.get("user", "")
EMAIL_HOST_PASSWORD = _smtp.get("password", "")
EMAIL_USE_TLS = _smtp.get("tls", False)
EMAIL_USE_SSL = _smtp.get("ssl", False)
DEFAULT_FROM_EMAIL = value("GONGKAI_MAIL_FROM")
SMS_URL = value("GONGKAI_SMS_URL")
SMS_BODY = value("GONGKAI_SMS_BODY")
SMS_AUTHORIZATION = value("GONGKAI_SMS_AUTHORIZATION")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "gongkai.agencies.middleware.OfficeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongkai.project.urls"
WSGI_APPLICATION = "gongkai.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Databases: SQLite is embedded and durable (an acknowledged record survives a power cut); PostgreSQL is production.
_SQLITE_START = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-32768;PRAGMA mmap_size=134217728;"
)
DATABASE_URL = value("DATABASE_URL") or f"sqlite:///{HOME / 'gongkai.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": _SQLITE_START,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = value("GONGKAI_LOCKOUT")
AXES_COOLOFF_TIME = timedelta(minutes=value("GONGKAI_LOCKOUT_MINUTES"))
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # nobody can keep another person locked out for good
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "gongkai.agencies.login.locked_out"

SESSION_COOKIE_AGE = value("GONGKAI_SESSION_HOURS") * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = value("GONGKAI_HTTPS")
SECURE_HSTS_SECONDS = 31_536_000 if value("GONGKAI_HTTPS") else 0
if value("GONGKAI_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "SAMEORIGIN"  # the back office shows previews in a frame
SECURE_REFERRER_POLICY = "same-origin"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [HOME / "locale"]  # compiled by project.translations when the platform starts
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
DATETIME_FORMAT = "Y-m-d H:i"  # 国办发〔2017〕47号: YYYY-MM-DD HH:MM
DATE_FORMAT = "Y-m-d"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "/files/"
MEDIA_ROOT = HOME / "public"
STORAGES = {
    "default": {"BACKEND": "gongkai.files.storage.PublicStorage"},
    "private": {"BACKEND": "gongkai.files.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # the pages allow fewer, and say so in words
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_BYTES = value("GONGKAI_UPLOAD_MB") * 1024 * 1024
BACKUPS = value("GONGKAI_BACKUPS")

# Public pages kept and published (gongkai.serving).
CACHE_BYTES = value("GONGKAI_CACHE_MB") * 1024 * 1024
CACHE_URL = value("GONGKAI_CACHE_URL")
if CACHE_URL:
    CACHES = {
        "default": {
            "BACKEND": "gongkai.serving.redis.ForgivingRedisCache",
            "LOCATION": CACHE_URL,
            "KEY_PREFIX": "gongkai",
        }
    }
PUBLISH_TO = value("GONGKAI_PUBLISH_TO")
S3_ENDPOINT = value("GONGKAI_S3_ENDPOINT")
OFFICE_HOST = value("GONGKAI_OFFICE_HOST").lower()
if OFFICE_HOST:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, OFFICE_HOST]
    CSRF_TRUSTED_ORIGINS.append(f"{'https' if value('GONGKAI_HTTPS') else 'http'}://{OFFICE_HOST}")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}

WAGTAIL_SITE_NAME = "公开"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILDOCS_DOCUMENT_MODEL = "files.OfficeDocument"
WAGTAILIMAGES_IMAGE_MODEL = "files.OfficeImage"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "gongkai.files.forms.DocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "gongkai.files.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpeg", "jpg", "png", "webp"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOAD_BYTES
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = False  # review comes as acts of our own
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 1

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "gongkai.project.logs.Discreet"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", **({} if DEBUG else {"formatter": "discreet"})}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers stay out; a page that is not there, or a form refused, is no event for the log
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
    },
}
