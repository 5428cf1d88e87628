from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from tests.cli.conftest import Shell
from tests.library.provenance.signing import marked, picture
from tests.studio.drawer import Drawer

from hwasil.core.jobs import Inpaint, TextToImage
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture
from hwasil.library.provenance import containers, share_copy, story_of


def made(shell: Shell, *more: str) -> Path:
    (file,) = json.loads(shell("create", "눈밭의 여우", "--seed", "9", "--json", *more).stdout)["pictures"]
    return Path(file["file"])


@pytest.mark.parametrize("name", ["fox.png", "fox.jpg", "fox.webp"])
def test_the_same_picture_is_made_again(shell: Shell, name: str) -> None:
    file = made(shell, "-o", name)
    before = set(Path().iterdir())
    done = shell("rerun", str(file), "--verify")
    assert (done.exit_code, done.stdout) == (0, "The same, pixel for pixel.\n")
    assert set(Path().iterdir()) == before
    assert shell("rerun", str(file), "-o", "again.png").exit_code == 0
    again = story_of(Picture.open("again.png"))
    assert again == story_of(Picture.open(file))


def test_several_pictures_and_any_one_of_them(shell: Shell, drawer: Drawer) -> None:
    shell("create", "a fox", "-n", "3", "--seed", "1")
    drawer.calls.clear()
    done = json.loads(shell("rerun", "a-fox-2.png", "--verify", "--json").stdout)
    assert (done["same"], done["comparison"], done["file"]) == (True, "same", None)
    assert [(job.prompt, job.count, job.seed) for job in drawer.calls] == [("a fox", 1, 2)]


def test_a_picture_that_was_painted_on(shell: Shell) -> None:
    file = made(shell)
    old = Picture.open(file)
    painted = containers.with_packet(Picture.from_pixels(255 - old.pixels), containers.read(old).xmp)
    file.write_bytes(painted.data)
    done = shell("rerun", str(file), "--verify", "-o", "kept.png")
    assert done.exit_code == 1
    assert "changed since" in done.stdout
    assert Path("kept.png").exists()


def test_another_engine_is_named(shell: Shell, drawer: Drawer) -> None:
    job = TextToImage("a fox", seed=7)
    Path("old.png").write_bytes(marked(picture(), job, model="drawer-1").data)
    done = shell("rerun", "old.png", "--verify")
    assert done.exit_code == 1
    assert "illustrator 9; here is drawer 1" in done.stdout


def test_what_may_cost_something_has_to_be_asked_for(shell: Shell) -> None:
    Path("paid.png").write_bytes(marked(picture(), backend="bedrock", model="m").data)
    refused = shell("rerun", "paid.png")
    assert refused.exit_code == 2
    assert "--backend bedrock" in refused.stderr
    assert shell("rerun", "paid.png", "--backend", "local", "--dry-run").exit_code == 0


def test_a_parent_that_is_missing(shell: Shell, tmp_path: Path) -> None:
    photo = picture()
    job = Inpaint(photo, Mask(np.full((16, 24), 255, np.uint8)), "a boat")
    Path("edited.png").write_bytes(marked(picture(seed=1), job).data)
    missing = shell("rerun", "edited.png")
    assert missing.exit_code == 2
    assert photo.sha256 in missing.stderr
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "photo.png").write_bytes(photo.data)
    found = shell("rerun", "edited.png", "--source", str(elsewhere))
    assert photo.sha256 not in found.stderr  # the tests' backend does no edits, and says so
    assert found.exit_code != 0


def test_what_cannot_be_made_again(shell: Shell) -> None:
    Path("plain.png").write_bytes(picture().data)
    Path("shared.png").write_bytes(share_copy(marked(picture())).data)
    assert shell("rerun", "plain.png").exit_code == 2
    assert "share copy" in shell("rerun", "shared.png").stderr


def test_a_shared_file_tells_no_words_not_even_in_its_name(shell: Shell, folder: Path) -> None:
    done = shell("create", "secret fox", "--seed", "3", "--share")
    assert done.exit_code == 0
    (file,) = [path for path in folder.iterdir() if path.suffix == ".png"]
    assert file.name == "picture-3.png"
    assert b"secret" not in file.read_bytes()
    story = story_of(Picture.open(file))
    assert story
    assert dataclasses.replace(story, seed=None).job is None


def test_a_label(shell: Shell, real_home: Path) -> None:
    assert shell("create", "a fox", "--seed", "3", "--label", "-o", "fox.png").exit_code == 0
    story = story_of(Picture.open("fox.png"))
    assert story
    assert story.label == "AI-generated"
    assert shell("rerun", "fox.png", "--verify").exit_code == 0


def test_provenance_can_be_turned_off(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWASIL_PROVENANCE", "off")
    file = made(shell, "-o", "fox.jpg")
    assert story_of(Picture.open(file)) is None
    assert not containers.read(Picture.open(file)).signed
    assert shell("create", "a fox", "--label").exit_code == 2
