"""The press process as Granian serves it, put together from the settings."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from vestnik import design
from vestnik.config import env
from vestnik.design import marks
from vestnik.press import figures, readings
from vestnik.press.gate import monitor
from vestnik.press.gate.answers import Answers
from vestnik.press.gate.application import Application, word
from vestnik.press.gate.database import reader
from vestnik.press.gate.files import Files
from vestnik.press.gate.forward import Forwarder
from vestnik.press.gate.pulse import Pulse
from vestnik.press.gate.server import Gate
from vestnik.press.gate.state import Parts
from vestnik.press.gate.tally import Tally

MEBIBYTE = 1024 * 1024
#: Where the application listens for the press process, in the data folder.
SOCKET = "application.sock"


def build(settings: env.Environment) -> Gate:
    """The WSGI application of the press process, its second hand going and its operator's port open."""
    marks.keyed_by(settings.secret_key)
    readings.in_folder(settings.data)
    figures.in_folder(settings.data)
    site = urlsplit(settings.url).netloc
    application = Application(settings.data / SOCKET, site, word(settings.secret_key))
    tally, database = Tally(), reader(settings.database)
    answers = Answers(
        settings.data,
        database,
        application,
        tally,
        alone=settings.alone,
        memory=settings.memory * MEBIBYTE,
    )
    files = Files(
        _static_folders(settings), database, answers.told, answers.place, answers.may_be_alone
    )
    forward = Forwarder(application, tally, proxies=settings.proxies)
    parts = Parts(settings.data, tally, answers, forward, application)
    Pulse(parts).start()
    if settings.monitor is not None:
        monitor.serve(parts, settings.monitor)
    return Gate(answers, files, forward, _names(settings), readings.is_one, readings.count, tally)


def _static_folders(settings: env.Environment) -> list[Path]:
    """Where the files of public pages lie: a look of one's own goes before ours."""
    ours = Path(design.__file__).parent / "static"
    return [settings.look / "static", ours] if settings.look else [ours]


def _names(settings: env.Environment) -> set[str]:
    """The site's names as browsers send them; that of a newsroom with an address of its own is none."""
    site, newsroom = urlsplit(settings.url), urlsplit(settings.newsroom_url)
    others = {newsroom.hostname} - {site.hostname}
    port = f":{site.port}" if site.port else ""
    names = {
        site.netloc,
        *(f"{name}{port}" for name in settings.allowed_hosts if name not in others),
    }
    return names - ({newsroom.netloc} - {site.netloc})
