"""``hwasil chat``: a conversation about pictures, a line a question."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from hwasil.cli.carrying_out import writable
from hwasil.cli.command import Command
from hwasil.cli.failures import exit_code, printable, warn
from hwasil.cli.options import argument, option
from hwasil.cli.regions import opened
from hwasil.cli.speaking import speaker_options, studio_in
from hwasil.core.errors import Cancelled, HwasilError, InvalidInput
from hwasil.core.reasons import reason
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.backends.base import Context
    from hwasil.core.picture import Picture
    from hwasil.core.results import Said
    from hwasil.studio.chat import Chat

_MOST: Final = 1_000_000  # bytes of a line
_MOST_SAVED: Final = 500_000_000  # bytes of a conversation, whose pictures are in it


def command() -> Command:
    """Return the command."""
    params = [
        argument("pictures", metavar="[PICTURE...]", required=False, many=True),
        option("--system", text="system", metavar="TEXT"),
        option("--open", text="chat_open", metavar="FILE"),
        *speaker_options(),
    ]
    return Command("chat", _chat, params, key="chat")


def _chat(
    *,
    pictures: tuple[str, ...],
    system: str | None,
    open: str | None,  # noqa: A002 (the option's own name)
    backend: str | None,
    model: str | None,
    region: str | None,
    profile: str | None,
) -> int:
    from hwasil.studio.chat import Chat

    chat = Chat(studio_in(region, profile), backend=backend, model=model)
    if open is not None:
        _restore(chat, Path(open))
    if system is not None:
        chat.system = writable(system)
    talk = _Talk(chat)
    for path in pictures:
        talk.told(partial(talk.show, path))
    terminal = sys.stdin.isatty()
    if terminal:
        click.echo(say("cli.chat.welcome", backend=chat.backend))
    for line in _typed() if terminal else _given():
        if not talk.goes_on(line):
            break
    # Whoever types has read what went wrong; a program has only this.
    return 0 if terminal else talk.code


class _Talk:
    """One conversation at the terminal: pictures that wait for a question, and how the last thing asked for ended."""

    def __init__(self, chat: Chat) -> None:
        self.code = 0
        self._chat = chat
        self._waiting: list[Picture] = []
        self._commands: dict[str, Callable[[str], None]] = {
            "/picture": self.show,
            "/retry": self._retry,
            "/reset": self._reset,
            "/save": self._save,
            "/help": self._help,
        }

    def goes_on(self, line: str) -> bool:
        """Do what a line says, whatever becomes of it; return whether the conversation goes on."""
        name, _, rest = line.strip().partition(" ")
        if name == "/quit":
            return False
        if name in self._commands:
            self.told(partial(self._commands[name], rest.strip()))
        elif line.strip():
            self.told(partial(self._ask, line))
        return True

    def told(self, do: Callable[[], None]) -> None:
        """Do something, and tell what goes wrong; nothing ends a conversation but its end."""
        try:
            do()
        except Cancelled as problem:
            warn(say("cli.chat.stopped"))
            self.code = exit_code(problem)
        except HwasilError as problem:
            warn(f"{problem.message} {problem.hint}")
            self.code = exit_code(problem)
        except OSError as problem:
            warn(say("cli.failure.system", reason=reason(problem)))
            self.code = 1
        else:
            self.code = 0

    def show(self, path: str) -> None:
        """Keep a picture for the next question; a broken one is refused here."""
        from hwasil.core.shrink import shrunk

        picture = opened(path)
        self._waiting.append(shrunk(picture))
        click.echo(say("cli.chat.shown", size=picture.size, count=len(self._waiting)), err=True)

    def _ask(self, line: str) -> None:
        # The conversation keeps pictures whose question failed, so that from here on they are not ours.
        pictures, self._waiting = self._waiting, []
        self._answered(lambda context: self._chat.ask(writable(line), pictures, context))

    def _retry(self, _: str) -> None:
        self._answered(self._chat.retry)

    def _reset(self, _: str) -> None:
        self._chat.reset()
        self._waiting.clear()
        click.echo(say("cli.chat.forgotten"), err=True)

    def _save(self, path: str) -> None:
        from hwasil.studio.chat_record import chat_json, chat_markdown

        if not path:
            raise InvalidInput("chat_file_unnamed")
        file = Path(path)
        if file.suffix.lower() == ".json":
            import json

            text = json.dumps(chat_json(self._chat), ensure_ascii=False, indent=1) + "\n"
        else:
            text = chat_markdown(self._chat)
        file.write_text(text, encoding="utf-8")
        click.echo(say("cli.chat.saved", file=printable(str(file))), err=True)

    def _help(self, _: str) -> None:
        click.echo(say("cli.chat.commands"))

    def _answered(self, ask: Callable[[Context], Said]) -> None:
        """Write an answer as it is spoken; Ctrl-C ends the answer and nothing else."""
        from hwasil.backends.base import Context
        from hwasil.cli.status import StatusLine
        from hwasil.cli.stopping import stoppable

        spoken = False
        with ExitStack() as waiting:
            waiting.enter_context(StatusLine(say("cli.chat.waiting")))

            def hear(words: str) -> None:
                nonlocal spoken
                waiting.close()
                spoken = True
                click.echo("\n".join(map(printable, words.split("\n"))), nl=False)

            context = Context(heard=hear)
            try:
                with stoppable(context.cancelled, billed="unknown"):
                    ask(context)
            finally:
                if spoken:
                    click.echo()


def _typed() -> Iterator[str]:
    """Yield the lines that a person types, until the end of the file; Ctrl-C begins a line anew."""
    import contextlib

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 (being imported, it gives the terminal its line editing and its history)
    while True:
        try:
            yield input("> ")
        except EOFError:
            click.echo()
            return
        except KeyboardInterrupt:
            click.echo()


def _given() -> Iterator[str]:
    """Yield the lines of standard input; what is no UTF-8 arrives as signs that `writable` refuses."""
    while line := sys.stdin.buffer.readline(_MOST):
        yield line.decode("utf-8", errors="surrogateescape")


def _restore(chat: Chat, file: Path) -> None:
    """Go on in a conversation that was saved as JSON. Raises InvalidInput or Corrupt."""
    import json

    from hwasil.studio.chat_record import restore

    with file.open("rb") as stream:
        data = stream.read(_MOST_SAVED + 1)
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise InvalidInput("chat_unreadable", place="JSON") from problem
    restore(chat, value)
