"""``imageGenerationConfig``: how many pictures, how large and how, as Amazon's image models are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import ImageVariation, Inpaint, Outpaint, TextToImage, TryOn
from hwasil.core.limits import FreeSizes
from hwasil.core.picture import Size
from hwasil.wire.expressible import require_count_and_seed, require_in
from hwasil.wire.lenience import Leeway
from hwasil.wire.malformed import malformed
from hwasil.wire.model import Limits, Model

Making = TextToImage | ImageVariation | Inpaint | Outpaint | TryOn

_DEFAULT_QUALITY: Final = "standard"
_LONGEST_SIDE: Final = 10_000  # anything beyond is no size at all, whatever the model


def write_config(job: Making, model: Model, *, edits_sized: bool) -> dict[str, Any]:
    """Return a job's imageGenerationConfig. Raises InvalidInput for what is out of range.

    New pictures always get a width and a height. An edited picture keeps its size, which is sent when it is one
    of the model's and the model takes a size there (``edits_sized``).
    """
    limits = model.limits
    require_count_and_seed(job.count, job.seed, limits)
    require_in("guidance", job.guidance, limits.guidance, model)
    size = _size(job, model, edits_sized=edits_sized)
    config = {"numberOfImages": job.count, "quality": job.quality, "cfgScale": job.guidance, "seed": job.seed}
    if size:
        config.update(width=size.width, height=size.height)
    return {name: value for name, value in config.items() if value is not None}


def read_config(config: Mapping[str, Any], limits: Limits, leeway: Leeway) -> tuple[dict[str, Any], Size]:
    """Return the job's fields that a config fills, the wire's defaults where it is silent, and the size.

    Raises MalformedRequest for a size the model does not offer, but see `read_size`.
    """
    guidance = config.get("cfgScale", limits.guidance.default if limits.guidance else None)
    seed = config.get("seed", limits.default_seed)
    fields = {
        "count": int(config.get("numberOfImages", 1)),
        "quality": config.get("quality", _DEFAULT_QUALITY),
        "guidance": None if guidance is None else float(guidance),
        "seed": None if seed is None else int(seed),
    }
    return fields, read_size(config, "#/imageGenerationConfig", limits, leeway)


def read_size(config: Mapping[str, Any], pointer: str, limits: Limits, leeway: Leeway) -> Size:
    """Return the size that ``width`` and ``height`` name, each the model's own default where it is left out.

    Raises MalformedRequest for a size the model does not offer; Bedrock's own sentence for that is not known.
    With leeway the nearest size is taken instead.
    """
    default = limits.default_size or Size(1024, 1024)
    width, height = int(config.get("width", default.width)), int(config.get("height", default.height))
    sane = all(1 <= side <= _LONGEST_SIDE for side in (width, height)) and width * height <= _LONGEST_SIDE**2 // 4
    asked = Size(width, height) if sane else None
    if asked and _offers(limits, asked):
        return asked
    nearest = _nearest(limits, asked) if asked and leeway.given else None
    if nearest is None:
        raise malformed(pointer, f"width: {width}, height: {height} is not a supported size")
    leeway.adjust(pointer, str(asked), str(nearest))
    return nearest


def size_of_new(size: Size | None, model: Model) -> Size | None:
    """Return the size to ask for, the model's default when a job leaves it open. Raises InvalidInput."""
    limits = model.limits
    asked = size or limits.default_size
    if asked and not _offers(limits, asked):
        raise InvalidInput("size_not_offered", size=asked, model=model.name, nearest=_nearest(limits, asked))
    return asked


def _size(job: Making, model: Model, *, edits_sized: bool) -> Size | None:
    if isinstance(job, Inpaint | Outpaint | TryOn):
        return job.picture.size if edits_sized and _offers(model.limits, job.picture.size) else None
    return size_of_new(job.size, model)


def _offers(limits: Limits, size: Size) -> bool:
    return limits.sizes.holds(size) if isinstance(limits.sizes, FreeSizes) else size in limits.sizes


def _nearest(limits: Limits, size: Size) -> Size | None:
    if isinstance(limits.sizes, FreeSizes):
        return limits.sizes.nearest(size)
    offered = [one for one in limits.sizes if isinstance(one, Size)]
    return min(offered, key=lambda one: abs(one.width - size.width) + abs(one.height - size.height), default=None)
