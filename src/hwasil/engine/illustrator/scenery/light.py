"""The light of a scene: what the hour, the weather and the mood make of every color.

Places are painted in the colors of a clear day; `Light.of` turns a color into what it looks like here and now, and
takes it into the haze with distance. That is what holds a picture's colors together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hwasil.engine.illustrator.scene import Backdrop, TimeOfDay
from hwasil.engine.illustrator.scenery.color import grayed, mix, times
from hwasil.engine.illustrator.scenery.places import INDOORS

Factors = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Light:
    """``sky`` runs from the zenith to the horizon; ``haze`` is what far things fade into.

    ``factors`` and ``wash`` turn the colors of a clear day into those of the hour; ``gray`` is how much hue the
    weather takes, ``fog`` (0 to 1) how much more it hides. ``cloud`` is the top and the underside of a cloud.
    ``dark`` says that lamps are on, ``overcast`` that no sky shows through.
    """

    sky: tuple[str, str, str]
    haze: str
    factors: Factors
    wash: str
    wash_share: float
    cloud: tuple[str, str]
    sun: str
    glow: str
    gray: float
    fog: float
    dark: bool
    overcast: bool

    def of(self, color: str, far: float = 0.0) -> str:
        """Return how a color of a clear day looks in this light, ``far`` (0 near, 1 lost in the haze) away."""
        seen = mix(times(grayed(color, self.gray), self.factors), self.wash, self.wash_share)
        hidden = far + (1 - far) * self.fog * (0.12 + 0.88 * far)
        return mix(seen, self.haze, round(min(0.97, hidden), 3))

    def snow(self, far: float = 0.0, *, shade: float = 0.0) -> str:
        """Return the color of snow, which gives back more of a dim light than anything else does."""
        white = mix("#fafdff", "#b9cfe8", shade)
        return mix(self.of(white, far), white, 0.22 if self.dark else 0.3)


_SKIES: Final[dict[TimeOfDay, tuple[str, str, str]]] = {
    "day": ("#56ade9", "#93cff2", "#dff2f6"),
    "dawn": ("#7d92d2", "#e9b7cb", "#ffe6c6"),
    "sunset": ("#4e4d94", "#e0708d", "#ffc676"),
    "night": ("#0d1438", "#1b2a60", "#40549a"),
}
_OVERCAST: Final[dict[TimeOfDay, tuple[str, str, str]]] = {
    "day": ("#9fb3c6", "#bccbd8", "#dfe7ec"),
    "dawn": ("#a3a6c0", "#cbbfcd", "#ecdcd6"),
    "sunset": ("#77708f", "#b98a98", "#e6b996"),
    "night": ("#171d38", "#283254", "#475378"),
}
_HAZE: Final[dict[TimeOfDay, str]] = {"day": "#cfe7f1", "dawn": "#f4d5cd", "sunset": "#f3ad8e", "night": "#34467f"}
_FACTORS: Final[dict[TimeOfDay, Factors]] = {
    "day": (1.0, 1.0, 1.0),
    "dawn": (1.0, 0.93, 0.93),
    "sunset": (0.96, 0.79, 0.79),
    "night": (0.37, 0.53, 0.94),
}
_WASH: Final[dict[TimeOfDay, tuple[str, float]]] = {
    "day": ("#ffffff", 0.0),
    "dawn": ("#f2b4c4", 0.13),
    "sunset": ("#8f3f78", 0.15),
    "night": ("#16225c", 0.3),
}
# lamps keep a room warm when it is night outside
_ROOM_FACTORS: Final[dict[TimeOfDay, Factors]] = {
    "day": (1.0, 1.0, 1.0),
    "dawn": (0.97, 0.92, 0.92),
    "sunset": (1.0, 0.87, 0.78),
    "night": (0.70, 0.58, 0.56),
}
_CLOUDS: Final[dict[TimeOfDay, tuple[str, str]]] = {
    "day": ("#ffffff", "#e3eff8"),
    "dawn": ("#fff1e6", "#eebfcb"),
    "sunset": ("#ffd9ae", "#d9758f"),
    "night": ("#54659f", "#2c3a72"),
}
_SUNS: Final[dict[TimeOfDay, tuple[str, str]]] = {
    "day": ("#fff6c9", "#fff3b0"),
    "dawn": ("#fff3d1", "#ffd9a8"),
    "sunset": ("#fff0b8", "#ffb35c"),
    "night": ("#f7f1d6", "#b9c6f2"),
}


def light_of(backdrop: Backdrop) -> Light:
    """Return the light of a backdrop."""
    time, weather, mood = backdrop.time, backdrop.weather, backdrop.mood
    gloom = max([0.0] + [{"cloudy": 0.75, "rain": 0.95, "fog": 0.95, "snow": 0.8}[name] for name in weather])
    sky = tuple(mix(a, b, gloom) for a, b in zip(_SKIES[time], _OVERCAST[time], strict=True))
    haze = mix(_HAZE[time], _OVERCAST[time][2], gloom)
    factors, (wash, share) = _FACTORS[time], _WASH[time]
    clouds = tuple(mix(a, b, gloom * 0.55) for a, b in zip(_CLOUDS[time], _OVERCAST[time][1:], strict=True))
    gray = max(0.3 * gloom, 0.46 if time == "night" else 0.0)
    dark = time == "night"
    if "rain" in weather:
        factors = (factors[0] * 0.84, factors[1] * 0.86, factors[2] * 0.9)
        sky = tuple(mix(color, "#4a5a72", 0.3) for color in sky)
        haze = mix(haze, "#4a5a72", 0.22)
    if mood == "cyberpunk":
        sky, haze, clouds = ("#0c0a2a", "#3a1570", "#d0338f"), "#7a2c9c", ("#5a2a8c", "#8a2f8f")
        factors, wash, share, dark = (0.56, 0.5, 0.86), "#2c1260", 0.24, True
    elif mood == "steampunk":
        sky = tuple(mix(a, b, 0.72) for a, b in zip(sky, _brass_sky(time), strict=True))
        haze, gray = mix(haze, "#3b2c22" if dark else "#d9b683", 0.7), 0.35
        factors = (factors[0] * 0.98, factors[1] * 0.86, factors[2] * 0.66)
        clouds = tuple(mix(color, "#5c4632" if dark else "#ecd3a6", 0.6) for color in clouds)
    elif mood == "retro":
        sky = tuple(mix(a, b, 0.7) for a, b in zip(sky, _retro_sky(time), strict=True))
        haze, gray = mix(haze, "#35304f" if dark else "#f4dcab", 0.6), 0.16
        factors = (factors[0] * 1.0, factors[1] * 0.93, factors[2] * 0.78)
        clouds = tuple(mix(color, "#5b5470" if dark else "#fbeccb", 0.6) for color in clouds)
    if backdrop.setting in INDOORS:
        gray = {"steampunk": 0.35, "retro": 0.16}.get(mood, 0.0)
        if mood != "cyberpunk":
            share *= 0.3
            red, green, blue = _ROOM_FACTORS[time]
            warm = {"steampunk": (0.96, 0.84, 0.64), "retro": (1.0, 0.93, 0.8)}.get(mood, (1.0, 1.0, 1.0))
            factors = (red * warm[0], green * warm[1], blue * warm[2])
    sun, glow = _SUNS["night" if mood == "cyberpunk" else time]
    return Light(
        sky=(sky[0], sky[1], sky[2]),
        haze=haze,
        factors=factors,
        wash=wash,
        wash_share=share,
        cloud=(clouds[0], clouds[1]),
        sun=sun,
        glow=glow,
        gray=gray,
        fog=0.62 if "fog" in weather and backdrop.setting not in INDOORS else 0.0,
        dark=dark,
        overcast=gloom > 0.7,
    )


def _brass_sky(time: TimeOfDay) -> tuple[str, str, str]:
    return ("#1f1712", "#3d2c1d", "#6b4c2c") if time == "night" else ("#b08552", "#d9b077", "#f6e2b6")


def _retro_sky(time: TimeOfDay) -> tuple[str, str, str]:
    return ("#1d2340", "#3b3560", "#8a4f63") if time == "night" else ("#3f9c9c", "#a8cfb4", "#fbe7b8")
