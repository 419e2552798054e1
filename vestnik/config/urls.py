"""Every address of the installation, in the order in which they are tried."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as newsroom_urls

from vestnik.accounts.signin import urls as entrance_urls
from vestnik.desk.views.thumbnails import newsroom_thumbnail
from vestnik.photos.views import rendition
from vestnik.press import inside
from vestnik.press.views import serve
from vestnik.stories import views

urlpatterns = [
    path("cms/thumbnails/<path:name>", newsroom_thumbnail, name="newsroom_thumbnail"),
    # Wagtail's reports of everything that ever happened walk over whole logs; the audit trail comes.
    path("cms/reports/site-history/", views.closed),
    path("cms/reports/site-history/results/", views.closed),
    path("cms/reports/workflow/", views.closed),
    path("cms/reports/workflow/results/", views.closed),
    path("cms/reports/workflow_tasks/", views.closed),
    path("cms/reports/workflow_tasks/results/", views.closed),
    path("cms/", include(entrance_urls)),
    path("cms/", include(newsroom_urls)),
    # As it is typed.
    path("cms", RedirectView.as_view(url="/cms/")),
    path("media/<path:name>", rendition, name="rendition"),
    path("~press/answer/<path:path>", inside.answer),
    path("~press/answer/", inside.answer, {"path": ""}),
    path("~press/headers", inside.headers),
    path("~press/settle", inside.settle),
    path("static/<path:name>", views.static_file, name="static"),
    re_path(r"^(?P<path>.*)$", serve, name="page"),
]

handler404 = "vestnik.stories.views.not_found"
handler500 = "vestnik.stories.views.failed"
