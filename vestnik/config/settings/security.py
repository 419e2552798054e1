"""Headers, cookies and what a stranger may do: strict unless something needs otherwise."""

from csp.constants import NONE, SELF

from vestnik.config.settings.django import ENV

_https = ENV.url.startswith("https://")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.newsroom_url.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# The newsroom's cookies are not sent with the pages that readers ask for.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/cms/"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_TRUSTED_ORIGINS = ENV.csrf_trusted_origins
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
# Wagtail's preview shows a page inside the newsroom.
X_FRAME_OPTIONS = "SAMEORIGIN"

#: Public pages. The newsroom's answers get another in its place (config/newsroom_headers.py).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    },
}
