from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from tests.library.provenance.signing import pixels
from tests.strategies import texts

from hwasil.core.picture import Picture
from hwasil.library import provenance
from hwasil.library.provenance.containers import Parts
from hwasil.library.provenance.foreign import MOST_WORDS, Trace, traces

PARAMETERS = """눈밭의 여우, masterpiece
Negative prompt: trees, snow
Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 965400086, Size: 512x512, Model hash: 45dee52b"""
A1111 = Trace(
    "Stable Diffusion web UI",
    "눈밭의 여우, masterpiece",
    "Negative prompt: trees, snow; Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 965400086, Size: 512x512, "
    "Model hash: 45dee52b",
)
GRAPH = {
    "3": {"class_type": "KSampler", "inputs": {"seed": 5, "positive": ["6", 0]}},
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "v1-5.safetensors"}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "beautiful scenery", "clip": ["4", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "watermark"}},
}
INVOKED = {"positive_prompt": "a fox", "seed": 3, "steps": 30, "model": {"name": "Juggernaut"}}


def saved(said: dict[str, str], format: str = "png", exif: Image.Exif | None = None) -> Picture:  # noqa: A002
    info = PngImagePlugin.PngInfo()
    for name, text in said.items():
        info.add_itxt(name, text)
    out = io.BytesIO()
    more: dict[str, Any] = {"exif": exif} if exif else {}
    if format == "png":
        more["pnginfo"] = info
    Image.fromarray(pixels()).save(out, format, **more)
    return Picture.from_bytes(out.getvalue())


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"parameters": PARAMETERS}, [A1111]),
        ({"parameters": "only words"}, [Trace("Stable Diffusion web UI", "only words")]),
        (
            {"prompt": json.dumps(GRAPH), "workflow": "{}"},
            [Trace("ComfyUI", "beautiful scenery / watermark", "v1-5.safetensors")],
        ),
        ({"workflow": '{"nodes": []}'}, [Trace("ComfyUI")]),
        (
            {"invokeai_metadata": json.dumps(INVOKED)},
            [Trace("InvokeAI", "a fox", "model Juggernaut, seed 3, steps 30")],
        ),
        ({"sd-metadata": '{"model": "x"}'}, [Trace("InvokeAI", None, "model x")]),
        ({"Software": "NovelAI"}, [Trace("NovelAI")]),
        ({"Software": "Hwasil 0.1"}, []),
        ({"prompt": "just a prompt"}, []),
        ({"prompt": '{"1": 5, "2": {"inputs": []}}'}, [Trace("ComfyUI")]),
        ({"prompt": "[" * 100_000}, []),
        ({"invokeai_metadata": "[1]"}, []),
    ],
)
def test_what_other_programs_leave_in_a_png(said: dict[str, str], found: list[Trace]) -> None:
    assert list(provenance.inspect(saved(said)).foreign) == found


@pytest.mark.parametrize("format", ["jpeg", "webp", "png"])
@pytest.mark.parametrize("order", ["utf-16-be", "utf-16-le"])
def test_what_they_leave_in_exif(format: str, order: str) -> None:  # noqa: A002 (the field's own word)
    exif = Image.Exif()
    exif[0x0131] = "Paint 3"
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + PARAMETERS.replace("눈밭의", "a").encode(order)
    found = provenance.inspect(saved({}, format, exif)).foreign
    assert found == (Trace(A1111.program, "a 여우, masterpiece", A1111.more), Trace("Paint 3"))


def test_long_words_are_cut() -> None:
    (trace,) = provenance.inspect(saved({"parameters": "x" * 100_000})).foreign
    assert trace.prompt == "x" * MOST_WORDS + "…"


@given(st.binary(max_size=200))
def test_any_exif_block_is_read_or_passed_over(block: bytes) -> None:
    assert isinstance(traces(Parts(exif=block), {}), tuple)
    assert isinstance(traces(Parts(exif=b"MM\0*\0\0\0\x08" + block), {}), tuple)


@given(
    st.dictionaries(
        st.sampled_from(["parameters", "prompt", "workflow", "invokeai_metadata", "Software"]), texts()
    )
)
def test_any_text_is_read_or_passed_over(said: dict[str, str]) -> None:
    assert isinstance(traces(Parts(texts=said), {}), tuple)
