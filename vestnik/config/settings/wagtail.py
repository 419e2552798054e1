"""Wagtail: what is used of it, and which of its roads are closed."""

from vestnik.config.settings.django import ENV

WAGTAIL_SITE_NAME = "Вестник"
WAGTAILADMIN_BASE_URL = ENV.newsroom_url
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = [
    (code, {"bg": "Български", "en": "English"}.get(code, code)) for code in ENV.languages
]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("bg", "Български"), ("en", "English")]
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Only who takes the step can edit while it runs. With True each save in the editor, also the one that
# comes before "Approve", voids the steps taken: the story is back at the first one for ever.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
# Nobody chooses a password for somebody else: people are invited (accounts/signin/invitations.py).
WAGTAILUSERS_PASSWORD_ENABLED = False

WAGTAILIMAGES_IMAGE_MODEL = "photos.Photo"
WAGTAILIMAGES_IMAGE_FORM_BASE = "vestnik.photos.forms.PhotoForm"
WAGTAILIMAGES_RENDITION_STORAGE = "vestnik.photos.storage.RenditionStorage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100_000_000

# The database index of Wagtail rewrites a table-wide average at each save (docs/decisions/0006).
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "vestnik.config.search_backend", "AUTO_UPDATE": True}
}
