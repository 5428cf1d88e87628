"""A person's settings: one TOML file of what the environment should be where it says nothing.

    language = "ko"
    library = "/home/ada/pictures"
    label = true

Every setting is an environment variable under a shorter name. `adopt` puts what the file says into the environment at
the start of a program, so that whoever needs it asks the environment alone, and the programs it starts are told the
same. A variable that was set already beats the file, and an option of a command beats both. Programs that use Hwasil
as a library have settings of their own, and the file does not touch them.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from hwasil.core.errors import InvalidInput, Unavailable
from hwasil.core.reasons import reason
from hwasil.i18n import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CONFIG: Final = "HWASIL_CONFIG"
_MOST_LETTERS: Final = 1_000_000
ON, OFF = "on", "off"
Source = Literal["environment", "file", "default"]


class Setting(NamedTuple):
    """A setting and its variable.

    ``words`` are what it can be, where only some words will do; ``on`` and ``off`` are true and false in the file.
    ``rivals`` are variables that mean the same to others: where one is set, the file is not asked either. What does
    not hold ``at_once`` is settled when a program starts.
    """

    name: str
    variable: str
    words: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    at_once: bool = True
    is_place: bool = False


SETTINGS: Final = {
    setting.name: setting
    for setting in (
        Setting("language", "HWASIL_LANG", words=("ko", "en")),
        Setting("library", "HWASIL_LIBRARY", at_once=False, is_place=True),
        Setting("weights", "HWASIL_HOME", at_once=False, is_place=True),
        Setting("vectors", "HWASIL_VECTORS", at_once=False),
        Setting("backend", "HWASIL_BACKEND", words=("local", "bedrock")),
        Setting("region", "AWS_REGION", rivals=("AWS_DEFAULT_REGION",), at_once=False),
        Setting("profile", "AWS_PROFILE", rivals=("AWS_DEFAULT_PROFILE",), at_once=False),
        Setting("llm_url", "HWASIL_LLM_URL"),
        Setting("llm_model", "HWASIL_LLM_MODEL"),
        Setting("provenance", "HWASIL_PROVENANCE", words=(ON, OFF)),
        Setting("label", "HWASIL_LABEL", words=(ON, OFF)),
        Setting("writer", "HWASIL_WRITER", words=(ON, OFF)),
    )
}
_adopted: set[str] = set()  # variables that are in the environment because the file says so


class InForce(NamedTuple):
    """What a setting is, and who says so; None where nobody does."""

    setting: Setting
    value: str | None
    source: Source


def settings_file() -> str:
    """Return the path of the file: ``HWASIL_CONFIG``, else ``settings.toml`` in the platform's own place."""
    chosen = os.environ.get(CONFIG)
    return os.path.expanduser(chosen) if chosen else os.path.join(_folder(), "settings.toml")  # noqa: PTH111, PTH118 (see _folder)


def read() -> dict[str, str]:
    """Return what the file says, by the settings' names; nothing when there is no file.

    Raises InvalidInput with the line that cannot be read, Unavailable when the file cannot be.
    """
    return _parsed(_text())


def adopt() -> None:
    """Put what the file says into the environment where that says nothing. Raises as `read` does."""
    for name, value in read().items():
        setting = SETTINGS[name]
        if not _is_set(setting):
            os.environ[setting.variable] = value
            _adopted.add(setting.variable)


def in_force() -> list[InForce]:
    """Return every setting as it is, from the environment or else from the file. Raises as `read` does."""
    said = read()
    found = []
    for name, setting in SETTINGS.items():
        if _is_set(setting) and setting.variable not in _adopted:
            set_one = next(filter(os.environ.get, (setting.variable, *setting.rivals)))
            found.append(InForce(setting, os.environ[set_one], "environment"))
        else:
            found.append(InForce(setting, said.get(name), "file" if name in said else "default"))
    return found


def change(name: str, value: str | None) -> None:
    """Write one setting into the file, or take it out with None; its other lines stay as they are.

    Where the environment did not say otherwise when the program started, it is changed as well, for what holds at
    once. Raises InvalidInput for a name or a value that cannot be, and as `read` does.
    """
    setting = _setting(name)
    if value is not None:
        value = _checked(setting, value)
    text = _text()
    said = {one: word for one, word in _parsed(text).items() if one != name}
    lines = [line for line in text.splitlines() if not re.match(rf"\s*{name}\s*=", line)]
    if value is not None:
        said[name] = value
        lines.append(f"{name} = {_written(setting, value)}")
    changed = "\n".join([*lines, ""])
    if not _says(changed, said):  # a value over several lines
        changed = "".join(f"{one} = {_written(SETTINGS[one], word)}\n" for one, word in said.items())
    _write(changed)
    if setting.at_once and (setting.variable in _adopted or not _is_set(setting)):
        _adopted.add(setting.variable)
        if value is None:
            os.environ.pop(setting.variable, None)
        else:
            os.environ[setting.variable] = value


