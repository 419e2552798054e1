"""What an installation needs before anything: languages, the fronts, roles, workflow, the edition."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Collection, Locale, Page, Site

from vestnik.accounts.models import User
from vestnik.config.roles import apply_roles, apply_workflow
from vestnik.stories import languages
from vestnik.stories.models import Edition, Front

FIRST_USER = "chief@localhost.localdomain"


@transaction.atomic
def lay() -> None:
    """Bring the base in place; a second time changes nothing."""
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    languages.forget()
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    _fronts(root)
    apply_roles()
    apply_workflow()
    if not Edition.objects.exists():
        Edition.objects.create()


def _fronts(root: Page) -> None:
    first: Front | None = Front.objects.filter(
        locale_id=languages.locale_id_of(languages.first())
    ).first()
    for code, _name in settings.LANGUAGES:
        locale = Locale.objects.get(language_code=code)
        if Front.objects.filter(locale=locale).exists():
            continue
        with translation.override(code):
            front = Front(
                title=gettext("Front page"), slug=f"front-{code}", locale=locale, live=True
            )
        if first is None:
            first = front
        else:
            front.translation_key = first.translation_key
        root.add_child(instance=front)
    # Wagtail's welcome page goes, and its site shows our front.
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    assert first is not None
    if site.root_page_id != first.pk:
        site.hostname, site.port, site.root_page = "localhost", 80, first
        site.site_name = "Вестник"
        site.save()
    welcome = ContentType.objects.get_for_model(Page)
    for page in Page.objects.filter(depth=2, content_type=welcome):
        page.delete()


def first_user() -> tuple[str, str] | None:
    """Make the first user, a chief editor with every right; (address, password), or None if any exists."""
    if User.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    User.objects.create_superuser(FIRST_USER, password, first_name="Главен", last_name="редактор")
    return FIRST_USER, password
