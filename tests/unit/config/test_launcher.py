"""The launcher: what it refuses, and that nothing outlives what started it. Real processes."""

import os
import resource
import shlex
import signal
import socket
import subprocess
import sys
import textwrap
import time
from contextlib import closing
from pathlib import Path

import pytest

from vestnik.cli import COMMANDS, main
from vestnik.config.env import SettingRefused
from vestnik.config.launcher import child, ground, web

PACKAGE = Path(__file__).parents[3] / "vestnik"


def vestnik(*arguments, **environ):
    return subprocess.run(
        [sys.executable, "-m", "vestnik", *arguments],
        cwd=PACKAGE.parent,
        env={"PATH": os.environ["PATH"], **{name: str(text) for name, text in environ.items()}},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.fixture
def listener():
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server


@pytest.fixture
def free_port():
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return server.getsockname()[1]


def refused(done, name, words):
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"vestnik: {name}: ")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["run", "web"])
def test_a_port_in_use_is_refused(tmp_path, listener, command):
    port = listener.getsockname()[1]
    done = vestnik(command, VESTNIK_DATA=tmp_path, VESTNIK_BIND=f"127.0.0.1:{port}")
    refused(done, "VESTNIK_BIND", f"port {port} of 127.0.0.1 is in use")


@pytest.mark.parametrize("command", ["run", "press"])
def test_an_operators_port_in_use_is_refused(tmp_path, listener, free_port, command):
    port = listener.getsockname()[1]
    done = vestnik(
        command,
        VESTNIK_DATA=tmp_path,
        VESTNIK_BIND=f"127.0.0.1:{free_port}",
        VESTNIK_MONITOR=f"127.0.0.1:{port}",
    )
    refused(done, "VESTNIK_MONITOR", f"port {port} of 127.0.0.1 is in use")


def test_a_port_shared_by_reuseport_is_in_use_too(free_port):
    with (
        closing(socket.create_server(("127.0.0.1", free_port), reuse_port=True)),
        pytest.raises(SettingRefused, match="in use"),
    ):
        ground.free_port("127.0.0.1", free_port)
    ground.free_port("127.0.0.1", free_port)


def test_an_address_of_another_machine_is_refused(tmp_path):
    done = vestnik("run", VESTNIK_DATA=tmp_path, VESTNIK_BIND="192.0.2.1:8000")
    refused(done, "VESTNIK_BIND", "192.0.2.1 is no address of this machine")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").touch()
    done = vestnik("run", VESTNIK_DATA=tmp_path / "file" / "folder")
    refused(done, "VESTNIK_DATA", "cannot be written (Not a directory)")


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    if os.geteuid() == 0:
        folder = "/proc/self"  # root may write everywhere but there
    else:
        tmp_path.chmod(0o500)
        folder = tmp_path
    refused(vestnik("run", VESTNIK_DATA=folder), "VESTNIK_DATA", "cannot be written")


def test_a_look_with_nothing_in_it_is_refused(tmp_path):
    (tmp_path / "look").mkdir()
    done = vestnik("run", VESTNIK_DATA=tmp_path / "data", VESTNIK_LOOK=tmp_path / "look")
    refused(done, "VESTNIK_LOOK", "has neither a folder templates nor a folder static")


def test_a_second_run_on_the_same_folder_is_refused(tmp_path, free_port):
    claim = ground.only_run(tmp_path)
    try:
        done = vestnik("run", VESTNIK_DATA=tmp_path, VESTNIK_BIND=f"127.0.0.1:{free_port}")
    finally:
        os.close(claim)
    refused(done, "VESTNIK_DATA", f"another 'vestnik run' (process {os.getpid()})")
    os.close(ground.only_run(tmp_path))


def test_a_run_waits_for_what_a_killed_one_left(tmp_path):
    """Launcher gone, a child of it still holds the claim for a moment."""
    script = """
        import os, sys, time
        from pathlib import Path
        from vestnik.config.launcher import ground
        claim = ground.only_run(Path(sys.argv[1]))
        if os.fork():
            os._exit(0)
        time.sleep(1.5)
    """
    started = time.monotonic()
    run = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path)]
    subprocess.run(run, cwd=PACKAGE.parent, check=True, timeout=20)
    os.close(ground.only_run(tmp_path))
    assert 1.0 < time.monotonic() - started < 15


def test_a_wrong_setting_is_one_sentence_with_every_command(tmp_path):
    for command in ("run", "web", "setup"):
        done = vestnik(command, VESTNIK_DATA=tmp_path, VESTNIK_TIME_ZONE="Sofia")
        refused(done, "VESTNIK_TIME_ZONE", "write a zone such as Europe/Sofia")


def test_a_misspelt_setting_is_named(tmp_path, listener):
    bind = f"127.0.0.1:{listener.getsockname()[1]}"
    done = vestnik("run", VESTNIK_DATA=tmp_path, VESTNIK_BIND=bind, VESTNIK_LANGUAGE="bg")
    assert "VESTNIK_LANGUAGE is no setting of Vestnik" in done.stderr


def test_the_launcher_loads_neither_django_nor_the_server():
    script = (
        "import sys, vestnik.cli, vestnik.config.launcher.run;"
        "print([name for name in ('django', 'granian', 'wagtail', 'ssl') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PACKAGE.parent, capture_output=True, check=True
    )
    assert done.stdout.strip() == b"[]"


