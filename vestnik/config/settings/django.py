"""Applications, database, templates, languages, files."""

from pathlib import Path

from vestnik.config import env

ENV = env.load()
PACKAGE = Path(__file__).resolve().parents[2]
#: Where templates and static files are looked for: the newsroom's own look goes before ours.
LOOKS = [*([ENV.look] if ENV.look else []), PACKAGE / "design"]

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
VESTNIK_URL = ENV.url
VESTNIK_DATA = ENV.data
VESTNIK_PROXIES = ENV.proxies
VESTNIK_ALONE = ENV.alone
VESTNIK_LOOK = ENV.look
ALLOWED_HOSTS = ENV.allowed_hosts
#: Whether the net raises at a public write that nobody claimed (under test) or announces it.
VESTNIK_NET_RAISES = False

INSTALLED_APPS = [
    "vestnik.config",
    "vestnik.importer",
    "vestnik.desk",
    "vestnik.search",
    "vestnik.stories",
    "vestnik.photos",
    "vestnik.accounts",
    "vestnik.press",
    "vestnik.changes",
    "vestnik.design",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.snippets",
    "wagtail.images",
    "vestnik.desk.words.apps.UsersConfig",  # wagtail.users
    "wagtail.admin",
    "wagtail.search",
    "wagtail",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "vestnik.config.newsroom_headers.NewsroomHeadersMiddleware",
    "vestnik.config.newsroom_host.NewsroomHostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vestnik.accounts.signin.middleware.SecondFactorMiddleware",
    "vestnik.accounts.middleware.ActorMiddleware",
]

ROOT_URLCONF = "vestnik.config.urls"
WSGI_APPLICATION = "vestnik.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [look / "templates" for look in LOOKS],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Connections are kept: opening one costs more than a page's queries, and closing the last one of an
# SQLite file locks it for a checkpoint. A broken one is noticed at its next use.
DATABASES = {"default": ENV.database | {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

_NAMES = {"bg": "Български", "en": "English"}
LANGUAGE_CODE = ENV.language
LANGUAGES = [(code, _NAMES.get(code, code)) for code in ENV.languages]
# Ours go first: where a package has a text of the same English, it is heard in our words.
LOCALE_PATHS = [PACKAGE / "locale", PACKAGE / "config/packages_locale"]
FORMAT_MODULE_PATH = "vestnik.config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = ENV.data / "static"
STATICFILES_DIRS = [look / "static" for look in LOOKS if (look / "static").is_dir()]
MEDIA_ROOT = ENV.media_root
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "vestnik.photos.storage.OriginalStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

for _name, _value in ENV.email.items():
    globals()[_name] = _value
