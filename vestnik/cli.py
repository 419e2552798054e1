"""Owns the command `vestnik`: run, renew and web are its own, all others are Django commands by name."""

import os
import sys
from argparse import REMAINDER, SUPPRESS, ArgumentParser, RawDescriptionHelpFormatter

from vestnik import __version__
from vestnik.config import env
from vestnik.config.launcher import child, family
from vestnik.kit import logs

#: Every command with one line; a test compares it with the commands that exist.
COMMANDS = {
    "run": "set up, then serve the site and the newsroom on this machine until Ctrl-C",
    "renew": "put in the release that is installed now, without a pause for readers",
    "web": "serve the site and the newsroom only; for several machines, or under a supervisor",
    "worker": "do the work that is put off: scheduled publishing and other tasks",
    "setup": "make or migrate the database, the first user and the demo edition",
    "check": "look for mistakes in the settings and the code",
    "import": "bring pages of another site in as stories",
    "press": "serve what is printed; with a word more verify it, tell of it, close an address, copy the site",
    "generate": "make a believable archive of any size, for trying things out",
    "index_stories": "make the newsroom's search index of stories anew",
}

#: The application listens for the press process of its node instead of for everybody.
BEHIND_PRESS = "--behind-press"
REFUSED = 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code, 2 for a refused setting."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.launched_by:
        family.die_with(options.launched_by)
    if options.command is None:
        parser.print_help()
        return 0
    try:
        return _run(options.command, options.rest, launched=bool(options.launched_by))
    except env.SettingRefused as refused:
        print(f"vestnik: {refused}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 130


def _run(command: str, rest: list[str], *, launched: bool) -> int:
    # Read first in every case: a wrong setting is one sentence, never a page of traceback.
    environment = env.load()
    logs.this_is(_process(command, rest), environment.log)
    if command in ("run", "renew", "web") and rest != [BEHIND_PRESS]:
        ArgumentParser(prog=f"vestnik {command}", description=COMMANDS[command]).parse_args(rest)
    if command == "run":
        from vestnik.config.launcher import run

        run.say_unknown_settings()
        return run.run(environment)
    if command == "renew":
        from vestnik.config.launcher import ground

        number = ground.renew(environment.data)
        print(f"Asked. 'vestnik run' (process {number}) says what becomes of it.")
        return 0
    if command == "web":
        from vestnik.config.launcher import ground, web

        behind = rest == [BEHIND_PRESS]
        if not behind:
            ground.usable_tls(environment.tls)
        if not launched and not behind:
            ground.free_port(environment.bind_host, environment.bind_port)
        web.serve(environment, behind_press=behind)
        return 0
    given = [one for one in rest if one.startswith(child.LISTENER)]
    if command == "press" and (not rest or (launched and given == rest)):
        from vestnik.config.launcher import ground, web

        ground.usable_tls(environment.tls)
        if not launched:
            ground.free_ports(environment)
        listener = int(given[0].partition("=")[2]) if given else None
        web.serve_press(environment, listener)
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestnik.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["vestnik", command, *rest])
    return 0


def _process(command: str, rest: list[str]) -> str:
    """What a process that runs this command is called in the log."""
    if command == "press":
        return "press" if not rest else "command"
    return {"run": "launcher", "web": "application", "worker": "worker"}.get(command, "command")


def _parser() -> ArgumentParser:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {line}" for name, line in COMMANDS.items()]
    parser = ArgumentParser(
        prog="vestnik",
        description="A news site and its newsroom.",
        usage="vestnik [--version] [--help] COMMAND ...",
        epilog="commands ('vestnik COMMAND --help' says more):\n" + "\n".join(lines),
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Vestnik {__version__}")
    # Said by the launcher to its children: its process number, with which they end.
    parser.add_argument("--launched-by", type=int, default=0, help=SUPPRESS)
    parser.add_argument("command", nargs="?", help=SUPPRESS)
    parser.add_argument("rest", nargs=REMAINDER, help=SUPPRESS)
    return parser