def usual_backend() -> str:
    """Return the backend that makes pictures where no other is asked for: ``HWASIL_BACKEND``, else ``local``."""
    return os.environ.get("HWASIL_BACKEND") or "local"


def _folder() -> str:
    """Return the platform's folder for settings.

    It is what platformdirs says; every command starts here, and importing that, or pathlib, takes longer than all the
    rest of a help page.
    """
    if sys.platform == "win32":
        parts = (os.environ.get("LOCALAPPDATA") or "~/AppData/Local",)
    elif sys.platform == "darwin":
        parts = ("~/Library/Application Support",)
    else:
        parts = (os.environ.get("XDG_CONFIG_HOME") or "~/.config",)
    return os.path.join(os.path.expanduser(parts[0]), "hwasil")  # noqa: PTH111, PTH118


def _is_set(setting: Setting) -> bool:
    return any(os.environ.get(name) for name in (setting.variable, *setting.rivals))


def _setting(name: str) -> Setting:
    if name not in SETTINGS:
        raise InvalidInput("setting_unknown", name=name[:40], names=", ".join(SETTINGS))
    return SETTINGS[name]


def _text() -> str:
    try:
        with open(settings_file(), encoding="utf-8") as file:  # noqa: PTH123
            return file.read(_MOST_LETTERS)  # a device may never end
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        raise InvalidInput("settings_unreadable", file=settings_file(), line=line, reason="UTF-8") from problem
    except OSError as problem:
        raise Unavailable("settings_unusable", file=settings_file(), reason=reason(problem)) from problem


def _parsed(text: str) -> dict[str, str]:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:  # a RecursionError: brackets within brackets
        reason, _, place = str(problem).partition(" (at ")
        number = re.search(r"line (\d+)", place)
        line = int(number[1]) if number else text.rstrip().count("\n") + 1
        raise InvalidInput("settings_unreadable", file=settings_file(), line=line, reason=reason) from problem
    return {name: _value(name, value, text) for name, value in table.items()}


def _value(name: str, value: object, text: str) -> str:
    """Check one entry of the file; what is wrong with it is said with its line."""
    found = re.search(rf"^[ \t]*\[*[ \t]*['\"]?{re.escape(name)}\b", text, re.MULTILINE)
    place: dict[str, Any] = {
        "file": settings_file(),
        "line": text.count("\n", 0, found.start()) + 1 if found else 1,
    }
    if name not in SETTINGS:
        raise InvalidInput("settings_unknown", name=name[:40], names=", ".join(SETTINGS), **place)
    setting = SETTINGS[name]
    if isinstance(value, bool) and setting.words == (ON, OFF):
        return ON if value else OFF
    if not isinstance(value, str):
        raise InvalidInput("settings_no_text", name=name, value=str(value)[:40], **place)
    try:
        return _checked(setting, value)
    except InvalidInput as problem:
        raise InvalidInput("settings_bad_value", reason=problem.message, **place) from problem


def _checked(setting: Setting, value: str) -> str:
    value = value.strip()
    if setting.words and value not in setting.words:
        words = ", ".join(setting.words)
        raise InvalidInput("setting_not_one_of", name=setting.name, value=value[:40], words=words)
    if not value or any(sign < " " or sign == "\x7f" or "\ud800" <= sign <= "\udfff" for sign in value):
        raise InvalidInput("setting_no_value", name=setting.name)
    if setting.is_place and "://" not in value:
        return os.path.abspath(os.path.expanduser(value))  # noqa: PTH100, PTH111
    return value


def _written(setting: Setting, value: str) -> str:
    """Return a value as TOML."""
    if setting.words == (ON, OFF):
        return "true" if value == ON else "false"
    # Without control characters, a text in JSON's quotes is one in TOML's basic quotes as well.
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _says(text: str, said: Mapping[str, str]) -> bool:
    try:
        return _parsed(text) == said
    except InvalidInput:
        return False


def _write(text: str) -> None:
    """Write the file whole, so that nobody ever reads half of it."""
    from pathlib import Path
    from tempfile import NamedTemporaryFile

    file: Path = Path(settings_file()).resolve()  # a link to it stays a link
    if file.exists() and not (file.is_file() or file.is_dir()):
        # What takes a device's place takes it from everybody.
        raise Unavailable("settings_unusable", file=file, reason=say("reason.no_file"))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=file.parent, suffix=".part", encoding="utf-8", delete=False) as scratch:
            scratch.write(text)
        Path(scratch.name).replace(file)
    except OSError as problem:
        raise Unavailable("settings_unusable", file=file, reason=reason(problem)) from problem
