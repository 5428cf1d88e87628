"""How large things are beside each other, and which of them fly, float or hang in the sky.

Real proportions would make a bee invisible beside a house. These are an illustrator's: the order is true, the
distances are shortened. A person is 1.3 high.
"""

from __future__ import annotations

from typing import Final

from hwasil.engine.illustrator.drawings import Drawing

# By emojibase's subgroups, see its groups.json.
_BY_SUBGROUP: Final = {
    **dict.fromkeys(range(12), 1.3), 12: 0.75, 13: 0.85,  # faces, which get a body
    23: 1.3, 24: 1.3, 25: 1.3, 26: 1.3, 27: 1.3, 28: 1.3, 29: 1.1, 30: 1.3,  # people
    34: 1.0, 35: 0.6, 36: 0.5, 37: 0.9, 38: 0.9, 39: 0.32,  # animals
    40: 0.62, 41: 0.7,  # plants
    42: 0.42, 43: 0.42, 44: 0.46, 45: 0.42, 46: 0.42, 47: 0.42, 48: 0.42,  # food
    50: 2.0, 51: 2.4, 52: 2.4, 53: 1.8,  # places
    54: 1.35, 55: 1.5, 56: 1.2, 59: 0.8,  # transport, sky
    60: 0.6, 62: 0.42, 63: 0.45, 64: 0.6,  # activities
    65: 0.5, 68: 0.75, 70: 0.6, 81: 0.9,  # objects
}  # fmt: skip
_BY_LABEL: Final = {
    "cat": 0.72, "black cat": 0.72, "dog": 0.85, "rabbit": 0.6, "mouse": 0.36, "rat": 0.4, "hamster": 0.4, "chipmunk": 0.45,
    "hedgehog": 0.42, "fox": 0.95, "wolf": 1.05, "bear": 1.35, "polar bear": 1.4, "panda": 1.25, "koala": 0.8,
    "lion": 1.2, "tiger": 1.2, "leopard": 1.1, "horse": 1.5, "zebra": 1.4, "deer": 1.35, "cow": 1.4, "ox": 1.4,
    "elephant": 2.0, "mammoth": 2.1, "rhinoceros": 1.6, "hippopotamus": 1.4, "giraffe": 2.3, "camel": 1.7,
    "two-hump camel": 1.7, "llama": 1.4, "pig": 0.85, "goat": 0.95, "ewe": 0.9, "ram": 0.95, "monkey": 0.85,
    "gorilla": 1.4, "whale": 2.0, "spouting whale": 2.0, "dolphin": 1.3, "shark": 1.4, "octopus": 0.9,
    "T-Rex": 2.2, "sauropod": 2.4, "dragon": 2.2, "eagle": 0.9, "swan": 0.8, "peacock": 1.0, "flamingo": 1.1,
    "rooster": 0.6, "chicken": 0.6, "front-facing baby chick": 0.36, "baby chick": 0.36, "hatching chick": 0.36,
    "snail": 0.3, "penguin": 0.8, "owl": 0.6, "duck": 0.55, "turtle": 0.55, "crocodile": 0.9,
    "evergreen tree": 2.3, "deciduous tree": 2.3, "palm tree": 2.4, "Christmas tree": 2.0, "leafless tree": 2.2,
    "cactus": 1.2, "sunflower": 0.95, "potted plant": 0.6, "baby": 0.7, "child": 1.0, "boy": 1.0, "girl": 1.0,
    "house": 2.1, "hut": 1.7, "castle": 3.0, "Japanese castle": 3.0, "office building": 3.2, "tent": 1.2,
    "lighthouse": 3.2, "windmill": 2.8, "street lamp": 2.2, "floor lamp": 1.5, "bench": 0.7, "table": 0.72, "vase": 0.5,
    "flower": 0.75, "fallen leaf": 0.26, "leaf fluttering in wind": 0.3, "maple leaf": 0.28,
    "bookshelf": 1.7, "bicycle": 1.0, "kick scooter": 0.9, "motorcycle": 1.0, "bus": 1.7, "delivery truck": 1.6,
    "locomotive": 1.7, "rocket": 1.9, "airplane": 1.4, "ship": 1.9, "sailboat": 1.6, "hot air balloon": 1.6,
    "couch and lamp": 1.2, "bed": 1.2, "chair": 1.0, "door": 1.6, "balloon": 0.7, "umbrella": 1.0, "snowman": 1.2,
    "top hat": 0.45, "crown": 0.4, "glasses": 0.3, "book": 0.3, "red heart": 0.5, "fountain": 1.4, "fire": 0.7,
    "volcano": 3.2, "full moon": 0.8, "crescent moon": 0.8, "sun": 0.9, "rainbow": 2.2, "musical keyboard": 0.8,
    "bouquet": 0.7, "wrapped gift": 0.5, "teddy bear": 0.6, "birthday cake": 0.6, "beach with umbrella": 1.3,
    "package": 0.7, "astronaut": 1.3, "robot": 1.3,
}  # fmt: skip
_USUAL: Final = 0.55

_AIRBORNE: Final = frozenset(
    {
        "balloon", "kite", "airplane", "small airplane", "helicopter", "hot air balloon", "flying saucer", "parachute",
        "butterfly", "honeybee", "bird", "eagle", "dove", "bat", "dragon", "rocket", "satellite", "lady beetle",
    }
)  # fmt: skip
_SKY: Final = 59
_BOATS: Final = 55
_BUILDINGS: Final = range(50, 54)
_TREES: Final = frozenset({"evergreen tree", "deciduous tree", "palm tree", "Christmas tree", "leafless tree"})


def height_of(drawing: Drawing) -> float:
    """Return how high a thing is beside others; a person is 1.3."""
    return _BY_LABEL.get(drawing.label, _BY_SUBGROUP.get(drawing.subgroup, _USUAL))


def is_airborne(drawing: Drawing) -> bool:
    """Whether a thing is in the air when nothing holds it."""
    return drawing.label in _AIRBORNE or is_heavenly(drawing)


def is_heavenly(drawing: Drawing) -> bool:
    """Whether a thing hangs in the sky: sun, moon, stars, clouds."""
    return drawing.subgroup == _SKY and drawing.label not in {
        "umbrella on ground",
        "snowman without snow",
        "snowman",
    }


def is_boat(drawing: Drawing) -> bool:
    """Whether a thing travels on water."""
    return drawing.subgroup == _BOATS and drawing.label != "anchor"


def is_background(drawing: Drawing) -> bool:
    """Whether a thing stands behind others as a rule: buildings and trees."""
    return drawing.subgroup in _BUILDINGS or drawing.label in _TREES


def is_animate(drawing: Drawing) -> bool:
    """Whether a thing is a person or an animal, or like one."""
    return drawing.group == 1 or drawing.subgroup in range(34, 40) or drawing.group == 0


# How high on a thing another one sits, as a share of its height from its foot.
_SEATS: Final = {
    "table": 0.96, "couch and lamp": 0.3, "chair": 0.5, "bed": 0.42, "bench": 0.52, "horse": 0.66, "zebra": 0.66,
    "camel": 0.72, "elephant": 0.86, "cow": 0.66, "deer": 0.55, "bicycle": 0.55, "motorcycle": 0.62,
    "skateboard": 0.7, "surfboard": 0.6, "sailboat": 0.3, "canoe": 0.5, "automobile": 0.93, "turtle": 0.8,
    "whale": 0.75, "dragon": 0.5,
}  # fmt: skip


def seat_of(drawing: Drawing) -> float:
    """Return where the top of a thing is that another can sit on, as a share of its height."""
    return _SEATS.get(drawing.label, 0.9)
