from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.library.gallery.entries import new_picture

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import ImageVariation, Inpaint, RemoveBackground, TextToImage
from hwasil.core.mask import Box, Mask, MaskPrompt
from hwasil.core.picture import Picture
from hwasil.core.results import FREE, Adjustment, Made, Price, Result, Translated
from hwasil.library.gallery import ids
from hwasil.library.gallery.gallery import Gallery
from hwasil.library.gallery.opening import opened
from hwasil.library.gallery.store import Filter


def result_of(*pictures: Picture, **facts: object) -> Result:
    made = tuple(Made(picture, seed) for seed, picture in enumerate(pictures, start=7))
    return replace(Result(made, "drawer 1", "drawer-1", FREE, 0.1), **facts)  # type: ignore[arg-type]  # any field


class TestKeeping:
    def test_what_is_known_of_a_picture(self, gallery: Gallery) -> None:
        one, other = new_picture(), new_picture()
        job = TextToImage("눈밭의 여우", count=2, size=None)
        told = result_of(
            one,
            other,
            price=Price(Decimal("0.05"), estimated=True),
            translated=(Translated("prompt", "눈밭의 여우", "a fox in the snow", "claude"),),
            adjusted=(Adjustment("size", "9x9", "8x8"),),
        )
        told = replace(told, made=(replace(told.made[0], details={"not_drawn": ["x"]}), told.made[1]))
        first, second = gallery.keep(job, told, backend="bedrock")
        assert first.id < second.id
        assert first.created == ids.created(first.id)
        assert (first.prompt, first.translation) == ("눈밭의 여우", "a fox in the snow")
        assert (first.backend, first.model, first.engine) == ("bedrock", "drawer-1", "drawer 1")
        assert (first.seed, second.seed) == (7, 8)
        assert first.price == second.price == Price(Decimal("0.025"), estimated=True)
        assert first.details == {
            "not_drawn": ["x"],
            "adjusted": [{"field": "size", "asked": "9x9", "used": "8x8"}],
        }
        assert (first.width, first.height, first.format, first.bytes) == (6, 4, "png", len(one.data))
        assert gallery.original(first).data == one.data
        assert gallery.thumbnail(first).size == one.size
        assert gallery.page().entries == (second, first)

    @pytest.mark.parametrize(
        ("price", "count", "share"),
        [("0.04", 3, "0.013333"), ("0.08", 2, "0.04"), ("0", 3, "0"), (None, 2, None), ("10", 1, "10")],
    )
    def test_a_share_of_the_price(
        self, gallery: Gallery, price: str | None, count: int, share: str | None
    ) -> None:
        whole = Price(price if price is None else Decimal(price))
        told = result_of(*(new_picture() for _ in range(count)), price=whole)
        kept = gallery.keep(TextToImage("a fox", count=count), told, backend="local")
        assert {one.price.usd for one in kept} == {share if share is None else Decimal(share)}

    def test_what_was_given_is_kept_once(self, gallery: Gallery) -> None:
        photo, second = new_picture(), new_picture()
        for _ in range(2):
            gallery.keep(ImageVariation((photo, second)), result_of(new_picture()), backend="local")
        gallery.keep(RemoveBackground(photo), result_of(new_picture()), backend="local")
        given = gallery.page(Filter(origin="given")).entries
        assert {one.sha256 for one in given} == {photo.sha256, second.sha256}
        assert len(given) == 2
        assert len(gallery.page(Filter(made_from=photo.sha256)).entries) == 3

    def test_what_is_in_the_bin_is_not_given_again(self, gallery: Gallery) -> None:
        photo = new_picture()
        gallery.bin(gallery.keep_given(photo).id)
        assert gallery.keep_given(photo).binned is not None
        assert gallery.page().entries == ()

    def test_an_edit_knows_its_source(self, gallery: Gallery) -> None:
        made = new_picture()
        (source,) = gallery.keep(TextToImage("a fox"), result_of(made), backend="local")
        (edit,) = gallery.keep(RemoveBackground(made), result_of(new_picture()), backend="local")
        assert edit.parents == (source.sha256,)
        assert {one.id for one in gallery.page().entries} == {source.id, edit.id}

    def test_a_large_picture_has_a_small_copy(self, gallery: Gallery) -> None:
        import numpy as np

        wide = Picture.from_pixels(np.zeros((200, 2000, 4), np.uint8))
        small = gallery.thumbnail(gallery.keep_given(wide))
        assert (small.width, small.height, small.format, small.has_alpha) == (1024, 102, "webp", True)

    def test_a_square_one_is_sharp_in_a_row_of_tiles(self, gallery: Gallery) -> None:
        import numpy as np

        small = gallery.thumbnail(gallery.keep_given(Picture.from_pixels(np.zeros((900, 1200, 3), np.uint8))))
        assert (small.width, small.height) == (480, 360)


