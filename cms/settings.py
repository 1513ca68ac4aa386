"""Every setting of the site, and the only place that reads the environment.

Each variable named here stands in `.env.example`; a test compares the two.
"""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def required(name: str, hint: str) -> str:
    """The variable's value; starting without it ends in one clear line instead of a traceback."""
    value = env.str(name, default="")
    if not value:
        raise SystemExit(f"{name} is not set: {hint}")
    return value


# ── The process ──────────────────────────────────────────────────────────────
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = required(
    "SECRET_KEY", "give a long random string, in the environment or in .env (see .env.example)."
)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
if not ALLOWED_HOSTS:
    raise SystemExit(
        "ALLOWED_HOSTS is not set: name the site's hosts, separated by commas (see .env.example)."
    )
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
DEMO_ACCOUNTS = env.bool("DEMO_ACCOUNTS", default=DEBUG)

# ── The paper ────────────────────────────────────────────────────────────────
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="Báo Mẫu")
SITE_SLOGAN = env.str("SITE_SLOGAN", default="Tiếng nói của Đảng bộ, chính quyền và Nhân dân tỉnh Mẫu")
SITE_AGENCY = env.str("SITE_AGENCY", default="Báo và Phát thanh, Truyền hình Mẫu")
SITE_GOVERNING_BODY = env.str("SITE_GOVERNING_BODY", default="Cơ quan chủ quản: Tỉnh ủy Mẫu")
SITE_LICENCE = env.str(
    "SITE_LICENCE", default="Giấy phép số 00/GP-MẪU, cấp ngày 01/01/2026, nơi cấp: Cơ quan Mẫu"
)
SITE_ADDRESS = env.str("SITE_ADDRESS", default="Số 1, đường Mẫu, thành phố Mẫu, tỉnh Mẫu")
SITE_PHONE = env.str("SITE_PHONE", default="0200 000 0000")
SITE_EMAIL = env.str("SITE_EMAIL", default="toasoan@bao-mau.example")
SITE_HEAD = env.str("SITE_HEAD", default="Tổng Biên tập: Nguyễn Thị Mẫu")
# A picture in place of the name: a path below static/, or one from the root. Without one the name is set in type.
SITE_LOGO = env.str("SITE_LOGO", default="")
SITE_ACCENT = env.str("SITE_ACCENT", default="#8f1d1d")
SITE_ACCENT_DARK = env.str("SITE_ACCENT_DARK", default="#f0938a")
SITE_LUNAR_DATE = env.bool("SITE_LUNAR_DATE", default=True)
SITE_OWN_TEXT_APPROVAL = env.bool("SITE_OWN_TEXT_APPROVAL", default=False)
# What the form proposes; the law may change, so no code stands on the number.
SITE_CORRECTION_DAYS = env.int("SITE_CORRECTION_DAYS", default=90)

# ── Rooms ────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "cms.apps.CmsConfig",
    "record",
    "django_tasks",
    "django_tasks_db",
    "mail",
    "accounts",
    "files",
    "photos",
    "pages.apps.PagesConfig",
    "articles",
    "letters.apps.LettersConfig",
    "comments",
    "demo",
    "ckeditor",
    "cms.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "cms.apps.StaticConfig",
]

# Readers never pay for a session: it is opened only when something under /admin/ reads it.
MIDDLEWARE = [
    "cms.headers.safety_headers",
    "django.middleware.security.SecurityMiddleware",
    "cms.http.one_instant",
    "cms.errors.worded",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.limits",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
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
                "cms.http.paper",
            ],
        },
    }
]

# ── Where things are kept ────────────────────────────────────────────────────
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'toasoan.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock at once: a deferred lock that grows in mid-transaction fails
    # with "database is locked" however long the timeout is.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Without recursive triggers, REPLACE deletes a row and no trigger sees it.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
    }
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

