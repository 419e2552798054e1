"""Owns what must hold before a start: a writable data folder, used by one run, and a free port."""

import errno
import fcntl
import os
import signal
import socket
import tempfile
import time
from pathlib import Path

from vestnik.config import env

#: Open connections, idle ones too. At Granian's own default 1 100 silent clients stop a site.
CONNECTIONS = 16_384

#: Seconds that a new run waits for the processes of a killed one to end.
WAIT_FOR_LEFTOVERS = 30.0


def writable_folder(data: Path) -> None:
    """Make the data folder if it is not there; raises `SettingRefused`."""
    try:
        data.mkdir(mode=0o750, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        raise env.SettingRefused(
            env.DATA.name,
            f"the folder {data} cannot be written ({_reason(error)}); write another one, or give "
            "this user the right to write there.",
        ) from None


def readable_look(look: Path | None) -> None:
    """Raises `SettingRefused` for a look that holds nothing which could go before ours."""
    if look and not (look / "templates").is_dir() and not (look / "static").is_dir():
        raise env.SettingRefused(
            env.LOOK.name,
            f"{look} has neither a folder templates nor a folder static; write another folder, or "
            "leave it out.",
        )


def usable_tls(files: tuple[Path, Path] | None) -> None:
    """Raises `SettingRefused` where certificate and key cannot be read, or do not belong together."""
    if files is None:
        return
    # Only who speaks TLS needs its megabytes in the launcher.
    import ssl

    for setting, path in zip((env.TLS_CERT, env.TLS_KEY), files, strict=True):
        try:
            path.read_bytes()
        except OSError as error:
            raise env.SettingRefused(
                setting.name, f"the file {path} cannot be read ({error.strerror})."
            ) from None
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*files, password="")
    except (ssl.SSLError, ValueError) as error:
        raise env.SettingRefused(
            env.TLS_KEY.name,
            f"{files[0]} and {files[1]} are no certificate and its key without a password ({error}).",
        ) from None


def free_port(host: str, port: int, setting: str = env.BIND.name) -> None:
    """Raises `SettingRefused` when nothing can listen there, where `setting` says.

    Granian itself would not notice: its sockets share a port with others of the same user
    (SO_REUSEPORT), and two sites would take turns in answering.
    """
    listening(host, port, 1, setting).close()


def listening(host: str, port: int, backlog: int, setting: str = env.BIND.name) -> socket.socket:
    """A socket that listens there. Raises `SettingRefused` when nothing can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    one = socket.socket(family, socket.SOCK_STREAM)
    # Without it a port is "in use" for a minute after its last connection was closed.
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        one.bind((host, port))
        one.listen(backlog)
    except OSError as error:
        one.close()
        raise env.SettingRefused(setting, _why_not(error, host, port)) from None
    return one


def free_ports(settings: env.Environment) -> None:
    """The same for the site's port and the operator's."""
    free_port(settings.bind_host, settings.bind_port)
    if settings.monitor is not None:
        free_port(*settings.monitor, env.MONITOR.name)


def only_run(data: Path) -> int:
    """Claim the data folder for this run; returns the descriptor that holds the claim.

    The children inherit it, so that a folder is free only when all of a killed run are gone: a
    new run waits for them. Raises `SettingRefused` when another run lives.
    """
    claim = os.open(data / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + WAIT_FOR_LEFTOVERS
    while True:
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            holder = os.pread(claim, 20, 0).decode("ascii", "replace").strip()
            if _lives(holder) or time.monotonic() > deadline:
                os.close(claim)
                raise env.SettingRefused(
                    env.DATA.name,
                    f"the folder {data} is in use by another 'vestnik run' (process {holder}); "
                    "stop that one, or write another folder.",
                ) from None
            time.sleep(0.1)
    os.ftruncate(claim, 0)
    os.pwrite(claim, f"{os.getpid()}\n".encode(), 0)
    return claim


def renew(data: Path) -> int:
    """Ask the run on a data folder to put in the release that is installed now; its process number.

    Raises `SettingRefused` when there is none.
    """
    none = env.SettingRefused(
        env.DATA.name, f"no 'vestnik run' is at work on the folder {data}; start one."
    )
    try:
        claim = os.open(data / "run.lock", os.O_RDONLY)
    except FileNotFoundError:
        raise none from None
    try:
        fcntl.flock(claim, fcntl.LOCK_SH | fcntl.LOCK_NB)
        raise none
    except BlockingIOError:
        holder = os.pread(claim, 20, 0).decode("ascii", "replace").strip()
    finally:
        os.close(claim)
    if not _lives(holder):
        raise none
    os.kill(int(holder), signal.SIGUSR1)
    return int(holder)


def _lives(pid: str) -> bool:
    # Our own number stands there when a container was started anew: its first process is 1 again.
    if not pid.isdigit() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        other = f"[{host}]:{port % 65535 + 1}" if ":" in host else f"{host}:{port % 65535 + 1}"
        return (
            f"port {port} of {host} is in use; stop what uses it, or write another port, "
            f"for example {other}."
        )
    if error.errno == errno.EACCES:
        return f"this user may not listen on port {port}; write a port from 1024 on."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine; write 127.0.0.1:{port} or 0.0.0.0:{port}."
    return f"nothing can listen on port {port} of {host} ({_reason(error)}); write another one."


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
