"""``imageGenerationConfig``: how many pictures, how large and how, as Amazon's image models are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import ImageVariation, Inpaint, Outpaint, TextToImage
from hwasil.core.limits import FreeSizes
from hwasil.core.picture import Size
from hwasil.wire.expressible import require_count_and_seed, require_in
from hwasil.wire.lenience import Leeway
from hwasil.wire.malformed import malformed
from hwasil.wire.model import Limits, Model

Making = TextToImage | ImageVariation | Inpaint | Outpaint

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

    Raises MalformedRequest for a size the model does not offer; Bedrock's own sentence for that is not known.
    With leeway the nearest size is taken instead.
    """
    guidance = config.get("cfgScale", limits.guidance.default if limits.guidance else None)
    seed = config.get("seed", limits.default_seed)
    fields = {
        "count": int(config.get("numberOfImages", 1)),
        "quality": config.get("quality", _DEFAULT_QUALITY),
        "guidance": None if guidance is None else float(guidance),
        "seed": None if seed is None else int(seed),
    }
    return fields, _read_size(config, limits, leeway)


def offers(limits: Limits, size: Size) -> bool:
    """Whether a model makes pictures of a size."""
    return limits.sizes.holds(size) if isinstance(limits.sizes, FreeSizes) else size in limits.sizes


def nearest_size(limits: Limits, size: Size) -> Size | None:
    """Return the size of the model's that comes nearest to one; None for a model that has no sizes."""
    if isinstance(limits.sizes, FreeSizes):
        return limits.sizes.nearest(size)
    offered = [one for one in limits.sizes if isinstance(one, Size)]
    return min(offered, key=lambda one: abs(one.width - size.width) + abs(one.height - size.height), default=None)


def sane_size(width: float, height: float) -> Size | None:
    """Return a size out of a request's numbers; None for what is no picture's size, whatever the model."""
    sane = all(1 <= side <= _LONGEST_SIDE for side in (width, height)) and width * height <= _LONGEST_SIDE**2 // 4
    return Size(int(width), int(height)) if sane else None


def _read_size(config: Mapping[str, Any], limits: Limits, leeway: Leeway) -> Size:
    default = limits.default_size or Size(1024, 1024)
    width, height = int(config.get("width", default.width)), int(config.get("height", default.height))
    asked = sane_size(width, height)
    if asked and offers(limits, asked):
        return asked
    nearest = nearest_size(limits, asked) if asked and leeway.given else None
    if nearest is None:
        raise malformed("#/imageGenerationConfig", f"width: {width}, height: {height} is not a supported size")
    leeway.adjust("#/imageGenerationConfig", str(asked), str(nearest))
    return nearest


def _size(job: Making, model: Model, *, edits_sized: bool) -> Size | None:
    limits = model.limits
    if isinstance(job, Inpaint | Outpaint):
        return job.picture.size if edits_sized and offers(limits, job.picture.size) else None
    size = job.size or limits.default_size
    if size and not offers(limits, size):
        raise InvalidInput("size_not_offered", size=size, model=model.name, nearest=nearest_size(limits, size))
    return size
