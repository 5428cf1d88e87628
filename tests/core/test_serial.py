"""Jobs to JSON and back: nothing is lost, and nothing but our errors comes of what others wrote."""

from __future__ import annotations

import copy
import dataclasses
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from tests.strategies import JOBS, any_job

from hwasil.core import jobs
from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.garments import Garment, Preserve
from hwasil.core.jobs import Embed, Extend, Inpaint, Margins, Recolor, TextToImage, TryOn
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.palette import Color, Palette
from hwasil.core.picture import Picture, Size
from hwasil.core.serial import JSON, KINDS, from_json, kebab, to_json

PICTURE = Picture.from_pixels(np.zeros((2, 3, 3), np.uint8))

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["TextToImage", "#ff0000", "png", "user", "edges", "\ud800", 10**400]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=4) | st.sampled_from(["kind", "prompt", "data", "sha256", "mask", "text", "width"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


def _through_json(value: JSON) -> Any:
    return json.loads(json.dumps(value))


def _pictures(value: object) -> dict[str, Picture]:
    """Return every picture of a job by its address; a mask is written as one."""
    if isinstance(value, Picture):
        return {value.sha256: value}
    if isinstance(value, Mask):
        return _pictures(value.to_picture())
    if isinstance(value, tuple):
        return {address: picture for part in value for address, picture in _pictures(part).items()}
    if dataclasses.is_dataclass(value):
        return _pictures(tuple(getattr(value, field.name) for field in dataclasses.fields(value)))
    return {}


class TestThereAndBack:
    @pytest.mark.parametrize("kind", JOBS, ids=lambda kind: kind.__name__)
    @given(data=st.data())
    def test_whole(self, kind: type[jobs.Job], data: DataObject) -> None:
        job = data.draw(JOBS[kind])
        again = from_json(_through_json(to_json(job)))
        assert type(again) is kind
        assert again == job

    @given(any_job())
    def test_by_address(self, job: jobs.Job) -> None:
        pictures = _pictures(job)
        written = json.dumps(to_json(job, pictures="address"))
        assert '"data"' not in written
        assert from_json(json.loads(written), find=pictures.__getitem__) == job
        if pictures:
            with pytest.raises(InvalidInput):
                from_json(json.loads(written))

    @given(any_job())
    def test_written_the_same_way_twice(self, job: jobs.Job) -> None:
        written = to_json(job)
        assert to_json(from_json(_through_json(written))) == written


class TestForm:
    def test_a_job_is_its_kind_and_what_is_not_default(self) -> None:
        assert to_json(TextToImage("여우 🦊")) == {"kind": "TextToImage", "prompt": "여우 🦊"}

    def test_parts(self) -> None:
        job = TextToImage("a fox", size=Size(64, 32), seed=7, palette=Palette.parse(["#fff", "#102030"]))
        assert to_json(job) == {
            "kind": "TextToImage",
            "prompt": "a fox",
            "size": {"width": 64, "height": 32},
            "seed": 7,
            "palette": {"colors": ["#ffffff", "#102030"]},
        }

    def test_regions(self) -> None:
        named = to_json(Recolor(PICTURE, MaskPrompt("소파"), Color(1, 2, 3)), pictures="address")
        assert named["region"] == {"text": "소파"}
        assert named["picture"] == {"sha256": PICTURE.sha256}
        drawn = to_json(Inpaint(PICTURE, Mask(np.array([[255]], np.uint8))))
        assert isinstance(drawn["region"], dict)
        assert set(drawn["region"]) == {"mask"}

    def test_only_a_job_can_be_written(self) -> None:
        with pytest.raises(TypeError):
            to_json("a fox")  # type: ignore[arg-type] # what a careless caller might do


class TestHostile:
    @given(json_values)
    def test_any_json(self, value: object) -> None:
        with pytest.raises(HwasilError):
            from_json(value)

    @given(
        st.sampled_from(sorted(KINDS)), st.dictionaries(st.text(max_size=4), json_values, max_size=2), st.data()
    )
    def test_any_fields(self, kind: str, noise: dict[str, Any], data: DataObject) -> None:
        names = [field.name for field in dataclasses.fields(KINDS[kind])]
        fields = data.draw(st.dictionaries(st.sampled_from(names), json_values, max_size=4))
        try:
            job = from_json({**noise, **fields, "kind": kind})
        except HwasilError as refused:
            told = refused.message + refused.hint
        else:
            told = type(job).__name__
        assert told

    @given(any_job(), st.data())
    def test_a_good_job_with_one_thing_wrong(self, job: jobs.Job, data: DataObject) -> None:
        written = _through_json(to_json(job))
        place: Any = written
        while True:
            keys: list[Any] = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if isinstance(place[key], dict | list) and data.draw(st.booleans()):
                place = place[key]
                continue
            place[key] = data.draw(json_values)
            break
        try:
            again = from_json(written)
        except HwasilError as refused:
            told = refused.message + refused.hint
        else:
            told = json.dumps(to_json(again))
        assert told

    @pytest.mark.parametrize(
        ("value", "key"),
        [
            (None, "job_unknown_kind"),
            ([], "job_unknown_kind"),
            ({}, "job_unknown_kind"),
            ({"kind": []}, "job_unknown_kind"),
            ({"kind": {}}, "job_unknown_kind"),
            ({"kind": "Job", "prompt": "a"}, "job_unknown_kind"),
            ({"kind": "TextToImage"}, "job_bad_field"),
            ({"kind": "TextToImage", "prompt": None}, "job_bad_field"),
            ({"kind": "TextToImage", "prompt": ["a"]}, "job_bad_field"),
            ({"kind": "TextToImage", "prompt": "a", "extra": 1}, "job_bad_field"),
            ({"kind": "TextToImage", "prompt": "a", "seed": True}, "job_bad_field"),
            ({"kind": "TextToImage", "prompt": "a", "seed": 1.0}, "job_bad_field"),
            ({"kind": "TextToImage", "prompt": "a", "seed": "1"}, "job_bad_field"),
            ({"kind": "TextToImage", "prompt": "a", "seed": 2**32}, "out_of_range"),
            ({"kind": "TextToImage", "prompt": "a", "guidance": float("nan")}, "job_bad_field"),
            ({"kind": "TextToImage", "prompt": "a", "guidance": float("inf")}, "job_bad_field"),
            ({"kind": "TextToImage", "prompt": "a", "guidance": 10**400}, "job_bad_field"),
            ({"kind": "TextToImage", "prompt": "a", "quality": "best"}, "job_bad_field"),
            ({"kind": "TextToImage", "prompt": "a", "palette": {"colors": []}}, "palette_length"),
            ({"kind": "TextToImage", "prompt": "a", "palette": {"colors": ["red"]}}, "color_unreadable"),
            (
                {"kind": "TextToImage", "prompt": "a", "size": {"width": 10**9, "height": 9}},
                "picture_too_many_pixels",
            ),
            ({"kind": "TextToImage", "prompt": "half a sign: \ud83d"}, "job_bad_field"),
            ({"kind": "Describe", "picture": {"data": "?"}}, "picture_bad_base64"),
            ({"kind": "Describe", "picture": {"data": 7}}, "job_picture_elsewhere"),
            ({"kind": "Describe", "picture": {"sha256": "00"}}, "job_picture_elsewhere"),
            ({"kind": "Describe", "picture": "picture.png"}, "job_bad_field"),
            ({"kind": "Converse", "turns": {}}, "job_bad_field"),
            ({"kind": "Converse", "turns": [{"role": "system"}]}, "job_bad_field"),
        ],
    )
    def test_what_is_wrong_is_said(self, value: object, key: str) -> None:
        with pytest.raises(HwasilError) as refused:
            from_json(value)
        assert refused.value.key == key

    @pytest.mark.parametrize(
        ("region", "key"),
        [
            ({"text": " "}, "mask_prompt_empty"),
            ({"mask": {"data": "?"}}, "picture_bad_base64"),
            ({"mask": {"sha256": "00"}}, "job_picture_elsewhere"),
            ({"text": 1}, "job_bad_field"),
            ([], "job_bad_field"),
            (None, "job_bad_field"),
        ],
    )
    def test_of_a_bad_region_the_telling_fault_is_said(self, region: object, key: str) -> None:
        value = {**to_json(Recolor(PICTURE, MaskPrompt("a"), Color(0, 0, 0))), "region": copy.copy(region)}
        with pytest.raises(HwasilError) as refused:
            from_json(value)
        assert refused.value.key == key

    def test_the_place_of_the_fault_is_named(self) -> None:
        value: Any = to_json(Extend(PICTURE, Margins(left=4)))
        value["margins"]["left"] = "4"
        with pytest.raises(InvalidInput) as refused:
            from_json(value)
        assert refused.value.facts == {"field": "Extend.margins.left"}

    def test_what_is_left_open_of_a_garment_is_not_written(self) -> None:
        job = TryOn(PICTURE, PICTURE, Garment("shoes", sleeves="up"), preserve=Preserve(face=False))
        value: Any = to_json(job, pictures="address")
        assert (value["region"], value["preserve"]) == ({"kind": "shoes", "sleeves": "up"}, {"face": False})
        value["region"]["kind"] = "hat"
        with pytest.raises(InvalidInput) as refused:
            from_json(value, find=lambda _: PICTURE)
        assert refused.value.facts == {"field": "TryOn.region.kind"}

    def test_a_whole_number_is_a_float_too(self) -> None:
        assert from_json({"kind": "TextToImage", "prompt": "a", "guidance": 7}) == TextToImage("a", guidance=7.0)
        assert from_json({"kind": "Embed", "text": "a", "picture": None}) == Embed(text="a")


def test_kebab() -> None:
    assert [kebab(kind) for kind in ("TextToImage", "Inpaint", "RemoveBackground")] == [
        "text-to-image",
        "inpaint",
        "remove-background",
    ]
