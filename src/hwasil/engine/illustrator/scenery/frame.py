"""What every painter of a place needs at hand: the sheet, its measures, the light, and chance."""

from __future__ import annotations

from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.scene import Backdrop
from hwasil.engine.illustrator.scenery.color import mix
from hwasil.engine.illustrator.scenery.light import light_of
from hwasil.engine.illustrator.scenery.places import BEYOND
from hwasil.engine.illustrator.svg import Sheet


def unit_of(width: float, height: float) -> float:
    """Return a hundredth of a picture's size, nearer to its shorter side than to its longer one."""
    short, long = sorted((width, height))
    return float(short**0.75 * long**0.25 / 100)


class Frame:
    """One backdrop on one sheet.

    What is sized in ``unit`` looks alike in portrait and landscape. ``spread`` is how many times wider than 100
    units the picture is; counts grow with it. ``rise`` is how much taller than in a square things of the distance
    may be: 1, and more in a portrait. ``busy`` is the share of decorations that the mood lets in.
    """

    def __init__(self, sheet: Sheet, backdrop: Backdrop, seed: int) -> None:
        self.sheet = sheet
        self.backdrop = backdrop
        self.width = sheet.width
        self.height = sheet.height
        self.horizon = sheet.height * backdrop.horizon
        self.unit = unit_of(sheet.width, sheet.height)
        self.spread = self.width / self.unit / 100
        self.rise = float(max(1.0, sheet.height / sheet.width) ** 0.35)
        self.light = light_of(backdrop)
        self.snowy = backdrop.setting == "snowfield" or (
            "snow" in backdrop.weather and backdrop.setting not in BEYOND
        )
        self.busy = 0.45 if backdrop.mood == "minimal" else 1.0
        self._seed = seed

    def chance(self, *names: object) -> Chance:
        """Return the stream of chance of one part of the scenery."""
        return Chance(self._seed, "scenery", *names)

    def of(self, color: str, far: float = 0.0) -> str:
        """Return how a color looks in this scene's light."""
        return self.light.of(color, far)

    def many(self, count: float) -> int:
        """Return how many of something a picture of this width and mood takes, where a square takes ``count``."""
        return max(1, round(count * self.spread * self.busy))

    def down(self, share: float) -> float:
        """Return the y that lies ``share`` of the way from the horizon to the lower edge."""
        return self.horizon + (self.height - self.horizon) * share

    def nearness(self, y: float) -> float:
        """Return how large something on the ground at ``y`` looks: 0.22 at the horizon, 1 at the lower edge."""
        return 0.22 + 0.78 * max(0.0, (y - self.horizon) / (self.height - self.horizon))

    def ground(self, color: str, far: float = 0.0) -> str:
        """Return the color of ground, which is white where snow lies."""
        return self.light.snow(far, shade=0.12) if self.snowy else self.of(color, far)

    def dusted(self, color: str, far: float = 0.0, share: float = 0.35) -> str:
        """Return the color of a leaf or a roof with a dust of snow on it, where it snows."""
        return mix(self.of(color, far), self.light.snow(far), share) if self.snowy else self.of(color, far)

    def side(self, chance: Chance, reach: float = 0.15) -> float:
        """Return an x within ``reach`` (a share of the width) of the left or the right edge."""
        x = chance.between(-0.01, reach) * self.width
        return x if chance.holds(0.5) else self.width - x
