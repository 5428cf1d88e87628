"""``imageGenerationConfig``: how many pictures, how large and how, as Amazon's image models are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import ImageVariation, Inpaint, Outpaint, TextToImage
from hwasil.core.limits import FreeSizes
from hwasil.core.picture import Size
from hwasil.wire.expressible import require_count_and_seed, require_in
from hwasil.wire.malformed import malformed
from hwasil.wire.model import Limits, Model

Making = TextToImage | ImageVariation | Inpaint | Outpaint

_DEFAULT_QUALITY: Final = "standard"
_LONGEST_SIDE: Final = 10_000  # anything beyond is no size at all, whatever the model


def write_config(job: Making, model: Model) -> dict[str, Any]:
    """Return a job's imageGenerationConfig. Raises InvalidInput for what is out of range.

    New pictures always get a width and a height. An edited picture keeps its size, which is sent when it is one
    of the model's.
    """
    limits = model.limits
    require_count_and_seed(job.count, job.seed, limits)
    require_in("guidance", job.guidance, limits.guidance, model)
    size = _size(job, model)
    config = {"numberOfImages": job.count, "quality": job.quality, "cfgScale": job.guidance, "seed": job.seed}
    if size:
        config.update(width=size.width, height=size.height)
    return {name: value for name, value in config.items() if value is not None}


def read_config(config: Mapping[str, Any], limits: Limits) -> tuple[dict[str, Any], Size]:
    """Return the job's fields that a config fills, the wire's defaults where it is silent, and the size.

    Raises MalformedRequest for a size the model does not offer; Bedrock's own sentence for that is not known.
    """
    default = limits.default_size or Size(1024, 1024)
    width, height = int(config.get("width", default.width)), int(config.get("height", default.height))
    sane = all(1 <= side <= _LONGEST_SIDE for side in (width, height)) and width * height <= _LONGEST_SIDE**2 // 4
    if not sane or not _offers(limits, Size(width, height)):
        raise malformed("#/imageGenerationConfig", f"width: {width}, height: {height} is not a supported size")
    guidance = config.get("cfgScale", limits.guidance.default if limits.guidance else None)
    seed = config.get("seed", limits.default_seed)
    fields = {
        "count": int(config.get("numberOfImages", 1)),
        "quality": config.get("quality", _DEFAULT_QUALITY),
        "guidance": None if guidance is None else float(guidance),
        "seed": None if seed is None else int(seed),
    }
    return fields, Size(width, height)


def _size(job: Making, model: Model) -> Size | None:
    limits = model.limits
    if isinstance(job, Inpaint | Outpaint):
        return job.picture.size if _offers(limits, job.picture.size) else None
    size = job.size or limits.default_size
    if size and not _offers(limits, size):
        raise InvalidInput("size_not_offered", size=size, model=model.name, nearest=_nearest(limits, size))
    return size


def _offers(limits: Limits, size: Size) -> bool:
    return limits.sizes.holds(size) if isinstance(limits.sizes, FreeSizes) else size in limits.sizes


def _nearest(limits: Limits, size: Size) -> Size | None:
    if isinstance(limits.sizes, FreeSizes):
        return limits.sizes.of(size.width / size.height)
    offered = [one for one in limits.sizes if isinstance(one, Size)]
    return min(offered, key=lambda one: abs(one.width - size.width) + abs(one.height - size.height), default=None)