class TestRunningAgain:
    def test_a_job_comes_back(self, gallery: Gallery) -> None:
        photo = new_picture()
        mask = Mask.from_boxes(photo.size, [Box(1, 1, 4, 3)])
        job = Inpaint(photo, mask, "a hat", count=3)
        kept = gallery.keep(job, result_of(new_picture(), new_picture()), backend="local")
        assert gallery.job(kept[1]) == replace(job, count=1, seed=8)
        gallery.purge(gallery.keep_given(photo).id)
        with pytest.raises(InvalidInput):
            gallery.job(kept[1])

    def test_a_job_without_a_seed(self, gallery: Gallery) -> None:
        job = RemoveBackground(new_picture())
        (kept,) = gallery.keep(job, result_of(new_picture()), backend="local")
        assert gallery.job(kept) == job

    def test_the_mask_that_words_became_is_kept(self, gallery: Gallery) -> None:
        photo = new_picture()
        mask = Mask.from_boxes(photo.size, [Box(0, 0, 2, 2)])
        told = result_of(new_picture(), region=mask)
        (kept,) = gallery.keep(Inpaint(photo, MaskPrompt("the cup")), told, backend="local")
        assert kept.masks == (mask.to_picture().sha256,)
        assert kept.details["region"] == kept.masks[0]
        assert Mask.from_picture(gallery.store.original(kept.masks[0])) == mask
        assert gallery.job(kept) == Inpaint(photo, MaskPrompt("the cup"), seed=7)

    def test_what_was_not_made_here(self, gallery: Gallery) -> None:
        with pytest.raises(InvalidInput) as told:
            gallery.job(gallery.keep_given(new_picture()))
        assert told.value.key == "gallery_no_job"


class TestFamily:
    def test_ancestors_and_descendants(self, gallery: Gallery) -> None:
        pictures = [new_picture() for _ in range(6)]

        def edit(source: int, made: int) -> str:
            kept = gallery.keep(RemoveBackground(pictures[source]), result_of(pictures[made]), backend="local")
            return kept[0].id

        chain = [edit(0, 1), edit(1, 2), edit(2, 3), edit(1, 4), edit(4, 5)]
        gallery.bin(chain[2])
        family = gallery.family(gallery.get(chain[0]))
        (parent,) = family.ancestors
        assert parent.entry is not None
        assert (parent.sha256, parent.entry.origin, parent.further) == (pictures[0].sha256, "given", ())
        first, second = family.descendants
        assert [first.sha256, second.sha256] == [pictures[2].sha256, pictures[4].sha256]
        assert [one.sha256 for one in first.further] == [pictures[3].sha256]
        assert [one.sha256 for one in second.further] == [pictures[5].sha256]

    def test_one_that_was_removed(self, gallery: Gallery) -> None:
        photo = new_picture()
        (kept,) = gallery.keep(RemoveBackground(photo), result_of(new_picture()), backend="local")
        gallery.purge(gallery.keep_given(photo).id)
        (parent,) = gallery.family(kept).ancestors
        assert (parent.sha256, parent.entry) == (photo.sha256, None)

    def test_what_was_made_from_itself(self, gallery: Gallery) -> None:
        photo = new_picture()
        (kept,) = gallery.keep(RemoveBackground(photo), result_of(photo), backend="local")
        family = gallery.family(kept)
        assert (family.ancestors, family.descendants) == ((), ())


class TestNaming:
    def test_by_the_beginning_of_an_id(self, gallery: Gallery) -> None:
        one = gallery.keep_given(new_picture())
        assert gallery.get(one.id) == gallery.get(one.id[:4].lower()) == one
        gallery.bin(one.id)
        assert gallery.get(one.id[:10]).id == one.id
        other = gallery.keep_given(new_picture())
        with pytest.raises(InvalidInput) as told:
            gallery.get(one.id[:2])
        assert told.value.key == "gallery_several_entries"
        assert other.id in told.value.message
        for text in ("", "  ", "ZZ", "x" * 40, one.id + "0", "%", "*"):
            with pytest.raises(InvalidInput) as told:
                gallery.get(text)
            assert told.value.key == "gallery_no_entry"


class TestMarks:
    def test_each(self, gallery: Gallery) -> None:
        one = gallery.keep_given(new_picture())
        assert gallery.tag(one.id, " 겨울 여우 ", "👩‍👩‍👧").tags == {"겨울 여우", "👩‍👩‍👧"}
        assert gallery.untag(one.id, "겨울 여우").tags == {"👩‍👩‍👧"}
        assert gallery.add_to_album(one.id, "winter").albums == {"winter"}
        assert gallery.take_from_album(one.id, "winter").albums == frozenset()
        assert gallery.star(one.id).starred
        assert not gallery.star(one.id, starred=False).starred

    @pytest.mark.parametrize("name", ["", "  ", "x" * 101, "two\nlines", "a\x1b[31m", "\u2028a", "a\udcff"])
    def test_bad_names(self, gallery: Gallery, name: str) -> None:
        one = gallery.keep_given(new_picture())
        for change in (gallery.tag, gallery.add_to_album):
            if name.strip() != name:
                name = f"a{name}b" if name.strip() else name
            with pytest.raises(InvalidInput):
                change(one.id, name)

    def test_emptying_the_bin(self, gallery: Gallery) -> None:
        kept = [gallery.keep_given(new_picture()) for _ in range(4)]
        for one in kept[:3]:
            gallery.bin(one.id)
        assert gallery.restore(kept[0].id).binned is None
        assert gallery.empty_bin() == 2
        assert gallery.stats().binned == 0
        assert {one.id for one in gallery.all()} == {kept[0].id, kept[3].id}


def test_a_library_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWASIL_LIBRARY", str(tmp_path / "mine"))
    for library, folder in ((None, tmp_path / "mine"), (tmp_path / "other", tmp_path / "other")):
        gallery = opened(library)
        assert gallery.place == str(folder / "gallery")
        gallery.close()
