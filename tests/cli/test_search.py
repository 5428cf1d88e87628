"""``hwasil index`` and ``hwasil search``, with an embedder that sees colors only."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Shell
from tests.library.index.colorful import Colorful, painted, shelf
from tests.server.running import running
from tests.studio.drawer import new_drawer

from hwasil.core.mask import Box
from hwasil.core.picture import Picture
from hwasil.engine.ocr import Line
from hwasil.i18n import LANGUAGES, Language, speaking
from hwasil.library.buckets import VectorBuckets
from hwasil.library.index import HostedEmbedder
from hwasil.library.place import library_folder
from hwasil.server.app import create_app
from hwasil.studio.studio import Studio


@pytest.fixture(autouse=True)
def embedder(monkeypatch: pytest.MonkeyPatch) -> Colorful:
    """Let the local embedder see nothing but colors."""
    colorful = Colorful("hwasil-joint 2")
    monkeypatch.setattr("hwasil.studio.embedding.JointEmbedder", lambda: colorful)
    return colorful


@pytest.fixture
def photos(folder: Path) -> Path:
    return shelf(folder / "photos")


@pytest.fixture
def indexed(shell: Shell, photos: Path) -> Path:
    assert shell("index", "photos").exit_code == 0
    return photos


class TestIndex:
    def test_what_came_of_it(self, shell: Shell, photos: Path) -> None:
        (photos / "broken.png").write_bytes((photos / "red.png").read_bytes()[:100])
        result = shell("index", "photos")
        assert result.exit_code == 0
        assert result.stdout.startswith(f"{photos}: 5 new, 0 known by content, 0 unchanged, 0 gone, ")
        assert result.stderr == (
            f"hwasil: Not indexed: {photos / 'broken.png'}: The picture file is damaged or incomplete.\n"
        )
        assert (library_folder() / "index" / "index.sqlite").exists()

    def test_json(self, shell: Shell, photos: Path) -> None:
        (photos / "text.png").write_text("no picture")
        told = json.loads(shell("index", "photos", "--json").stdout)
        (one,) = told["folders"]
        assert (one["folder"], one["embedded"], told["price"]) == (str(photos), 5, None)
        assert [Path(problem["path"]).name for problem in one["problems"]] == ["text.png"]

    def test_without_a_folder_all_are_brought_up_to_date(self, shell: Shell, indexed: Path) -> None:
        painted(indexed / "new.png", "pink")
        assert "1 new, 0 known by content, 5 unchanged" in shell("index").stdout

    def test_again(self, shell: Shell, indexed: Path, embedder: Colorful) -> None:
        embedder.name = "hwasil-joint 3"
        result = shell("search", "red")
        assert result.exit_code == 2
        assert "hwasil index --again" in result.stderr
        assert "photos: 5 to read" in shell("index", "--again", "--dry-run").stdout
        assert "5 new" in shell("index", "--again").stdout
        assert shell("search", "red").exit_code == 0

    def test_dry_run(self, shell: Shell, photos: Path, embedder: Colorful) -> None:
        result = shell("index", "photos", "--dry-run")
        assert result.stdout.splitlines() == [
            "photos: 5 to read, 0 unchanged, 0 gone",
            "Price: $0 at most, with hwasil-joint 2. Nothing was sent.",
        ]
        assert embedder.seen == 0

    def test_a_folder_is_taken_out(self, shell: Shell, indexed: Path) -> None:
        assert shell("index", "photos/sea", "--remove").stdout == "photos/sea: 2 forgotten\n"
        assert "blue.jpg" not in shell("search", "blue").stdout

    @pytest.mark.parametrize(
        "words",
        ["index", "index --remove", "index photos --remove --again", "index nowhere", "index photos/red.png"],
    )
    def test_what_cannot_be_done(self, shell: Shell, photos: Path, words: str) -> None:
        result = shell(*words.split())
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1

    def test_ctrl_c(self, shell: Shell, photos: Path, embedder: Colorful, monkeypatch: pytest.MonkeyPatch) -> None:
        def stop(pictures: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(embedder, "pictures", stop)
        result = shell("index", "photos")
        assert (result.exit_code, result.stdout) == (130, "")
        assert "What was indexed is kept" in result.stderr
        monkeypatch.undo()


class TestSearch:
    def test_words_need_no_quotes(self, shell: Shell, indexed: Path) -> None:
        lines = shell("search", "something", "red", "-k", "2").stdout.splitlines()
        assert len(lines) == 2
        score, path = lines[0].split()
        assert path == str(indexed / "red.png")
        assert 0.9 < float(score) <= 1

    def test_json(self, shell: Shell, indexed: Path) -> None:
        told = json.loads(shell("search", "green", "-k", "1", "--json").stdout)
        (hit,) = told["hits"]
        assert (hit["path"], hit["width"], hit["height"]) == (str(indexed / "land" / "green.png"), 40, 60)
        assert told["embedder"] == "hwasil-joint 2"

    @pytest.mark.parametrize(
        ("words", "first"),
        [
            ("--like photos/red.png", "red.png"),
            ("yellow --like photos/red.png --weight 0.9", "yellow.JPEG"),
            ("red blue --not red", "blue.jpg"),
            ("--color 2f9e44", "green.png"),
            ("red --folder photos/land --not yellow", "green.png"),
        ],
    )
    def test_every_way(self, shell: Shell, indexed: Path, words: str, first: str) -> None:
        assert Path(shell("search", *words.split()).stdout.split()[1]).name == first

    def test_since(self, shell: Shell, indexed: Path) -> None:
        os.utime(indexed / "red.png", (1e9, 1e9))
        shell("index")
        assert "red.png" not in shell("search", "red", "--since", "2001-09-10").stdout
        assert "red.png" in shell("search", "red", "--since", "2001-09-08").stdout

    def test_nothing_found(self, shell: Shell, indexed: Path) -> None:
        result = shell("search", "--color", "ff00ff")
        assert (result.exit_code, result.stdout) == (0, "Nothing was found.\n")

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (["search"], 2),
            (["search", ""], 2),
            (["search", "x" * 3000], 2),
            (["search", "--like", "photos/notes.txt"], 2),
            (["search", "--like", "gone.png"], 2),
            (["search", "red", "--since", "yesterday"], 2),
            (["search", "red", "--color", "reddish"], 2),
            (["search", "red", "-k", "0"], 2),
            (["search", "red", "\udcff"], 2),
            (["search", "--duplicates", "red"], 2),
            (["search", "red", "--threshold", "0.9"], 2),
            (["search", "--classify", "photos"], 2),
            (["search", "--classify", "nowhere", "photos/red.png"], 2),
        ],
    )
    def test_what_cannot_be_searched(
        self, shell: Shell, indexed: Path, words: list[str], code: int, language: Language
    ) -> None:
        (indexed / "notes.txt").write_text("no picture")
        with speaking(language):
            result = shell(*words)
        assert (result.exit_code, result.stdout) == (code, "")
        assert len(result.stderr.splitlines()) == 1

    def test_before_anything_was_indexed(self, shell: Shell) -> None:
        for words in (["search", "red"], ["search", "--duplicates"]):
            result = shell(*words)
            assert result.exit_code == 3
            assert "hwasil index FOLDER" in result.stderr


def test_duplicates(shell: Shell, indexed: Path) -> None:
    assert shell("search", "--duplicates", "--threshold", "0.999").stdout == "There are no duplicates.\n"
    (indexed / "copy.png").write_bytes((indexed / "red.png").read_bytes())
    shell("index")
    lines = shell("search", "--duplicates", "--threshold", "0.999").stdout.splitlines()
    assert lines == ["The same file:", f"  {indexed / 'copy.png'}", f"  {indexed / 'red.png'}"]
    (group,) = json.loads(shell("search", "--duplicates", "--threshold", "0.999", "--json").stdout)["groups"]
    assert (group["same"], group["similarity"], len(group["paths"])) == (True, 1, 2)


def test_classify(shell: Shell, photos: Path) -> None:
    painted(photos / "warm.png", "orange")
    painted(photos / "deep.png", "navy")
    painted(photos / "land" / "red.png", "red")
    words = ["search", "--classify", "photos", "photos/warm.png", "photos/deep.png"]
    assert [line.split()[:2] for line in shell(*words).stdout.splitlines()] == [
        ["photos/warm.png", "land"],
        ["photos/deep.png", "sea"],
    ]
    told = json.loads(shell(*words, "--json").stdout)["pictures"]
    assert [one["labels"][0]["label"] for one in told] == ["land", "sea"]


def test_what_a_hosted_model_costs_is_told(
    shell: Shell, photos: Path, embedder: Colorful, monkeypatch: pytest.MonkeyPatch
) -> None:
    from decimal import Decimal

    from hwasil.core.jobs import Embed
    from hwasil.core.results import Embedded, Price

    price = Price(Decimal("0.00006"))

    def answer(job: Embed) -> Embedded:
        row = embedder.pictures([job.picture])[0] if job.picture else embedder.words([job.text or ""])[0]
        return Embedded(tuple(row.tolist()), "test", "model-1", price, 0.0)

    def chosen(*_: object, **__: object) -> HostedEmbedder:
        return HostedEmbedder("model-1 64", embedder.dimensions, answer, picture_price=price)

    monkeypatch.setattr("hwasil.studio.embedding.embedder", chosen)
    assert "Price: $0.0003 at most, with model-1 64." in shell("index", "photos", "--dry-run").stdout
    assert shell("index", "photos").stdout.splitlines()[-1] == "Price: $0.0003"
    told = json.loads(shell("search", "red", "-k", "1", "--json").stdout)
    assert (told["price"], Path(told["hits"][0]["path"]).name) == ("$0.00006", "red.png")


class TestText:
    @pytest.fixture
    def _signs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("hwasil.engine.ocr.read", _sign)

    @pytest.mark.usefixtures("_signs")
    def test_what_is_written_is_read_and_searched(self, shell: Shell, photos: Path) -> None:
        result = shell("index", "photos", "--text")
        assert result.exit_code == 0
        assert result.stdout.splitlines()[1].startswith(f"{photos}: 5 read, 1 with text in them, ")
        assert shell("search", "--text", "오픈").stdout.split()[-1] == str(photos / "land" / "green.png")
        told = json.loads(shell("index", "--text", "--json").stdout)
        assert told["texts"] == [{"folder": str(photos), "read": 0, "with_text": 0, "problems": []}]

    @pytest.mark.parametrize("other", ["--remove", "--dry-run"])
    def test_it_is_not_taken_back_or_tried(self, shell: Shell, photos: Path, other: str) -> None:
        result = shell("index", "photos", "--text", other)
        assert result.exit_code == 2
        assert "--text" in result.stderr


def _sign(picture: Picture) -> tuple[Line, ...]:
    """Read a sign in the one picture that is upright."""
    return (Line("그랜드 오픈", 0.9, Box(0, 0, 1, 1)),) if picture.height > picture.width else ()


class TestVectorsElsewhere:
    @pytest.fixture
    def place(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
        buckets = VectorBuckets(tmp_path / "buckets")
        with running(create_app(Studio({"local": new_drawer}), buckets=buckets)) as url:
            place = f"s3vectors://library/pictures?region=us-east-1&endpoint={url}"
            monkeypatch.setenv("HWASIL_VECTORS", place)
            yield place
        buckets.close()

    def test_vectors_are_kept_where_the_variable_says(
        self, shell: Shell, photos: Path, place: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "5 new" in shell("index", "photos").stdout
        assert "5 unchanged" in shell("index", "photos").stdout
        assert "blue.jpg" in shell("search", "blue", "-k", "1").stdout
        assert not list((library_folder() / "index").glob("vectors-*"))
        monkeypatch.delenv("HWASIL_VECTORS")
        result = shell("search", "blue")
        assert result.exit_code == 2
        assert "s3vectors://library/pictures" in result.stderr
        assert "5 new" in shell("index", "--again").stdout
        assert "blue.jpg" in shell("search", "blue", "-k", "1").stdout

    def test_a_variable_that_names_no_place(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HWASIL_VECTORS", "s3://bucket")
        result = shell("index", ".")
        assert result.exit_code == 2
        assert "s3vectors://BUCKET/INDEX" in result.stderr
