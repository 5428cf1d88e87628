"""The networks: a text tower that turns words into tokens, and one that draws, which looks at them.

The one that draws is a convolutional U-Net (Ronneberger et al., 2015) on squares of pixels: at equal computing it
learns fastest on a CPU. It sees the words by cross-attention (Rombach et al., 2022), so that each place can look at
the word that it belongs to; a single vector for a whole sentence loses all but its loudest thing.
"""

from __future__ import annotations

import math
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional
from training.sketch import text
from training.sketch.corpus import Config

_HEADS: Final = 4
_FREQUENCIES: Final = 32
_GROUPS: Final = 16


class Words(nn.Module):
    """The text tower: (n, words, grams) of buckets to tokens (n, words, width) and which are words (n, words)."""

    def __init__(self, width: int, layers: int) -> None:
        super().__init__()
        self.grams = nn.Embedding(text.BUCKETS, width, padding_idx=0)
        self.places = nn.Parameter(torch.zeros(text.WORDS, width))
        self.layers = nn.ModuleList(_Reading(width) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        nn.init.normal_(self.grams.weight, std=0.5)
        nn.init.normal_(self.places, std=0.02)
        with torch.no_grad():
            self.grams.weight[0] = 0

    def bags(self, grams: Tensor) -> Tensor:
        """Return each word as the mean of its n-grams."""
        count = (grams > 0).sum(-1, keepdim=True).clamp(min=1)
        mean: Tensor = self.grams(grams).sum(-2) / count
        return mean

    def forward(self, grams: Tensor) -> tuple[Tensor, Tensor]:
        """Return the tokens, and 1 where there is a word. The first place is always one, so that there is something to see."""
        there = (grams > 0).any(-1)
        there = torch.cat([torch.ones_like(there[:, :1]), there[:, 1:]], 1)
        tokens = self.bags(grams) + self.places[: grams.shape[1]]
        for layer in self.layers:
            tokens = layer(tokens, there)
        return self.norm(tokens) * there.unsqueeze(-1), there.to(tokens.dtype)


class _Attention(nn.Module):
    """Attention of places (n, p, width) to tokens (n, w, seen), where ``there``."""

    def __init__(self, width: int, seen: int) -> None:
        super().__init__()
        self.part = width // _HEADS
        self.ask = nn.Linear(width, width)
        self.answer = nn.Linear(seen, 2 * width)
        self.out = nn.Linear(width, width)

    def forward(self, places: Tensor, tokens: Tensor, there: Tensor) -> Tensor:
        keys, values = self.answer(tokens).chunk(2, -1)

        def parted(given: Tensor) -> Tensor:
            return given.reshape(*given.shape[:2], _HEADS, self.part).transpose(1, 2)

        alike = parted(self.ask(places)) @ parted(keys).transpose(-1, -2) / math.sqrt(self.part)
        alike = alike + (there.to(alike.dtype)[:, None, None, :] - 1) * 1e4
        seen = alike.softmax(-1) @ parted(values)
        found: Tensor = self.out(seen.transpose(1, 2).flatten(2))
        return found


def _silent(layer: nn.Conv2d | nn.Linear) -> None:
    """Let a layer begin by saying nothing, so that what it is added to passes as it is."""
    for weight in layer.parameters():
        nn.init.zeros_(weight)


class _Reading(nn.Module):
    """One layer of the text tower: words look at each other."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = _Attention(width, width)
        self.thought = nn.Sequential(nn.Linear(width, 3 * width), nn.GELU(), nn.Linear(3 * width, width))

    def forward(self, tokens: Tensor, there: Tensor) -> Tensor:
        calm = self.before(tokens)
        tokens = tokens + self.attention(calm, calm, there)
        after: Tensor = tokens + self.thought(self.between(tokens))
        return after


class _Block(nn.Module):
    """A residual block that hears the time and the whole sentence, and then looks at the words."""

    def __init__(self, given: int, width: int, told: int, tokens: int) -> None:
        super().__init__()
        self.before, self.between = nn.GroupNorm(_GROUPS, given), nn.GroupNorm(_GROUPS, width)
        self.first = nn.Conv2d(given, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        self.told = nn.Linear(told, 2 * width)
        self.same = nn.Conv2d(given, width, 1) if given != width else nn.Identity()
        self.calm = nn.LayerNorm(width)
        self.attention = _Attention(width, tokens)
        _silent(self.second)
        _silent(self.attention.out)

    def forward(self, picture: Tensor, told: Tensor, tokens: Tensor, there: Tensor) -> Tensor:
        scale, shift = self.told(told)[:, :, None, None].chunk(2, 1)
        inner = self.first(functional.silu(self.before(picture)))
        inner = self.second(functional.silu(self.between(inner) * (1 + scale) + shift))
        picture = self.same(picture) + inner
        places = self.calm(picture.flatten(2).transpose(1, 2))
        result: Tensor = picture + self.attention(places, tokens, there).transpose(1, 2).reshape(picture.shape)
        return result


class Drawer(nn.Module):
    """The network that draws: from a noisy picture (n, 3, side, side), the time (n,) and tokens to the picture."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.patch = config.patch
        inner, told = 3 * config.patch**2, config.channels[-1]
        self.time = nn.Sequential(nn.Linear(2 * _FREQUENCIES, told), nn.SiLU(), nn.Linear(told, told))
        self.sentence = nn.Linear(config.tokens, told)
        self.begin = nn.Conv2d(inner, config.channels[0], 3, padding=1)
        self.down, self.up = nn.ModuleList(), nn.ModuleList()
        kept = [config.channels[0]]
        given = config.channels[0]
        for level, width in enumerate(config.channels):
            if level:
                self.down.append(nn.Conv2d(given, given, 3, stride=2, padding=1))
                kept.append(given)
            for _ in range(config.blocks):
                self.down.append(_Block(given, width, told, config.tokens))
                kept.append(width)
                given = width
        self.middle = _Block(given, given, told, config.tokens)
        for level, width in reversed(list(enumerate(config.channels))):
            for _ in range(config.blocks + 1):
                self.up.append(_Block(given + kept.pop(), width, told, config.tokens))
                given = width
            if level:
                self.up.append(nn.Upsample(scale_factor=2.0, mode="nearest"))
        self.calm = nn.GroupNorm(_GROUPS, given)
        self.end = nn.Conv2d(given, inner, 3, padding=1)
        _silent(self.end)

    def forward(self, noisy: Tensor, time: Tensor, tokens: Tensor, there: Tensor) -> Tensor:
        """Return the picture that is in the noisy one."""
        steps = torch.arange(_FREQUENCIES, device=noisy.device, dtype=noisy.dtype)
        angles = time[:, None] * torch.exp(steps * (math.log(1000.0) / _FREQUENCIES))
        sentence = tokens.sum(1) / there.sum(1, keepdim=True)
        told = functional.silu(self.time(torch.cat([angles.sin(), angles.cos()], 1)) + self.sentence(sentence))
        inner = self.begin(functional.pixel_unshuffle(noisy, self.patch))
        kept = [inner]
        for layer in self.down:
            inner = layer(inner, told, tokens, there) if isinstance(layer, _Block) else layer(inner)
            kept.append(inner)
        inner = self.middle(inner, told, tokens, there)
        for layer in self.up:
            inner = (
                layer(torch.cat([inner, kept.pop()], 1), told, tokens, there)
                if isinstance(layer, _Block)
                else layer(inner)
            )
        drawn: Tensor = functional.pixel_shuffle(self.end(functional.silu(self.calm(inner))), self.patch)
        return drawn


class Sketch(nn.Module):
    """Both networks together, as they are trained."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.words = Words(config.tokens, config.layers)
        self.drawer = Drawer(config)

    def forward(self, noisy: Tensor, time: Tensor, grams: Tensor) -> Tensor:
        """Return the picture that a noisy one shows."""
        drawn: Tensor = self.drawer(noisy, time, *self.words(grams))
        return drawn
