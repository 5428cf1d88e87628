"""What other programs write into pictures of how they were made. Whoever made the file wrote it: it may be untrue.

parameters             Stable Diffusion web UI (AUTOMATIC1111) and its kin: a text; in a JPEG, EXIF's comment
prompt, workflow       ComfyUI: a graph of nodes, as JSON
invokeai_metadata      InvokeAI, as JSON; sd-metadata in older ones
Software, CreatorTool  any program, in PNG texts, EXIF and XMP
"""

from __future__ import annotations

import json
import struct
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hwasil.library.provenance.containers import Parts

MOST_WORDS: Final = 2_000
"""Letters of a text that are shown; prompts of other programs have no end."""

_A1111: Final = "Stable Diffusion web UI"
_SOFTWARE, _COMMENT, _EXIF_IFD = 0x0131, 0x9286, 0x8769
# What Pillow's reader of EXIF raises on a block that is none.
_BROKEN: Final = (SyntaxError, ValueError, KeyError, TypeError, OSError, EOFError, struct.error)


@dataclass(frozen=True, slots=True)
class Trace:
    """What one program left: its name, the words that it was given, and the rest of what it says, as text."""

    program: str
    prompt: str | None = None
    more: str | None = None


def traces(parts: Parts, properties: Mapping[str, str]) -> tuple[Trace, ...]:
    """Return what programs other than Hwasil left in a file; ``properties`` are those of its XMP."""
    software, comment = _exif(parts.exif)
    parameters = (parts.texts.get("parameters"), comment if comment and "Steps:" in comment else None)
    found = [_parameters(text) for text in parameters if text]
    graph = _json(parts.texts.get("prompt"))
    if isinstance(graph, dict):
        found.append(_graph(graph))
    elif _json(parts.texts.get("workflow")):
        found.append(Trace("ComfyUI"))
    for keyword in ("invokeai_metadata", "sd-metadata"):
        told = _json(parts.texts.get(keyword))
        if isinstance(told, dict):
            found.append(_invoked(told))
    names = (parts.texts.get("Software"), software, properties.get("xmp:CreatorTool"))
    programs = dict.fromkeys(_cut(name) for name in names if name and not name.startswith("Hwasil"))
    return tuple(dict.fromkeys([*found, *(Trace(name) for name in programs)]))


def _parameters(text: str) -> Trace:
    """Read the prompt, then ``Negative prompt: …``, then a line of settings that starts with ``Steps:``."""
    before, steps, after = text.partition("\nSteps:")
    prompt, negative, without = before.partition("\nNegative prompt:")
    more = [f"Negative prompt:{without}"] if negative else []
    more += [f"Steps:{after}"] if steps else []
    return Trace(_A1111, _cut(prompt), _cut("; ".join(part.strip() for part in more)) or None)


def _graph(graph: Mapping[str, Any]) -> Trace:
    """Read the texts of the nodes that encode texts, and the model that is loaded."""
    texts: list[str] = []
    models: list[str] = []
    for node in graph.values():
        inputs = node.get("inputs") if isinstance(node, dict) else None
        if isinstance(inputs, dict):
            texts += [inputs["text"]] if isinstance(inputs.get("text"), str) else []
            models += [inputs["ckpt_name"]] if isinstance(inputs.get("ckpt_name"), str) else []
    return Trace("ComfyUI", _cut(" / ".join(dict.fromkeys(texts))) or None, _cut(", ".join(models)) or None)


def _invoked(told: Mapping[str, Any]) -> Trace:
    model = told.get("model")
    name = model.get("name") or model.get("model_name") if isinstance(model, dict) else model
    said = {"model": name, "seed": told.get("seed"), "steps": told.get("steps")}
    more = ", ".join(f"{key} {value}" for key, value in said.items() if isinstance(value, str | int))
    prompt = told.get("positive_prompt")
    return Trace("InvokeAI", _cut(prompt) if isinstance(prompt, str) else None, _cut(more) or None)


def _exif(block: bytes | None) -> tuple[str | None, str | None]:
    """Return EXIF's program and its comment."""
    if not block:
        return None, None
    from PIL import Image

    exif = Image.Exif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of a block that is broken in part, and reads the rest
            exif.load(b"Exif\0\0" + block)
            software, comment = exif.get(_SOFTWARE), exif.get_ifd(_EXIF_IFD).get(_COMMENT)
    except _BROKEN:
        return None, None
    return (software if isinstance(software, str) else None), _commented(comment)


def _commented(comment: object) -> str | None:
    """Read a comment: eight bytes name its letters (EXIF 2.3, 4.6.5)."""
    if not isinstance(comment, bytes):
        return comment if isinstance(comment, str) else None
    if comment.startswith(b"UNICODE\0"):
        # EXIF leaves open in which order the bytes are; the zero of a Latin letter tells.
        body = comment[8:]
        order = "utf-16-be" if body[:1] == b"\0" else "utf-16-le"
        return body.decode(order, errors="replace")
    return comment[8:].decode(errors="replace")


def _json(text: str | None) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _cut(text: str) -> str:
    short = text.strip()
    return short if len(short) <= MOST_WORDS else f"{short[:MOST_WORDS]}…"
