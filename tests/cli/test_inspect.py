from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Shell
from tests.library.provenance.signing import marked, picture, signed_elsewhere, smooth, tampered
from tests.library.provenance.test_foreign import PARAMETERS, saved

from hwasil.core.jobs import RemoveBackground, TextToImage
from hwasil.core.picture import Picture
from hwasil.core.results import Translated
from hwasil.i18n import LANGUAGES, Language, speaking
from hwasil.library.provenance import share_copy


def told(shell: Shell, shown: Picture, *options: str) -> str:
    Path("shown").write_bytes(shown.data)
    done = shell("inspect", "shown", *options)
    assert done.exit_code == 0
    assert done.stderr == ""
    return done.stdout


def test_a_marked_picture_in_plain_words(shell: Shell) -> None:
    words = (Translated("prompt", "눈밭의 여우", "a fox in the snow", "m"),)
    made = marked(Picture.from_pixels(smooth()), TextToImage("눈밭의 여우", seed=7), translated=words)
    said = told(shell, made)
    for part in (
        "an algorithm composed",
        "illustrator 9, model local.illustrator (local)",
        "text-to-image, seed 7",
        "눈밭의 여우",
        "a fox in the snow",
        "holds: not a byte has changed",
        "the certificate that this library made for itself",
        "it belongs to what the file says",
    ):
        assert part in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_can_be_said_in_either_language(shell: Shell, language: Language, tmp_path: Path) -> None:
    signed = marked(picture(width=64, height=64))
    photo = signed_elsewhere(picture(), tmp_path)
    shown = (
        picture(),
        signed,
        share_copy(signed),
        tampered(signed),
        photo,
        marked(picture(), RemoveBackground(photo)),
        marked(picture(), RemoveBackground(tampered(signed))),
        saved({"parameters": PARAMETERS}),
    )
    with speaking(language):
        assert len({told(shell, one) for one in shown}) == len(shown)


def test_a_tampered_picture_says_so(shell: Shell) -> None:
    said = told(shell, tampered(marked(picture(width=64, height=64, format="jpeg"))))
    assert "does NOT hold: the picture has been changed since it was signed" in said


def test_a_signer_nobody_here_knows_is_explained(shell: Shell, tmp_path: Path) -> None:
    said = told(shell, signed_elsewhere(picture(), tmp_path))
    assert "does not know that certificate" in said
    assert "not who signed" in said
    assert "Some Camera 3" in said
    assert "“digitalCapture”" in said


def test_a_share_copy_is_called_one(shell: Shell) -> None:
    said = told(shell, share_copy(marked(picture(), TextToImage("secret words"))))
    assert "share copy" in said
    assert "secret" not in said


def test_what_another_program_says_is_its_word(shell: Shell) -> None:
    said = told(shell, saved({"parameters": PARAMETERS, "Software": "\x1b[31mEvil\x07"}))
    assert "Stable Diffusion web UI (its word, not proved)" in said
    assert "prompt: 눈밭의 여우, masterpiece" in said
    assert not {"\x1b", "\x07"} & set(said)


def test_nothing_to_tell(shell: Shell) -> None:
    assert "Nothing in the file says where it comes from." in told(shell, picture())


def test_json_tells_it_all(shell: Shell, tmp_path: Path) -> None:
    made = marked(picture(), RemoveBackground(signed_elsewhere(picture(), tmp_path)))
    said = json.loads(told(shell, made, "--json"))
    assert said["sha256"] == made.sha256
    assert said["story"]["kind"] == "RemoveBackground"
    assert said["signature"]["holds"] is True
    assert said["signature"]["sources"] == [
        {"relationship": "parentOf", "generator": "Some Camera 3", "holds": True}
    ]
    assert (said["watermark"], said["unreadable"], said["other_programs"]) == (None, [], [])
    empty = json.loads(told(shell, picture(), "--json"))
    assert (empty["story"], empty["signature"], empty["source_type"]) == (None, None, None)


def test_what_is_no_picture(shell: Shell, folder: Path) -> None:
    (folder / "x.png").write_bytes(b"no picture")
    assert shell("inspect", "x.png").exit_code == 2
