"""The thin line: pages in, news out, through a kill and a newsroom; with real processes only.

Run by `bin/journey`. Prints each step with its time; ends with 1 and a sentence at the first that
fails. `--pictures FOLDER` keeps what the browser saw.
"""

import argparse
import json
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import known_pages
import newsroom_browser as browsing
from page_reading import StoryPage
from site_process import Broken, Site, free_port

#: The launcher, press and application (each a server and its worker process), the worker of tasks.
PROCESSES = 6

#: Megabytes (PSS) of all processes together at rest.
MEMORY = 400.0

SECTION = "svyat"

MONTHS = "Януари Февруари Март Април Май Юни Юли Август Септември Октомври Ноември Декември".split()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of the browser")
    pictures = parser.parse_args().pictures
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    # Also a kind request to end must not leave a site running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="vestnik-journey-") as scratch:
        site = Site(Path(scratch) / "data", free_port(), Path(scratch) / "run.log")
        try:
            walk(Journey(site, known_pages.material()), Path(scratch), pictures)
        except Broken as broken:
            print(f"✗ {broken}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 130
        finally:
            site.end()
    print(f"✓ The whole way, {time.monotonic() - began:.0f} s")
    return 0


def walk(journey: "Journey", scratch: Path, pictures: Path | None) -> None:
    """The steps, in order."""
    for missing in journey.material.missing:
        print(f"  Not here: {missing}; a small page of our own stands in.")
    with step("bin/run refuses a port in use and a folder that cannot be written"):
        journey.refuses(scratch)
    with step("bin/run serves an empty folder") as say:
        say(journey.starts())
    with step("the first page goes in, published"):
        journey.imports_saved_text()
    with step("the other pages go in, published") as say:
        say(journey.imports_pages())
    with step("each address shows its story") as say:
        say(journey.checks_all())
    with step("the same import again changes nothing") as say:
        say(journey.imports_again())
    with step("all processes at rest") as say:
        say(journey.weighs())
    with step("kill -9 of the launcher leaves nothing running") as say:
        say(f"all gone after {journey.site.kill(whole=False):.1f} s")
    with step("it starts again on the same folder") as say:
        say(journey.starts_again())
    with step("each address shows its story as before"):
        journey.checks_all()
    with step("in Chromium a new headline is published, and read on the front"):
        journey.edits(pictures)
    with step("kill -9 of all processes at once keeps what was published") as say:
        journey.site.kill(whole=True)
        say(journey.starts_again())
        journey.checks_all()
    with step("Ctrl-C ends it") as say:
        say(journey.ends())


@contextmanager
def step(what: str) -> Iterator:
    """Print a step with a tick, its seconds, and what it has to say; name it when it fails."""
    said: list[str] = []
    began = time.monotonic()
    try:
        yield said.append
    except Broken as broken:
        raise Broken(f"{what}: {broken}") from broken
    seconds = time.monotonic() - began
    print("  ".join([f"✓ {seconds:6.1f} s  {what}", *said]), flush=True)


class Journey:
    """What has been done so far: the site, what went in, at which address each story stands."""

    def __init__(self, site: Site, material: known_pages.Material) -> None:
        self.site = site
        self.material = material
        self.headline = material.saved_text.headline
        self.user = self.password = ""
        self.first_start = 0.0
        self.saved_text: dict = {}
        self.stories: dict[Path, dict] = {}
        self.seen: dict[str, str] = {}

    def refuses(self, scratch: Path) -> None:
        """One plain sentence and exit code 2, and nothing is made."""
        (scratch / "file").touch()
        data = scratch / "refused"
        with another_program_at(free_port()) as port:
            self._refused(Site(data, port, scratch / "log"), "VESTNIK_BIND", f"port {port} ")
        self._refused(
            Site(scratch / "file" / "data", free_port(), scratch / "log"), "VESTNIK_DATA", "folder"
        )
        if os.geteuid():  # root may write everywhere
            data.chmod(0o500)
            self._refused(Site(data, free_port(), scratch / "log"), "VESTNIK_DATA", "folder")

    def starts(self) -> str:
        seconds = self.site.start()
        self.user, self.password = self.site.named("user"), self.site.named("password")
        if not (self.user and self.password):
            raise Broken(f"No user and password were printed: {self.site.said}")
        addresses = (self.site.named("site"), self.site.named("newsroom"))
        if addresses != (f"{self.site.url}/", f"{self.site.url}/cms/"):
            raise Broken(f"The printed addresses are {addresses}.")
        for host in ("localhost", "127.0.0.1"):
            if self.site.get("/", host).status != 200:
                raise Broken(f"The front does not answer at {host}.")
        self.first_start = seconds
        return f"ready after {seconds:.1f} s"

    def starts_again(self) -> str:
        before = self.site.tables()
        seconds = self.site.start()
        if written := changed(before, self.site.tables()):
            raise Broken(f"The start wrote to {', '.join(written)}.")
        if "password" in self.site.said or self.password in self.site.said:
            raise Broken(f"A password was printed once more: {self.site.said}")
        # Not in seconds: machines differ. It does nothing of what the first one did.
        if seconds > self.first_start / 2:
            raise Broken(f"A later start took {seconds:.0f} s, the first {self.first_start:.0f}.")
        return f"ready after {seconds:.1f} s"

    def imports_saved_text(self) -> None:
        known = self.material.saved_text
        [self.saved_text] = self._import(known.file, "--section", SECTION)
        known_pages.check_found(self.saved_text["found"], known)
        if len(self.saved_text["teasers"]) != len(known.teasers):
            raise Broken(f"The drafts of teasers are {self.saved_text['teasers']}.")

    def imports_pages(self) -> str:
        done = self._import(self.material.folder)
        self.stories = {Path(one["file"]).resolve(): one for one in done}
        if self.stories.keys() != self.material.pages.keys():
            other = self.stories.keys() ^ self.material.pages.keys()
            raise Broken(f"Not the same files went in as are known: {sorted(map(str, other))}.")
        return f"{len(done)} pages"

    def checks_all(self) -> str:
        """Every address against what is known of it; the second time also against the first."""
        known = self.material.saved_text
        today = header_date()  # asked on both sides of midnight
        page = self._read(self.saved_text["address"])
        known_pages.check_saved_text(page, known, self.headline)
        if page.header_date not in (today, header_date()):
            raise Broken(f"Today is {header_date()}, and the page says {page.header_date}.")
        self._check_teasers()
        alike, pages = [], []
        for file, story in self.stories.items():
            gold = self.material.pages[file]
            try:
                page = self._read(story["address"])
                known_pages.same(page.headlines[0], story["found"]["headline"], "the headline")
                alike.append(known_pages.check_page(page, gold))
                pages.append((page, gold))
            except Broken as broken:
                raise Broken(f"{story['address']} of {file.name}: {broken}") from broken
            before = self.seen.setdefault(story["address"], page.text)
            if page.text != before:
                raise Broken(f"{story['address']} does not show what it showed before.")
        golden = [one for one in alike if one is not None]
        mean = sum(golden) / len(golden)
        phrases = known_pages.check_phrases(pages)
        least = min(golden)
        return f"{len(golden)} texts {mean:.3f} like the gold, the least {least:.3f}{phrases}"

    def imports_again(self) -> str:
        before = self.site.tables()
        known = self.material.saved_text
        again = self._import(known.file, "--section", SECTION, state="unchanged")
        again += self._import(self.material.folder, state="unchanged")
        first = [self.saved_text, *self.stories.values()]
        if [one["address"] for one in again] != [one["address"] for one in first]:
            raise Broken("The second import says other addresses than the first.")
        if written := changed(before, self.site.tables()):
            raise Broken(f"The second import wrote to {', '.join(written)}.")
        self.checks_all()
        return f"{len(before)} tables as they were"

    def weighs(self) -> str:
        memory = self.site.memory()
        if len(memory) < PROCESSES:
            raise Broken(f"Only these processes were found: {memory}.")
        if sum(memory.values()) > MEMORY:
            raise Broken(f"The processes take {sum(memory.values()):.0f} MB: {memory}.")
        each = " + ".join(f"{size:.0f}" for size in memory.values())
        return f"{each} = {sum(memory.values()):.0f} MB (PSS)"

    def edits(self, pictures: Path | None) -> None:
        headline = f"{self.headline}: първите стъпки"
        with browsing.chromium() as browser:
            editor = browsing.Window(browser, self.site.url, pictures)
            browsing.sign_in(editor, self.user, self.password)
            browsing.publish_headline(editor, self.headline, headline)
            editor.close("The editor")
            reader = browsing.Window(browser, self.site.url, pictures)
            address = browsing.read_from_front(reader, headline)
            reader.close("The reader")
        self.headline = headline
        if address != self.saved_text["address"]:
            raise Broken(f"The story has moved from {self.saved_text['address']} to {address}.")

    def ends(self) -> str:
        code, seconds = self.site.interrupt()
        if code or "Stopping." not in self.site.said:
            raise Broken(f"It ended with code {code}, saying: {self.site.said.strip()}")
        if left := self.site.processes():
            raise Broken(f"Processes {left} are still there.")
        return f"code 0 after {seconds:.1f} s"

    def _refused(self, site: Site, setting: str, words: str) -> None:
        try:
            site.start()
        except Broken:
            pass
        else:
            site.end()
            raise Broken(f"It started in spite of a wrong {setting}.")
        lines = site.said.strip().splitlines()
        if site.run.returncode != 2 or len(lines) != 1 or words not in lines[0]:
            raise Broken(f"A wrong {setting} ends with {site.run.returncode}: {site.said}")
        if not lines[0].startswith(f"vestnik: {setting}: "):
            raise Broken(f"The sentence does not begin with its setting: {lines[0]}")

    def _import(self, files: Path, *more: str, state: str = "published") -> list[dict]:
        done = self.site.vestnik("import", "page", files, "--publish", "--json", *more)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()[-1:]
            raise Broken(f"The import of {files} ended with {done.returncode}: {said}")
        found = [json.loads(line) for line in done.stdout.splitlines()]
        for one in found:
            if one["state"] != state or not one["address"]:
                raise Broken(f"{one['file']} is {one['state']} and not {state}: {one['reason']}")
        return found

    def _read(self, address: str) -> StoryPage:
        answer = self.site.get(address)
        if answer.status != 200 or answer.address != self.site.url + address:
            raise Broken(f"{address} answers {answer.status} at {answer.address}.")
        return StoryPage(answer.text)

    def _check_teasers(self) -> None:
        """The announced stories are drafts: nobody reads them, by number or in a list."""
        for number in self.saved_text["teasers"]:
            status = self.site.get(f"/arhiv/x-{number}/").status
            if status != 404:
                raise Broken(f"The draft {number} answers {status} to readers.")
        lists = "".join(self.site.get(path).text for path in ("/", f"/{SECTION}/"))
        for headline in self.material.saved_text.teasers:
            if headline in lists:
                raise Broken(f"A list shows the draft „{headline}“.")


@contextmanager
def another_program_at(port: int) -> Iterator[int]:
    """Another program that listens on the port."""
    with socket.create_server(("127.0.0.1", port)):
        yield port


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables that came, went or do not hold what they held."""
    return sorted({name for name, _ in before.items() ^ after.items()})


def header_date() -> str:
    """Today as the site's header says it in Bulgarian."""
    today = datetime.now(ZoneInfo("Europe/Sofia"))
    return f"{today.day} {MONTHS[today.month - 1]}, {today.year}"


if __name__ == "__main__":
    sys.exit(main())
