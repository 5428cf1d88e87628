from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.library.provenance.signing import marked, picture

from hwasil.core.jobs import (
    Extend,
    ImageVariation,
    Inpaint,
    Job,
    Margins,
    Outpaint,
    Recolor,
    RemoveBackground,
    Restyle,
    TextToImage,
    TryOn,
    Upscale,
)
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.palette import Color
from hwasil.engine.styles import styles
from hwasil.library.provenance import story_of
from hwasil.library.provenance.source_type import SOURCE_TYPES, SourceType, address, of_address, source_type

PHOTO = picture()
REGION = Mask(np.full((16, 24), 255, np.uint8))
PAINTED = next(style.name for style in styles() if style.picture.network is not None)
BY_RULE = next(style.name for style in styles() if style.picture.network is None)
WITH_AI: SourceType = "compositeWithTrainedAlgorithmicMedia"
ALTERED: SourceType = "algorithmicallyEnhanced"


@pytest.mark.parametrize(
    ("job", "details", "kind"),
    [
        (TextToImage("a fox"), {}, "algorithmicMedia"),
        (Inpaint(PHOTO, REGION), {"how": "migan"}, WITH_AI),
        (Inpaint(PHOTO, REGION), {"how": "diffusion"}, ALTERED),
        (Inpaint(PHOTO, REGION, "a boat"), {"how": "drawn thing"}, WITH_AI),
        (Inpaint(PHOTO, REGION, "a beach"), {"how": "drawn place"}, "compositeSynthetic"),
        (Outpaint(PHOTO, REGION, "a beach"), {"how": "drawn place"}, "compositeSynthetic"),
        (Outpaint(PHOTO, REGION, background=PHOTO), {"how": "picture"}, "composite"),
        (Extend(PHOTO, Margins(9, 9, 9, 9)), {"how": "migan + diffusion"}, WITH_AI),
        (RemoveBackground(PHOTO), {}, ALTERED),
        (Recolor(PHOTO, REGION, Color.parse("f00")), {}, ALTERED),
        (Upscale(PHOTO), {}, ALTERED),
        (Restyle(PHOTO, reference=PHOTO), {"reference": "…"}, WITH_AI),
        (Restyle(PHOTO, style=PAINTED), {"style": PAINTED}, WITH_AI),
        (Restyle(PHOTO, style=BY_RULE), {"style": BY_RULE}, ALTERED),
        (ImageVariation((PHOTO,)), {"hand": None}, ALTERED),
        (ImageVariation((PHOTO,)), {"hand": PAINTED}, WITH_AI),
        (ImageVariation((PHOTO, PHOTO)), {"hand": None}, WITH_AI),
    ],
)
def test_what_the_local_engine_makes(job: Job, details: dict[str, Any], kind: SourceType) -> None:
    assert source_type(job, "local", details) == kind


@pytest.mark.parametrize(
    ("job", "kind"),
    [
        (TextToImage("a fox"), "trainedAlgorithmicMedia"),
        (ImageVariation((PHOTO,)), "trainedAlgorithmicMedia"),
        (Inpaint(PHOTO, MaskPrompt("the cup")), WITH_AI),
        (TryOn(PHOTO, PHOTO, REGION), WITH_AI),
        (Upscale(PHOTO), WITH_AI),
        (RemoveBackground(PHOTO), ALTERED),
    ],
)
def test_what_a_hosted_model_makes(job: Job, kind: SourceType) -> None:
    assert source_type(job, "bedrock", {}) == kind


def test_to_alter_a_synthetic_picture_leaves_it_one() -> None:
    drawn = marked(picture(), TextToImage("a fox"))
    cut_out = marked(picture(), RemoveBackground(drawn))
    larger = marked(picture(), Upscale(cut_out))
    for made in (cut_out, larger):
        story = story_of(made)
        assert story
        assert story.source_type == "algorithmicMedia"
    filled = story_of(marked(picture(), Inpaint(drawn, REGION), "bedrock"))
    assert filled
    assert filled.source_type == WITH_AI


def test_every_term_has_its_address() -> None:
    for kind in SOURCE_TYPES:
        assert address(kind) == f"http://cv.iptc.org/newscodes/digitalsourcetype/{kind}"
        assert of_address(address(kind)) == of_address(address(kind).replace("http:", "https:")) == kind
    for other in ("", "digitalCapture", "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture", "magic"):
        assert of_address(other) is None
