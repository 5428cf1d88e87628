"""A job as the Python that does it, made from the fields of its dataclasses: nothing is written twice."""

from __future__ import annotations

import dataclasses

from hwasil.core.jobs import Describe, Job
from hwasil.core.mask import Mask
from hwasil.core.palette import Palette
from hwasil.core.picture import Picture, Size
from hwasil.studio.file_names import MASK, PICTURE, REFERENCE, numbered

_NAMES = {"reference": REFERENCE, "background": REFERENCE}


def make_python(job: Job, *, backend: str = "local", model: str | None = None) -> str:
    """Return a short program that does a job and saves what came of it. Its pictures are files beside it."""
    target = "".join(
        f", {name}={value!r}" for name, value in (("backend", backend), ("model", model)) if value is not None
    )
    lines = ["import hwasil", "", "studio = hwasil.Studio()", f"job = {_code(job)}"]
    if isinstance(job, Describe):
        lines += [f"answer = studio.answer(studio.plan(job{target}))", "print(answer.text)"]
    else:
        lines += [
            f"result = studio.do(job{target})",
            "for number, picture in enumerate(result.pictures, start=1):",
            '    with open(f"result-{number}.{picture.format}", "wb") as file:',
            "        file.write(picture.data)",
        ]
    return "\n".join(lines) + "\n"


def _code(value: object, field: str = "") -> str:
    """Return an expression for a value; ``field`` is where it stands, which names its file."""
    match value:
        case Picture():
            return _opened(_NAMES.get(field, PICTURE))
        case Mask():
            return f"hwasil.Mask.from_picture({_opened(MASK)})"
        case Size():
            return f"hwasil.Size({value.width}, {value.height})"
        case Palette():
            return f"hwasil.Palette.parse({[color.hex for color in value.colors]!r})"
        case (Picture(), *_) if isinstance(value, tuple):
            files = numbered(PICTURE, len(value))
            return f"({''.join(f'{_opened(file)}, ' for file in files).rstrip()})"
        case _ if dataclasses.is_dataclass(value):
            given = [(one.name, getattr(value, one.name), one.default) for one in dataclasses.fields(value)]
            parts = [f"{name}={_code(part, name)}" for name, part, default in given if part != default]
            return f"hwasil.{type(value).__name__}({', '.join(parts)})"
    return repr(value)


def _opened(file: str) -> str:
    return f"hwasil.Picture.open({file!r})"
