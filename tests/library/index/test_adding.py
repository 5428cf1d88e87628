from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.library.index.colorful import Colorful, painted

from hwasil.core.errors import Cancelled, ContentBlocked, InvalidInput, Throttled
from hwasil.core.picture import Picture
from hwasil.i18n import speaking
from hwasil.library.index import Index, Query, Step
from hwasil.library.index.embedder import Vectors


def count_of(index: Index, table: str) -> int:
    with sqlite3.connect(index.folder / "index.sqlite") as database:
        rows = {"files": "SELECT count(*) FROM files", "slots": "SELECT count(*) FROM slots"}
        return int(database.execute(rows[table]).fetchone()[0])


class TestOnlyWhatIsNew:
    def test_everything_the_first_time(self, index: Index, photos: Path, embedder: Colorful) -> None:
        added = index.add_folder(photos)
        assert (added.embedded, added.recognized, added.unchanged, added.removed) == (5, 0, 0, 0)
        assert (len(index), embedder.seen, added.problems, added.closed) == (5, 5, [], [])

    def test_nothing_the_second_time(
        self, index: Index, photos: Path, embedder: Colorful, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        index.add_folder(photos)
        monkeypatch.setattr("hwasil.core.picture.Picture.open", lambda path: pytest.fail(f"{path} was opened"))
        added = index.add_folder(photos)
        assert (added.embedded, added.unchanged, embedder.seen) == (0, 5, 5)

    def test_a_renamed_file_is_known_by_its_content(self, index: Index, photos: Path, embedder: Colorful) -> None:
        index.add_folder(photos)
        (photos / "red.png").rename(photos / "sea" / "rouge.png")
        added = index.add_folder(photos)
        assert (added.embedded, added.recognized, added.unchanged, added.removed) == (0, 1, 4, 1)
        assert embedder.seen == 5
        assert index.search(Query("red", count=1))[0].path == photos / "sea" / "rouge.png"

    def test_a_whole_folder_may_move(self, index: Index, photos: Path, embedder: Colorful, tmp_path: Path) -> None:
        index.add_folder(tmp_path / "photos")
        photos.rename(tmp_path / "pictures")
        added = index.add_folder(tmp_path / "pictures")
        assert (added.embedded, added.recognized, embedder.seen) == (0, 5, 5)

    def test_a_removed_file_is_forgotten(self, index: Index, photos: Path) -> None:
        index.add_folder(photos)
        (photos / "red.png").unlink()
        assert index.add_folder(photos).removed == 1
        assert "red.png" not in {hit.path.name for hit in index.search(Query("red"))}
        assert (count_of(index, "files"), count_of(index, "slots")) == (4, 4)

    def test_a_changed_file_is_embedded_again(self, index: Index, photos: Path, embedder: Colorful) -> None:
        index.add_folder(photos)
        painted(photos / "red.png", "gold", size=(50, 50))
        added = index.add_folder(photos)
        assert (added.embedded, added.unchanged, embedder.seen) == (1, 4, 6)
        assert index.search(Query("gold", count=1))[0].path.name == "red.png"
        assert count_of(index, "slots") == 5

    def test_a_file_that_was_only_touched_is_not_embedded(
        self, index: Index, photos: Path, embedder: Colorful
    ) -> None:
        index.add_folder(photos)
        os.utime(photos / "red.png", (1, 1))
        added = index.add_folder(photos)
        assert (added.embedded, added.recognized, embedder.seen) == (0, 1, 5)

    def test_copies_are_embedded_once(self, index: Index, photos: Path, embedder: Colorful) -> None:
        for number in range(40):
            shutil.copy(photos / "red.png", photos / f"copy-{number}.png")
        added = index.add_folder(photos)
        assert (added.embedded, added.recognized, embedder.seen) == (5, 40, 5)
        assert (count_of(index, "files"), count_of(index, "slots")) == (45, 5)

    def test_folders_in_folders_are_one_picture(self, index: Index, photos: Path, embedder: Colorful) -> None:
        index.add_folder(photos / "sea")
        added = index.add_folder(photos)
        assert (added.embedded, added.unchanged, embedder.seen) == (3, 2, 5)

    def test_a_gone_folder_says_so_and_forgets_nothing(self, index: Index, photos: Path) -> None:
        index.add_folder(photos)
        shutil.rmtree(photos)
        with pytest.raises(InvalidInput) as caught:
            index.add_folder(photos)
        assert caught.value.key == "folder_unreadable"
        assert len(index) == 5

    def test_a_survey_changes_nothing(self, index: Index, photos: Path, embedder: Colorful) -> None:
        index.add_folder(photos / "sea")
        (photos / "sea" / "blue.jpg").unlink()
        survey = index.survey(photos)
        assert (len(survey.pending), survey.unchanged, survey.gone) == (3, 1, [str(photos / "sea" / "blue.jpg")])
        assert len(index.survey(photos, again=True).pending) == 4
        assert (embedder.seen, len(index)) == (2, 2)


class TestBrokenFiles:
    @pytest.fixture
    def broken(self, photos: Path) -> Path:
        (photos / "cut.png").write_bytes((photos / "red.png").read_bytes()[:300])
        (photos / "text.jpg").write_text("no picture")
        (photos / "empty.webp").touch()
        return photos

    def test_they_are_told_and_passed_over(self, index: Index, broken: Path) -> None:
        added = index.add_folder(broken)
        assert added.embedded == 5
        told = {Path(path).name: problem.key for path, problem in added.problems}
        assert told == {
            "cut.png": "picture_corrupt",
            "empty.webp": "picture_unknown_format",
            "text.jpg": "picture_unknown_format",
        }
        with speaking("ko"):
            assert "그림" in added.problems[0][1].message

    def test_they_are_told_again_and_not_opened_again(
        self, index: Index, broken: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = index.add_folder(broken)
        monkeypatch.setattr("hwasil.core.picture.Picture.open", lambda path: pytest.fail(f"{path} was opened"))
        assert index.add_folder(broken).problems == first.problems

    def test_a_mended_file_is_found(self, index: Index, broken: Path) -> None:
        index.add_folder(broken)
        painted(broken / "cut.png", "magenta")
        added = index.add_folder(broken)
        assert (added.embedded, len(added.problems)) == (1, 2)
        assert index.search(Query("magenta", count=1))[0].path.name == "cut.png"

    def test_a_file_that_breaks_is_found_no_more(self, index: Index, photos: Path) -> None:
        index.add_folder(photos)
        (photos / "red.png").write_text("broken")
        index.add_folder(photos)
        assert len(index) == 4
        assert count_of(index, "slots") == 4

    def test_a_folder_without_rights_keeps_what_was_known(
        self, index: Index, photos: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        index.add_folder(photos)
        scandir = os.scandir

        def guarded(path: str) -> Iterator[os.DirEntry[str]]:
            if str(path).endswith("sea"):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
            return scandir(path)

        monkeypatch.setattr(os, "scandir", guarded)  # root, as whom tests may run, has every right
        added = index.add_folder(photos)
        assert [closed.path for closed in added.closed] == [str(photos / "sea")]
        assert (added.removed, len(index)) == (0, 5)

    def test_a_file_that_cannot_be_read_now_is_tried_again(
        self, index: Index, photos: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened = Picture.open

        def locked(path: str) -> Picture:
            if path.endswith("red.png"):
                raise InvalidInput("picture_unreadable", path=path, reason="locked")
            return opened(path)

        monkeypatch.setattr("hwasil.core.picture.Picture.open", locked)
        assert len(index.add_folder(photos).problems) == 1
        monkeypatch.undo()
        added = index.add_folder(photos)
        assert (added.embedded, added.unchanged, added.problems) == (1, 4, [])


class TestStopping:
    def test_what_was_done_is_kept(self, index: Index, tmp_path: Path, embedder: Colorful) -> None:
        folder = tmp_path / "many"
        for number in range(40):
            painted(folder / f"{number:02}.png", "teal", seed=number)
        stop, steps = threading.Event(), list[Step]()

        def tell(step: Step) -> None:
            steps.append(step)
            if step.done:
                stop.set()

        with pytest.raises(Cancelled) as caught:
            index.add_folder(folder, progress=tell, cancelled=stop)
        assert caught.value.key == "index_cancelled"
        done = len(index)
        assert 0 < done < 40
        assert (steps[0].done, steps[-1].total) == (0, 40)
        added = index.add_folder(folder)
        assert (added.unchanged, added.embedded) == (done, 40 - done)
        assert embedder.seen == 40

    def test_progress_counts_to_the_end(self, index: Index, photos: Path) -> None:
        steps: list[Step] = []
        index.add_folder(photos, progress=steps.append)
        assert [(step.done, step.total) for step in steps] == [(0, 5), (5, 5)]
        assert steps[-1].per_second > 0


class Moody(Colorful):
    """Refuses pictures of a width, or is out of breath after some calls."""

    refused_width = -1
    calls_left = 1000

    def pictures(self, pictures: Sequence[Picture]) -> Vectors:
        self.calls_left -= 1
        if self.calls_left < 0:
            raise Throttled("cancelled")
        if any(picture.width == self.refused_width for picture in pictures):
            raise ContentBlocked("cancelled", stage="input")
        return super().pictures(pictures)


class TestEmbeddersThatFail:
    def test_one_refused_picture_spoils_no_other(self, tmp_path: Path, photos: Path) -> None:
        moody = Moody()
        moody.refused_width = 40
        with Index(tmp_path / "index", moody) as index:
            added = index.add_folder(photos)
            assert [Path(path).name for path, _ in added.problems] == ["green.png"]
            assert (added.embedded, len(index)) == (4, 4)
            again = index.add_folder(photos)
            assert (again.embedded, again.unchanged, len(again.problems)) == (0, 4, 1)

    def test_what_came_before_a_failure_is_kept(self, tmp_path: Path) -> None:
        folder = tmp_path / "many"
        for number in range(40):
            painted(folder / f"{number:02}.png", "teal", seed=number)
        moody = Moody()
        moody.calls_left = 1
        with Index(tmp_path / "index", moody) as index:
            with pytest.raises(Throttled):
                index.add_folder(folder)
            assert len(index) == 16
            moody.calls_left = 1000
            assert index.add_folder(folder).embedded == 24
        assert moody.seen == 40