def test_the_press_process_loads_no_django():
    script = (
        "import sys, vestnik.config.press;"
        "print([name for name in ('django', 'wagtail') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PACKAGE.parent, capture_output=True, check=True
    )
    assert done.stdout.strip() == b"[]"


def test_no_process_outlives_the_one_that_started_it(tmp_path):
    """The grandchild dies with its killed parent; it writes its number once it is bound."""
    grandchild = (
        "import os, sys, time; from vestnik.config.launcher import family;"
        "family.die_with(int(sys.argv[1])); print(os.getpid(), flush=True); time.sleep(60)"
    )
    parent = (
        "import os, subprocess, sys;"
        "subprocess.run([sys.executable, '-c', sys.argv[1], str(os.getpid())])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", parent, grandchild], cwd=PACKAGE.parent, stdout=subprocess.PIPE
    )
    with process:
        number = int(process.stdout.readline())
        os.kill(number, 0)
        process.kill()
    assert gone(number)


def test_a_process_whose_parent_is_gone_already_ends_at_once():
    script = (
        "from vestnik.config.launcher import family; family.die_with(1 << 30);"
        "import time; time.sleep(60)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=PACKAGE.parent, timeout=20)
    assert done.returncode == -signal.SIGTERM


def test_a_child_that_ends_is_started_again_after_a_growing_pause(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(child, "FIRST_PAUSE", 0.05)
    monkeypatch.chdir(PACKAGE.parent)
    claim = ground.only_run(tmp_path)
    one = child.Child("version", ("--version",), claim)
    numbers, pauses = {one.process.pid}, []
    deadline = time.monotonic() + 20
    while len(numbers) < 3 and time.monotonic() < deadline:
        one.tend()
        numbers.add(one.process.pid)
        if one.due is not None and one.pause not in pauses:
            pauses.append(one.pause)
        time.sleep(0.01)
    one.stop()
    os.close(claim)
    assert len(numbers) == 3
    assert pauses[:2] == [0.1, 0.2]
    assert "the version ended with code 0; starting it again" in capfd.readouterr().err


def test_a_child_that_does_not_stop_is_killed_with_all_it_started():
    script = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print(p.pid, flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, process_group=0
    )
    with process:
        number = int(process.stdout.readline())
        assert child.stop(process, timeout=0.2) is False
    assert gone(number)


def saying(tmp_path, monkeypatch, script):
    """A child that runs a script in place of Vestnik; it finds `number` by how many began before it."""
    before = (
        "import os, pathlib, sys, time; from vestnik.config.launcher.child import say_ready;"
        f"folder = pathlib.Path({str(tmp_path)!r}); number = len(list(folder.glob('began-*')));"
        "(folder / f'began-{number}').touch();"
    )
    (tmp_path / "python").write_text(
        f"#!/bin/sh\nexec {sys.executable} -c {shlex.quote(before + script)}\n"
    )
    (tmp_path / "python").chmod(0o755)
    monkeypatch.setattr(child.sys, "executable", str(tmp_path / "python"))
    monkeypatch.chdir(PACKAGE.parent)
    claim = os.open(tmp_path / "claim", os.O_RDWR | os.O_CREAT)
    one = child.Child("saying", (), claim, tells=True)
    os.close(claim)
    return one


def until(holds):
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_child_is_up_when_it_says_so_and_is_exchanged_for_one_that_is(tmp_path, monkeypatch):
    one = saying(tmp_path, monkeypatch, "time.sleep(0.3); say_ready(); time.sleep(60)")
    assert not one.is_up()
    assert one.descriptors
    until(one.is_up)
    first = one.process
    assert one.exchange() is None
    assert first.poll() is None
    until(one.exchange)
    assert first.poll() is not None
    assert one.is_up()
    assert one.process.pid != first.pid
    one.stop()


def test_a_child_goes_on_where_its_successor_never_comes_to_work(tmp_path, monkeypatch):
    one = saying(tmp_path, monkeypatch, "number and sys.exit(3); say_ready(); time.sleep(60)")
    until(one.is_up)
    first = one.process
    until(lambda: one.exchange() is False)
    assert first.poll() is None
    assert one.is_up()
    assert one.process is first
    one.stop()


def test_without_a_run_there_is_nothing_to_renew(tmp_path):
    for _ in range(2):
        refused(vestnik("renew", VESTNIK_DATA=tmp_path), "VESTNIK_DATA", "no 'vestnik run'")
        os.close(ground.only_run(tmp_path))


def test_connections_never_exceed_the_open_files():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    script = (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (256, 2048));"
        "from vestnik.config.launcher import web;"
        "print(web.connection_limit(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PACKAGE.parent, capture_output=True, check=True
    )
    assert done.stdout.split() == [str(2048 - web.SPARE_DESCRIPTORS).encode(), b"2048"]
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (soft, hard)


def test_every_command_has_a_line_and_every_line_a_command(capsys):
    from django.core.management import get_commands

    ours = {path.stem for path in PACKAGE.glob("*/management/commands/[!_]*.py")}
    of_others = {name for name, app in get_commands().items() if not app.startswith("vestnik.")}
    overridden = {"migrate", "flush", "publish_scheduled"}
    assert set(COMMANDS) - {"run", "renew", "web"} - of_others == ours - overridden
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown and line in shown for name, line in COMMANDS.items())


def gone(number):
    """Whether a process ends within some seconds (a zombie that nobody reaped has ended)."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state in "ZX":
            return True
        time.sleep(0.05)
    return False
