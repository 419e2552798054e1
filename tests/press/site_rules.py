"""Rules about everything beside stories: pages, settings, subjects, addresses, photos."""

from __future__ import annotations

import io
from datetime import timedelta

from django.core.management import call_command
from django.db import transaction
from django.test.utils import override_settings
from django.urls import reverse
from hypothesis import strategies as st
from wagtail.models import Page, Site

from tests.press.stage import Idle, Stage, numbers, step
from tests.press.story_rules import minutes
from tests.roads.newsdesk import page_form, photo_form, picture_file, standing_form
from vestnik.accounts.roles import Role
from vestnik.photos.actions import use
from vestnik.photos.models import Photo
from vestnik.stories.models import (
    Address,
    Agency,
    Byline,
    Edition,
    Section,
    StandingPage,
    Storyline,
    Topic,
)

CHIEF, PHOTO_EDITOR = Role.CHIEF_EDITOR, Role.PHOTO_EDITOR
subjects = st.sampled_from([Topic, Storyline, Byline, Agency])


class SiteRules(Stage):
    """The tree of pages, and what stories hang on."""

    # Pages

    @step()
    def create_a_section(self):
        self.need_room()
        address = self.desk.page("add", "stories", "section", self.site.front.pk)
        stamp = f"{self.now:%m%d%H%M%S}"
        form = page_form("publish", title=f"Раздел {stamp}", slug=f"razdel-{stamp}")
        self.desk.post(CHIEF, address, form)

    @step(number=numbers, what=st.sampled_from(["title", "slug", "menu", "draft"]))
    def edit_a_section(self, number, what):
        section = self.one(Section.objects.live(), number)
        fields = {"title": section.title, "slug": section.slug, "description": section.description}
        if what == "slug":
            self.need_room()
            fields["slug"] = f"adres-{self.now:%m%d%H%M%S}"
        elif what == "menu":
            fields["show_in_menus"] = "" if section.show_in_menus else "on"
        else:
            fields["title"] = fields["description"] = f"Раздел {self.now:%H:%M:%S}"
        action = "" if what == "draft" else "publish"
        self.desk.post(CHIEF, self.desk.page("edit", section.pk), page_form(action, **fields))

    @step(number=numbers)
    def edit_a_standing_page(self, number):
        page = self.one(StandingPage.objects.live(), number)
        form = standing_form("publish", title=f"Страница {self.now:%H:%M:%S}", slug=page.slug)
        self.desk.post(CHIEF, self.desk.page("edit", page.pk), form)

    @step(number=numbers)
    def create_a_standing_page(self, number):
        self.need_room()
        parent = self.one(Page.objects.filter(pk__in=self._parents()), number)
        address = self.desk.page("add", "stories", "standingpage", parent.pk)
        stamp = f"{self.now:%m%d%H%M%S}"
        form = standing_form("publish", title=f"Страница {stamp}", slug=f"stranitsa-{stamp}")
        self.desk.post(CHIEF, address, form)

    def _parents(self):
        return [self.site.front.pk, *StandingPage.objects.live().values_list("pk", flat=True)[:2]]

    @step(number=numbers, other=numbers)
    def move_a_page(self, number, other):
        self.need_room()
        page = self.one(StandingPage.objects.all(), number)
        below = [page.pk, *page.get_descendants().values_list("pk", flat=True)]
        parents = Page.objects.filter(pk__in=self._parents()).exclude(pk__in=below)
        self.desk.post(None, self.desk.page("move_confirm", page.pk, self.one(parents, other).pk))

    @step(number=numbers)
    def re_slug_a_standing_page(self, number):
        self.need_room()
        page = self.one(StandingPage.objects.live(), number)
        form = standing_form("publish", title=page.title, slug=f"drug-{self.now:%m%d%H%M%S}")
        self.desk.post(CHIEF, self.desk.page("edit", page.pk), form)

    @step(number=numbers, position=st.integers(0, 2))
    def reorder_pages(self, number, position):
        page = self.one(Section.objects.child_of(self.site.front), number)
        self.desk.post(
            CHIEF, self.desk.page("set_page_position", page.pk) + f"?position={position}"
        )

    @step(number=numbers)
    def unpublish_a_page(self, number):
        page = self.one(self._all_pages().live(), number)
        self.desk.post(CHIEF, self.desk.page("unpublish", page.pk), {"include_descendants": "on"})

    @step(number=numbers)
    def publish_a_page_again(self, number):
        page = self.one(self._all_pages().filter(live=False), number)
        page.specific.get_latest_revision_as_object().save_revision().publish()

    @step(act=st.sampled_from(["publish", "unpublish"]))
    def pages_in_bulk(self, act):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])
        pks = "&".join(f"id={pk}" for pk in self._all_pages().values_list("pk", flat=True)[:3])
        form = {"include_descendants": "on"}
        self.desk.post(None, f"{address}?{pks}&next=/cms/", form)

    @step(number=numbers, after=minutes, ends=st.booleans())
    def set_a_page_s_time(self, number, after, ends):
        page = self.one(Section.objects.live(), number)
        page.title = f"Към час {self.now:%H:%M:%S}"
        moment = self.now + timedelta(minutes=after)
        page.expire_at, page.go_live_at = (moment, None) if ends else (None, moment)
        page.save_revision().publish()

    @step(number=numbers)
    def copy_a_page(self, number):
        page = self.one(Section.objects.all(), number)
        slug = f"kopie-{self.now:%m%d%H%M%S}"
        form = {"new_title": "Копие", "new_slug": slug, "new_parent_page": self.site.front.pk}
        self.desk.post(None, self.desk.page("copy", page.pk), form)

    @step(number=numbers)
    def revert_a_page(self, number):
        page = self.one(Section.objects.live(), number)
        self.one(page.revisions.all(), 0).publish()

    @step(command=st.sampled_from(["fixtree", "set_url_paths"]))
    def mend_the_tree(self, command):
        options = {"interactive": False} if command == "fixtree" else {}
        call_command(command, **options, verbosity=0, stdout=io.StringIO())

    @step(number=numbers)
    def save_a_page_by_code(self, number):
        page = self.one(self._all_pages().live(), number).specific
        page.title = f"Направо {self.now:%H:%M:%S}"
        page.save()

    @step(number=numbers)
    def update_pages(self, number):
        """By the QuerySets of two models that share a row."""
        section = self.one(Section.objects.live(), number)
        rows = Section.objects.filter(pk=section.pk)
        rows.update(description=f"Описание {self.now:%H:%M:%S}")
        StandingPage.objects.live().update(title=f"Всички {self.now:%H:%M:%S}")

    @step()
    def rename_the_front(self):
        front = type(self.site.front).objects.get(pk=self.site.front.pk)
        front.title = f"Начало {self.now:%H:%M:%S}"
        front.save_revision().publish()

    def _all_pages(self):
        kinds = [*Section.objects.values_list("pk", flat=True)]
        return Page.objects.filter(
            pk__in=[*kinds, *StandingPage.objects.values_list("pk", flat=True)]
        )

    # Settings

    @step(screen=st.booleans(), demo=st.booleans())
    def edit_the_edition(self, screen, demo):
        edition, words = Edition.objects.get(), f"Утро {self.now:%H:%M:%S}"
        if screen:
            address = reverse("wagtailsettings:edit", args=["stories", "edition", edition.pk])
            form = {"name": words, "tagline": "Подслов", "publisher": "Издател"}
            self.desk.post(CHIEF, address, form | ({"demo": "on"} if demo else {}))
        else:
            Edition.objects.update(name=words, demo=demo)

    @step()
    def touch_wagtail_s_site(self):
        site = Site.objects.get()
        site.site_name = f"Вестник {self.now:%H:%M:%S}"
        with transaction.atomic():
            site.save()

    # Subjects

    @step(model=subjects, number=numbers, how=st.sampled_from(["form", "save", "update"]))
    def rename_a_subject(self, model, number, how):
        row, words = self.one(model.objects.all(), number), f"Име {self.now:%H:%M:%S}"
        if how == "form":
            self._subject_form(row, name=words)
        elif how == "save":
            row.name = words
            row.save()
        else:
            model.objects.filter(pk=row.pk).update(name=words)

    @step(model=subjects, number=numbers, screen=st.booleans())
    def give_a_subject_another_address(self, model, number, screen):
        self.need_room()
        row, slug = self.one(model.objects.all(), number), f"drug-{self.now:%m%d%H%M%S}"
        if screen:
            self._subject_form(row, slug=slug)
        else:
            model.objects.filter(pk=row.pk).update(slug=slug)

    @step(number=numbers, screen=st.booleans())
    def describe_a_subject(self, number, screen):
        topic, words = self.one(Topic.objects.all(), number), f"За нея {self.now:%H:%M:%S}"
        byline = self.one(Byline.objects.all(), number)
        if screen:
            self._subject_form(topic, description=words)
            self._subject_form(byline, bio=words)
        else:
            Topic.objects.filter(pk=topic.pk).update(description=words)
            Storyline.objects.update(summary=words)

    @step(number=numbers, photo=numbers)
    def give_a_byline_a_portrait(self, number, photo):
        byline = self.one(Byline.objects.all(), number)
        byline.portrait = self.one(Photo.objects.filter(withdrawn_at=None), photo)
        byline.save()

    @step(model=subjects, number=numbers, screen=st.booleans())
    def archive_or_bring_back_a_subject(self, model, number, screen):
        row = self.one(model.objects.all(), number)
        if screen:
            self._subject_form(row, archived="" if row.archived else "on")
        else:
            row.archived = not row.archived
            row.save()

    @step(number=numbers)
    def change_a_byline_s_role(self, number):
        row = self.one(Byline.objects.all(), number)
        self._subject_form(row, role=f"роля {self.now:%H:%M:%S}")

    @step(model=st.sampled_from([Topic, Storyline]), live=st.booleans())
    def create_a_subject(self, model, live):
        if model.objects.count() > 6:
            raise Idle
        model.objects.create(name=f"Нова {self.now:%H:%M:%S}", archived=not live)

    @step(model=subjects, number=numbers)
    def delete_a_subject_by_queryset(self, model, number):
        """No screen comes here; a shell does."""
        if model.objects.count() < 2:
            raise Idle
        row = self.one(model.objects.all(), number)
        # The places of a topic in stories are a table of nobody's: the net announces it.
        with override_settings(VESTNIK_NET_RAISES=False):
            model.objects.filter(pk=row.pk).delete()

    @step(model=subjects)
    def create_subjects_in_bulk(self, model):
        if model.objects.count() > 6:
            raise Idle
        stamp = f"{self.now:%m%d%H%M%S}"
        fields = {"code": stamp} if model is Agency else {}
        model.objects.bulk_create([model(name=f"Върната {stamp}", slug=stamp, **fields)])

    @step()
    def rename_all_topics(self):
        rows = list(Topic.objects.order_by("pk"))
        for row in rows:
            row.name = f"Тема {row.pk} {self.now:%H:%M:%S}"
        Topic.objects.bulk_update(rows, ["name"])

    def _subject_form(self, row, **changed):
        name = row._meta.model_name
        form = {"name": row.name, "slug": row.slug, "archived": "on" if row.archived else ""}
        form |= {"storyline": {"summary": row.__dict__.get("summary", "")},
                 "topic": {"description": row.__dict__.get("description", "")},
                 "byline": {"role": row.__dict__.get("role", ""), "portrait": "", "user": "",
                            "bio": row.__dict__.get("bio", "")},
                 "agency": {"code": row.__dict__.get("code", "")}}.get(name, {}) | changed  # fmt: skip
        self.desk.post(CHIEF, reverse(f"wagtailsnippets_stories_{name}:edit", args=[row.pk]), form)

    # Addresses

    @step(number=numbers)
    def add_an_address(self, number):
        self.need_room()
        target = self.one(Address.objects.filter(state="live"), number).path
        form = {"path": f"/star-{self.now:%m%d%H%M%S}.php", "target": target}
        self.desk.post(CHIEF, reverse("wagtailsnippets_stories_address:add"), form)
        assert Address.objects.get(path=form["path"]).state == "moved"

    @step(number=numbers)
    def an_address_that_was_asked_for_in_vain(self, number):
        """404s are not kept; if they were, this would find it."""
        path = ["/nyama/", "/en/nyama/", "/de/"][number % 3]
        if Address.objects.filter(path=path).exists():
            raise Idle
        Address.objects.create(path=path, target="/svyat/", state="moved")

    @step(number=numbers, other=numbers)
    def lead_an_address_elsewhere(self, number, other):
        row = self.one(Address.objects.exclude(target=""), number)
        form = {"path": row.path, "target": self.one(Address.objects.all(), other).path}
        self.desk.post(CHIEF, reverse("wagtailsnippets_stories_address:edit", args=[row.pk]), form)

    @step(number=numbers)
    def reword_a_closed_address(self, number):
        row = self.one(Address.objects.filter(state="gone"), number)
        Address.objects.filter(pk=row.pk).update(reason=f"Друга причина {self.now:%H:%M:%S}")

    # Photos

    @step(number=numbers, how=st.sampled_from(["form", "update"]))
    def reword_a_photo(self, number, how):
        photo, words = self.one(Photo.objects.all(), number), f"Надпис {self.now:%H:%M:%S}"
        if how == "form":
            address = reverse("wagtailimages:edit", args=[photo.pk])
            self.desk.post(PHOTO_EDITOR, address, photo_form(caption=words, credit=words))
        else:
            Photo.objects.filter(pk=photo.pk).update(description=words, file_photo=True)

    @step(number=numbers)
    def replace_a_picture(self, number):
        photo = self.one(Photo.objects.filter(withdrawn_at=None), number)
        form = photo_form(file=picture_file(shade=number % 250))
        self.desk.post(PHOTO_EDITOR, reverse("wagtailimages:edit", args=[photo.pk]), form)

    @step(number=numbers)
    def put_a_photo_to_use(self, number):
        use.put_to_use([self.one(Photo.objects.filter(withdrawn_at=None), number).pk])

    @step(number=numbers)
    def withdraw_a_photo(self, number):
        photo = self.one(Photo.objects.filter(withdrawn_at=None), number)
        use.withdraw(photo, reason="Няма права.")

    @step(number=numbers)
    def a_withdrawn_photo_returns(self, number):
        photo = self.one(Photo.objects.exclude(withdrawn_at=None), number)
        Photo.objects.filter(pk=photo.pk).update(withdrawn_at=None)
        use.put_to_use([photo.pk])

    @step(number=numbers)
    def delete_a_rendition(self, number):
        photo = self.one(Photo.objects.filter(withdrawn_at=None), number)
        self.one(photo.renditions.all(), number).delete()

    @step(
        number=numbers,
        other=numbers,
        after=minutes,
        how=st.sampled_from(["ends", "begins", "print"]),
    )
    def give_a_photo_rights(self, number, other, after, how):
        """They end or begin while time passes, with another photo in its place or none."""
        photo = self.one(Photo.objects.filter(withdrawn_at=None), number)
        stand_in = self.one(Photo.objects.filter(withdrawn_at=None), other)
        moment = self.now + timedelta(minutes=after)
        photo.rights_from, photo.rights_until = (
            (moment, None) if how == "begins" else (None, moment)
        )
        photo.rights_where = "print" if how == "print" else "everywhere"
        photo.replacement = stand_in if stand_in.pk != photo.pk else None
        photo.save()

    @step(number=numbers)
    def a_right_ends(self, number):
        photo = self.one(Photo.objects.filter(rights_until__gt=self.now), number)
        self.now = photo.rights_until
        Photo.objects.filter(pk=photo.pk).update(rights_cost=5)

    @step(number=numbers)
    def all_rights_again(self, number):
        photo = self.one(Photo.objects.exclude(rights_until=None), number)
        rows = Photo.objects.filter(pk=photo.pk)
        rows.update(rights_from=None, rights_until=None, rights_where="everywhere")
