"""The ground of one picture, and where on it things stand.

Things that stand in a relation are placed as one group, and the groups share the ground from left to right; what is
large and far stands behind, boats are on the water, what flies is in the sky.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from hwasil.core.picture import Size
from hwasil.engine.illustrator import sizes
from hwasil.engine.illustrator.cast import Actor, Cast
from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.drawings import Drawings
from hwasil.engine.illustrator.reading import Reading, Relation
from hwasil.engine.illustrator.scene import Backdrop, Item

# How far down from the horizon the water reaches, as a share of the ground.
_WATER: Final = {"sea": 1.0, "lake": 0.5, "river": 0.5, "beach": 0.19}
_AFLOAT: Final = frozenset({"space", "underwater", "sky"})
_AT_ITS_SIDE: Final = ("beside", "left", "right")
_MIRRORED: Final = {"left": "right", "right": "left"}  # what the one is to the other, the other is to the one
_ROW: Final = 4  # things in one row before a second one is begun


@dataclass(slots=True)
class _Group:
    """Things that are placed together: the one that carries the group, and what stands to it somehow."""

    main: Actor
    others: list[tuple[str, Actor]] = field(default_factory=list)


class Stage:
    """Places the things of a reading."""

    def __init__(self, size: Size, backdrop: Backdrop, reading: Reading, seed: int, drawings: Drawings) -> None:
        self.width, self.height = float(size.width), float(size.height)
        self.backdrop = backdrop
        self.reading = reading
        self.chance = Chance(seed, "stage")
        self.cast = Cast(reading, drawings, seed)
        self.floor = self.height * (0.93 if backdrop.setting not in _AFLOAT else 0.8)
        self.horizon = self.height * backdrop.horizon

    def items(self) -> list[Item]:
        """Return all things, farthest first."""
        groups, aloft, distant, boats = self._groups()
        alone = not groups and not distant and not boats
        placed = [*self._in_the_sky(aloft, alone=alone), *self._far(distant, alone=not groups)]
        placed += self._on_the_water(boats, alone=not groups and not distant)
        if self.backdrop.setting in _AFLOAT:
            placed += self._afloat(groups)
        else:
            placed += self._on_the_ground(groups)
        order = sorted(range(len(placed)), key=lambda number: (placed[number].floor, number))
        return [placed[number] for number in order]

    def _groups(self) -> tuple[list[_Group], list[Actor], list[Actor], list[Actor]]:
        """Sort all actors into groups on the ground, things aloft, things in the distance, and boats."""
        related = {number for r in self.reading.relations for number in (r.figure, r.ground)}
        carried = {self._carried(r) for r in self.reading.relations}
        groups: list[_Group] = []
        aloft: list[Actor] = []
        distant: list[Actor] = []
        boats: list[Actor] = []
        for number, actors in enumerate(self.cast.actors):
            drawing = self.reading.things[number].drawing
            if number in carried:
                continue
            aloft_now = self.reading.things[number].aloft or sizes.is_airborne(drawing)
            if aloft_now and number not in related and self.backdrop.setting not in _AFLOAT:
                aloft.extend(actors)
            elif sizes.is_boat(drawing) and number not in related and self.backdrop.setting in _WATER:
                boats.extend(actors)
            elif sizes.is_background(drawing) and number not in related:
                distant.extend(actors)
            else:
                groups.extend(_Group(actor) for actor in actors)
        for relation in self.reading.relations:
            self._join(relation, groups)
        return groups, aloft, distant, boats

    def _carried(self, relation: Relation) -> int:
        """Return which of the two is placed by the other: the held thing by its holder, else the figure.

        Of two things side by side it is the one that nothing else is placed by.
        """
        if relation.kind in ("holding", "wearing"):
            return relation.ground
        others = [other for other in self.reading.relations if other != relation]
        carriers = {o.figure if o.kind in ("holding", "wearing") else o.ground for o in others}
        if relation.kind in _AT_ITS_SIDE and relation.figure in carriers and relation.ground not in carriers:
            return relation.ground
        return relation.figure

    def _join(self, relation: Relation, groups: list[_Group]) -> None:
        carried = self._carried(relation)
        carrier = relation.ground if carried == relation.figure else relation.figure
        hosts = [group for group in groups if group.main.thing == carrier]
        hosts = hosts or [g for g in groups if any(actor.thing == carrier for _, actor in g.others)]
        actors = self.cast.actors[carried]
        kind: str = relation.kind
        if carried == relation.ground:
            kind = _MIRRORED.get(kind, kind)
        if not hosts:
            groups.extend(_Group(actor) for actor in actors)
            return
        for index, actor in enumerate(actors):
            hosts[index % len(hosts)].others.append((kind, actor))

    # ── places ──

    def _target(self, *, alone: bool) -> float:
        """Return how high the largest thing on the ground should be, as pixels."""
        shots = self.reading.shots
        share = 0.8 if "close" in shots else 0.36 if "long" in shots else 0.58 if alone else 0.52
        if "low" in shots:
            share *= 1.22
        if "high" in shots:
            share *= 0.86
        return self.height * share

    def _on_the_ground(self, groups: list[_Group]) -> list[Item]:
        if not groups:
            return []
        chance = self.chance
        rows = -(-len(groups) // _ROW) if len(groups) > _ROW else 1
        per_row = -(-len(groups) // rows)
        tallest = max(self._tall(group) for group in groups)
        target = min(self._target(alone=len(groups) == 1), self.height * 0.86)
        placed: list[Item] = []
        depth = (self.floor - self.horizon) * 0.62
        for row in range(rows):
            members = groups[row * per_row : (row + 1) * per_row]
            # Rows farther back stand higher in the picture and are smaller.
            back = row / max(rows - 1, 1) if rows > 1 else 0.0
            far = 1.0 - 0.38 * back
            heights = [target * far * (self._tall(g) / tallest) ** 0.8 for g in members]
            widths = [self._group_width(g, h) for g, h in zip(members, heights, strict=True)]
            room = self.width * (0.9 if len(members) > 1 else 0.86)
            squeeze = min(1.0, room / (sum(widths) * 1.08))
            if rows > 1:
                squeeze = min(squeeze, 1.15 / rows * self.height / max(heights) * 0.62)
            gap = max(0.0, (room - sum(widths) * squeeze) / (len(members) + 1)) * 0.55
            x = self.width / 2 - (sum(widths) * squeeze + gap * (len(members) - 1)) / 2
            for group, height, width in zip(members, heights, widths, strict=True):
                nearness = chance.around(0.0, 0.05) * (1 if len(groups) > 1 else 0)
                foot = self.floor - depth * back + nearness * self.height * 0.5
                middle = x + width * squeeze / 2 + chance.around(0, gap * 0.25)
                placed += self._group_items(group, middle, min(foot, self.height * 0.97), height * squeeze)
                x += width * squeeze + gap
        return placed

    def _tall(self, group: _Group) -> float:
        """Return how high a group is beside others: what sits on a thing is on top of it."""
        main = group.main
        tops = [main.tall]
        for kind, actor in group.others:
            if kind == "on":
                tops.append(main.tall * main.seat + actor.tall)
            elif kind in ("wearing", "holding"):
                tops.append(main.tall * 1.2)
            else:
                tops.append(actor.tall)
        return max(tops)

    def _group_width(self, group: _Group, height: float) -> float:
        main = group.main.width_at(height * group.main.tall / self._tall(group))
        beside = [actor for kind, actor in group.others if kind in (*_AT_ITS_SIDE, "behind", "front")]
        around = [actor for kind, actor in group.others if kind == "around"]
        unit = height / self._tall(group)
        extra = sum(actor.width_at(unit * actor.tall) * 0.9 for actor in beside)
        return main + extra + (main * 0.5 if around else 0.0)

    def _group_items(self, group: _Group, x: float, foot: float, height: float) -> list[Item]:
        """Place a group: its carrier on the ground, and the others by what they are to it."""
        unit = height / self._tall(group)
        host = group.main.standing(x, foot, unit * group.main.tall, self.chance)
        placed = [host, *self._on_top(host, group, unit)]
        side = -1.0
        reach = {1.0: host.width / 2, -1.0: host.width / 2}
        for index, (kind, actor) in enumerate(group.others):
            side = -side
            tall = unit * actor.tall
            if kind == "on":
                continue
            if kind == "under":
                placed.append(self._under(host, group.main, actor, tall, side))
            elif kind in ("holding", "wearing"):
                placed.append(self._carried_item(kind, host, actor, tall, side))
            elif kind == "inside":
                inside = actor.standing(host.x, host.y - host.height * 0.45, tall, self.chance)
                placed.append(replace(inside, floor=host.floor - 0.1, shadow=False))
            elif kind == "behind":
                off = side * (host.width * 0.3 + actor.width_at(tall) * 0.22)
                placed.append(actor.standing(host.x + off, host.y - self.height * 0.035, tall, self.chance))
            elif kind == "front":
                off = side * host.width * 0.22
                placed.append(actor.standing(host.x + off, host.y + self.height * 0.035, tall, self.chance))
            elif kind == "around":
                angle = (index + 0.5) / len(group.others)
                off = (angle - 0.5) * (host.width + actor.width_at(tall)) * 1.5
                drop = (0.02 if index % 2 else -0.02) * self.height
                placed.append(actor.standing(host.x + off, host.y + drop, tall, self.chance))
            else:
                side = {"left": -1.0, "right": 1.0}.get(kind, side)
                half = actor.width_at(tall) * 0.52
                off = side * (reach[side] + half)
                reach[side] += 2 * half
                placed.append(actor.standing(host.x + off, host.y, tall, self.chance))
        return _centered(placed, x)

    def _on_top(self, host: Item, group: _Group, unit: float) -> list[Item]:
        """Place what is on a thing side by side, no wider than the thing."""
        actors = [actor for kind, actor in group.others if kind == "on"]
        widths = [actor.width_at(unit * actor.tall) for actor in actors]
        fit = min(1.0, host.width * 0.96 / sum(widths)) if len(actors) > 1 else 1.0
        x = host.x - sum(widths) * fit / 2
        placed = []
        for actor, width in zip(actors, widths, strict=True):
            foot = host.y - host.height * group.main.seat
            item = actor.standing(x + width * fit / 2, foot, unit * actor.tall * fit, self.chance)
            placed.append(replace(item, floor=host.floor + 0.1, shadow=False))
            x += width * fit
        return placed

    def _under(self, host: Item, main: Actor, actor: Actor, tall: float, side: float) -> Item:
        if main.drawing.label in {"umbrella", "table", "beach with umbrella"}:
            fitted = min(tall, host.height * 0.55)
            return replace(actor.standing(host.x, host.y, fitted, self.chance), floor=host.floor + 0.1)
        x, foot = host.x + side * host.width * 0.18, host.y + self.height * 0.025
        return actor.standing(x, foot, tall, self.chance)

    def _carried_item(self, kind: str, host: Item, actor: Actor, tall: float, side: float) -> Item:
        label = actor.drawing.label
        if kind == "wearing":
            head = host.width * 0.5
            tall = head * actor.height / actor.width * 0.9
            worn = actor.standing(host.x, host.y - host.height * 0.9, tall, self.chance)
            return replace(worn, floor=host.floor + 0.1, shadow=False, flip=False)
        tall = min(tall, host.height * 0.52)
        x, y = host.x + side * host.width * 0.42, host.y - host.height * 0.3
        if label in {"balloon", "umbrella", "kite"}:
            tall = max(tall, host.height * 0.55)
            y = host.y - host.height * 0.58
            x = host.x + side * host.width * (0.2 if label == "umbrella" else 0.5)
        held = actor.standing(x, y, tall, self.chance)
        return replace(held, floor=host.floor + 0.1, shadow=False)

    def _far(self, actors: list[Actor], *, alone: bool) -> list[Item]:
        """Place what stands behind: a house or a tree, alone in the middle or to both sides."""
        placed: list[Item] = []
        tallest = max((actor.tall for actor in actors), default=1.0)
        for index, actor in enumerate(actors):
            share = 0.56 if alone else 0.42
            tall = min(self.height * share * (actor.tall / tallest) ** 0.7, self.height * 0.6)
            tall *= min(1.0, self.width * (0.8 if alone else 0.42) / actor.width_at(tall))
            if alone:
                x = self.width * (index + 1) / (len(actors) + 1)
            else:
                side = -1 if index % 2 == 0 else 1
                step = 0.30 - 0.1 * (index // 2 % 3)
                x = self.width * (0.5 + side * step) + self.chance.around(0, self.width * 0.03)
            foot = self.horizon + (self.floor - self.horizon) * (0.5 if alone else 0.16 + 0.06 * (index // 2 % 3))
            placed.append(actor.standing(x, foot, tall, self.chance))
        return placed

    def _on_the_water(self, actors: list[Actor], *, alone: bool) -> list[Item]:
        """Place boats: on the water, not on the shore before it."""
        placed = []
        reach = (self.floor - self.horizon) * _WATER.get(self.backdrop.setting, 1.0)
        for index, actor in enumerate(actors):
            tall = self.height * (0.5 if alone else 0.3) * min(actor.tall / 1.6, 1.2) / len(actors) ** 0.3
            tall *= min(1.0, self.width * 0.8 / len(actors) / actor.width_at(tall))
            x = self.width * (index + 0.5) / len(actors) + self.chance.around(0, self.width * 0.04)
            # Beside things on the shore a boat keeps to the side.
            x = x if alone else self.width * (0.24 if (index + self.chance.whole(0, 1)) % 2 else 0.76)
            item = actor.standing(x, self.horizon + reach * self.chance.between(0.55, 0.7), tall, self.chance)
            placed.append(replace(item, shadow=False))
        return placed

    def _in_the_sky(self, actors: list[Actor], *, alone: bool) -> list[Item]:
        """Place what flies or hangs: small above other things, large where there are none."""
        placed = []
        for index, actor in enumerate(actors):
            share = (index + 0.5) / len(actors)
            side = min(self.height, self.width)
            tall = side * (0.46 / len(actors) ** 0.5 if alone else 0.16 + 0.05 * actor.tall)
            tall *= 0.85 if len(actors) > 3 else 1.0
            tall *= min(1.0, self.width * 0.8 / len(actors) / actor.width_at(tall))
            x = self.width * (0.14 + 0.72 * (share if len(actors) > 1 else self.chance.between(0.1, 0.9)))
            x = self.width / 2 if alone and len(actors) == 1 else x
            y = self.horizon * self.chance.between(0.32, 0.62) + tall / 2
            y = min(y, self.horizon * 0.98)
            item = actor.standing(x, y, tall, self.chance)
            placed.append(replace(item, floor=self.horizon * 0.5 + index * 0.01, shadow=False))
        return placed

    def _afloat(self, groups: list[_Group]) -> list[Item]:
        """Place things that stand on nothing: in space, in the sky, under water."""
        placed: list[Item] = []
        columns = max(1, round((len(groups) * self.width / self.height) ** 0.5))
        rows = -(-len(groups) // columns)
        tallest = max((self._tall(group) for group in groups), default=1.0)
        cell = min(self.width / columns, self.height / rows)
        for index, group in enumerate(groups):
            row, column = divmod(index, columns)
            in_row = min(columns, len(groups) - row * columns)
            tall = cell * 0.62 * (self._tall(group) / tallest) ** 0.7
            tall *= min(1.0, self.width / in_row * 0.86 / self._group_width(group, tall))
            x = self.width * (column + 0.5) / in_row + self.chance.around(0, cell * 0.06)
            y = self.height * (row + 0.5) / rows + tall / 2 + self.chance.around(0, cell * 0.06)
            placed += [replace(item, shadow=False) for item in self._group_items(group, x, y, tall)]
        return placed


def _centered(items: list[Item], x: float) -> list[Item]:
    """Move the things of a group so that the middle of all of them is at ``x``."""
    left = min(item.x - item.width / 2 for item in items)
    right = max(item.x + item.width / 2 for item in items)
    return [replace(item, x=item.x + x - (left + right) / 2) for item in items]
