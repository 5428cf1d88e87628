from __future__ import annotations

from pathlib import Path

import pytest

from hwasil.core.errors import InvalidInput
from hwasil.i18n import LANGUAGES, speaking
from hwasil.server.knobs import Knob
from hwasil.server.knobs_file import read_knobs_file

V2 = "amazon.titan-image-generator-v2:0"


def _written(folder: Path, text: str) -> Path:
    file = folder / "knobs.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file(tmp_path: Path) -> None:
    text = f"""
    [[knob]]
    model = "us.{V2}"
    operation = "invoke"
    throttle = 2
    slow = 1

    [[knob]]
    partial = true
    times = 1
    """
    assert read_knobs_file(_written(tmp_path, text)) == (
        Knob(model=V2, operation="invoke", throttle=2, slow=1.0),
        Knob(partial=True, times=1),
    )
    assert read_knobs_file(_written(tmp_path, "# nothing yet")) == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[knob]]\nreset = true\n[[knob]]\nthrottle = 'often'", ["Entry 2", "throttle", "often"]),
        ("[[knob]]\nreset = 1", ["Entry 1", "reset"]),
        ("[[knob]]\nthrottle = true", ["Entry 1", "throttle"]),
        ("[[knob]]\nblocked = ['prompt']", ["Entry 1", "blocked"]),
        ("[[knob]]", ["Entry 1"]),
        ("[knob]\nreset = true", ["[[knob]]"]),
        ("knob = [1]", ["[[knob]]"]),
        ("reset = true", ["[[knob]]"]),
        ("[[knob]\n", ["no TOML"]),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, named: list[str]) -> None:
    file = _written(tmp_path, text)
    with pytest.raises(InvalidInput) as caught:
        read_knobs_file(file)
    assert all(word in caught.value.message for word in [*named, str(file)])


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    binary = tmp_path / "knobs.bin"
    binary.write_bytes(b"\xff\xfe")
    for path in (tmp_path / "none.toml", tmp_path, binary, Path("a\0b")):
        for language in LANGUAGES:
            with speaking(language), pytest.raises(InvalidInput) as caught:
                read_knobs_file(path)
            assert str(path) in caught.value.message