MEDIA_URL = env.str("MEDIA_URL", default="/media/")
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))
# What was taken off the site, for the record: outside what any server answers from.
PRIVATE_ROOT = env.str("PRIVATE_ROOT", default=str(BASE_DIR / "var" / "private"))
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "var" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static", ("huong-dan", BASE_DIR / "docs" / "huong-dan" / "anh")]
STORAGES = {
    "default": {"BACKEND": "cms.storage.WholeFiles"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "cms.storage.HashedStatic"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# A photo from a telephone is 4 to 12 MB; the text of an article is far below a megabyte.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
PHOTO_MAX_BYTES = 25 * 1024 * 1024
PHOTO_MAX_PIXELS = 60_000_000
# Of PNG, WebP and GIF, which can't be decoded at a half: each of these pixels is in memory at once.
PHOTO_MAX_PIXELS_WHOLE = 20_000_000
# A Word file with its pictures.
WORD_MAX_BYTES = 60 * 1024 * 1024
# Attachments, in megabytes. Whatever is larger than the largest of them is turned away before it is written anywhere.
FILE_MAX_MB_DOCUMENT = env.int("FILE_MAX_MB_DOCUMENT", default=25)
FILE_MAX_MB_AUDIO = env.int("FILE_MAX_MB_AUDIO", default=100)
FILE_MAX_MB_VIDEO = env.int("FILE_MAX_MB_VIDEO", default=500)
FILE_UPLOAD_HANDLERS = [
    "cms.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ── Who works here ───────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.GrantBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# A session ends after so many minutes without use, and so many hours after the login at the latest.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=240)
SESSION_HOURS = env.int("SESSION_HOURS", default=72)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
# Seconds for which a link to a new password is good.
PASSWORD_RESET_TIMEOUT = 2 * 3600

# ── Safety ───────────────────────────────────────────────────────────────────
HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cms.errors.forbidden"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Whoever asks whether the process is up asks it directly, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None

# ── Language and time ────────────────────────────────────────────────────────
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "django_gaps"]
FORMAT_MODULE_PATH = "cms.formats"
USE_I18N = USE_TZ = True
# Grouped where a template asks for it (`floatformat:"0g"`): everywhere would group ids, widths and versions too.
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Asia/Ho_Chi_Minh"

# ── Mail and log ─────────────────────────────────────────────────────────────
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = SITE_EMAIL
# Seconds for each answer of the mail server; without it a silent one holds the worker for ever.
EMAIL_TIMEOUT = 20
# A task is a row, written in the transaction that asks for it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

# ── The editor ───────────────────────────────────────────────────────────────
# `divarea`: the iframe editor fails under our CSP. Without the two entity settings Vietnamese is
# stored as `&agrave;`. What the editor lets through is cleaned again by `cms.html` on every save.
CKEDITOR_CONFIGS = {
    "default": {
        "language": "vi",
        "width": "100%",
        "height": 420,
        # What is written with a capital and no CKEditor's is ours: static/js/editor.js.
        "toolbar": [
            ["Format", "Bold", "Italic", "RemoveFormat"],
            ["NumberedList", "BulletedList", "Blockquote", "Table"],
            ["Link", "ArticleLink", "Unlink"],
            ["Photo", "Gallery", "Embed", "File", "Box"],
            ["PasteNotes", "Decode"],
            ["Undo", "Redo", "Find"],
        ],
        "format_tags": "p;h2;h3",
        "extraPlugins": "divarea,newsroom",
        "removePlugins": "elementspath,scayt,wsc,exportpdf,image,uploadimage,iframe,forms,smiley",
        # What `cms.html` lets through, so that nobody sees in the editor what would not be kept.
        "allowedContent": (
            "p h2 h3 ul ol li blockquote table thead tbody tr hr br strong em b i u sub sup figcaption aside;"
            "th[colspan,rowspan,scope]; td[colspan,rowspan]; a[!href,title]; div[!data-gallery];"
            "figure[data-photo,data-file,data-embed,data-credit,data-alt]"
        ),
        "entities": False,
        "basicEntities": True,
        "fillEmptyBlocks": False,
        "versionCheck": False,
        "disableNativeSpellChecker": False,
        "linkDefaultProtocol": "https://",
        "linkShowAdvancedTab": False,
        # It would upload past the libraries, and opens a frame that the policy of the page refuses.
        "removeDialogTabs": "link:upload",
        "linkShowTargetTab": False,
        "forcePasteAsPlainText": False,
        "title": "Nội dung",
    }
}
# Pages about the paper hold words alone.
CKEDITOR_CONFIGS["pages"] = CKEDITOR_CONFIGS["default"] | {
    "toolbar": [
        ["Format", "Bold", "Italic", "RemoveFormat"],
        ["NumberedList", "BulletedList", "Blockquote", "Table"],
        ["Link", "Unlink"],
        ["Undo", "Redo", "Find"],
    ],
    "extraPlugins": "divarea",
    "allowedContent": (
        "p h2 h3 ul ol li blockquote table thead tbody tr hr br strong em b i u sub sup;"
        "th[colspan,rowspan,scope]; td[colspan,rowspan]; a[!href,title]"
    ),
    "title": "Nội dung trang",
}
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]
CKEDITOR_BASEPATH = f"{STATIC_URL}ckeditor/ckeditor/"
