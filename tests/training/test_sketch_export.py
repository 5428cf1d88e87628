"""The exported networks draw as the trained ones do. Where torch or onnx is not installed, this is skipped."""

from __future__ import annotations

import hashlib
import importlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.training.small_corpus import small_corpus
from training.sketch import text
from training.sketch.draw import Generator, Given, Plan

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
# Imported by name, so that types are checked alike with torch and without.
exporting: Any = importlib.import_module("training.sketch.export")
network: Any = importlib.import_module("training.sketch.network")


PLAN = Plan(3, 2.0)


@pytest.fixture(scope="module")
def sketch() -> Any:
    torch.manual_seed(0)
    drawn = network.Sketch(small_corpus().config)
    with torch.no_grad():
        for weight in drawn.parameters():  # layers that begin silent would hide what others do
            weight.add_(torch.randn_like(weight) * 0.02)
    return drawn


@pytest.fixture(scope="module")
def folder(sketch: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    exporting.LARGEST, usual = 300_000, exporting.LARGEST  # so that there is more than one part
    try:
        exporting.export(sketch, small_corpus().config, PLAN, folder)
    finally:
        exporting.LARGEST = usual
    return folder


def test_no_file_is_too_large_and_each_has_its_hash(folder: Path) -> None:
    hashes = json.loads((folder / "sketch.json").read_text("utf-8"))["sha256"]
    assert {"words.onnx", "drawer.onnx", "words-0.bin", "drawer-0.bin"} <= hashes.keys()
    for name, digest in hashes.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
        assert (folder / name).stat().st_size < 16_000_000


def test_the_exported_networks_say_the_same(sketch: Any, folder: Path) -> None:
    import onnxruntime

    grams = text.encode(["a red cat", "", "노란 배경의 개"])
    noisy, time = torch.randn(3, 3, 16, 16), torch.tensor([0.1, 0.5, 0.9])
    with torch.no_grad():
        wanted = sketch(noisy, time, torch.from_numpy(grams)).numpy()
    sessions = [onnxruntime.InferenceSession(str(folder / f"{name}.onnx")) for name in ("words", "drawer")]
    tokens, there = sessions[0].run(None, {"grams": grams})
    given = {"noisy": noisy.numpy(), "time": time.numpy(), "tokens": tokens, "there": there}
    found = sessions[1].run(None, given)[0]
    assert np.abs(wanted).max() > 0.1
    assert np.abs(found - wanted).max() < 0.02 * np.abs(wanted).max()


def test_the_same_words_and_seed_give_the_same_picture(folder: Path) -> None:
    generator = Generator(folder, 1)
    alone = generator.draw(["a red cat"], 4)
    both = generator.draw(["a blue dog", "a red cat"], 4)
    assert alone.shape == (1, 16, 16, 3)
    assert np.abs(alone[0].astype(int) - both[1]).max() <= 1
    assert not np.array_equal(alone, generator.draw(["a red cat"], 5))


def test_unknown_words_and_none_are_drawn_too(folder: Path) -> None:
    assert Generator(folder, 1).draw(["", "qwxz 뷁", "☃"], 0, Plan(2)).shape == (3, 16, 16, 3)


def test_a_guidance_of_one_is_the_network_alone(folder: Path) -> None:
    generator = Generator(folder, 1)
    assert generator.plan == PLAN
    alone, nearly, far = (
        generator.draw(["a red cat"], 0, Plan(4, guidance, halfway=False)).astype(int)
        for guidance in (1.0, 1.0001, 9.0)
    )
    assert np.abs(alone - nearly).max() <= 1
    assert np.abs(alone - far).max() > 1


@pytest.fixture
def photo() -> Any:
    return np.random.default_rng(0).integers(0, 256, (16, 16, 3), np.uint8)


def test_a_picture_can_be_begun_from(folder: Path, photo: Any) -> None:
    generator = Generator(folder, 1)
    nothing, none_of_it, half, all_of_it = (
        generator.draw(["a red cat"], 0, given=None if likeness is None else Given(photo, likeness))[0]
        for likeness in (None, 0.0, 0.5, 1.0)
    )
    assert np.array_equal(nothing, none_of_it)
    assert np.array_equal(all_of_it, photo)
    assert not np.array_equal(half, nothing)


def test_what_is_not_free_stays_to_the_bit(folder: Path, photo: Any) -> None:
    free = np.zeros((16, 16), np.bool_)
    free[4:12, 5:11] = True
    drawn = Generator(folder, 1).draw(["a red cat", "a blue dog"], 0, given=Given(photo, 0.0, free))
    for one in drawn:
        assert np.array_equal(one[~free], photo[~free])
        assert not np.array_equal(one[free], photo[free])
    assert not np.array_equal(drawn[0], drawn[1])


def test_what_cannot_be_given_is_said(photo: Any) -> None:
    with pytest.raises(ValueError, match="likeness"):
        Given(photo, 1.5)
    with pytest.raises(ValueError, match="does not fit"):
        Given(photo, 0.0, np.ones((8, 8), np.bool_))
