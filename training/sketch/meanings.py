"""What words mean, before any picture is seen: the text tower's n-grams start where a sentence encoder puts words.

Distilled from the project's multilingual encoder (weight ``sentence-encoder``), which gives one vector for a whole
text and so cannot itself be looked at word by word. After this 고양이 lies beside "cat", and a word that no caption
has lies beside those that mean about the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from training.sketch import text
from training.sketch.network import Words

from hwasil.engine import meaning

_STEPS: Final = 600
_BATCH: Final = 512
_RATE: Final = 5e-3


def teach(words: Words, vocabulary: Sequence[str], seed: int) -> float:
    """Fit the n-grams to the meanings of a vocabulary; return the mean cosine that is reached on it.

    Raises Unavailable when the encoder's weight is missing.
    """
    taught = [phrase for phrase in vocabulary if text.words_of(phrase)]
    wanted = torch.from_numpy(meaning.embed(taught))
    grams = torch.from_numpy(text.encode(taught))
    grams = grams[:, : int((grams > 0).any(-1).sum(-1).max())]
    chance = np.random.default_rng(seed)
    toward = nn.Linear(words.grams.embedding_dim, wanted.shape[1])
    with torch.no_grad():
        spread = chance.normal(size=tuple(toward.weight.shape)) / np.sqrt(words.grams.embedding_dim)
        toward.weight.copy_(torch.from_numpy(spread))
        toward.bias.copy_(wanted.mean(0))

    def alike(rows: Tensor) -> Tensor:
        there = (grams[rows] > 0).any(-1, keepdim=True)
        phrase = (words.bags(grams[rows]) * there).sum(1) / there.sum(1).clamp(min=1)
        return functional.cosine_similarity(toward(phrase), wanted[rows])

    learner = torch.optim.Adam([words.grams.weight, *toward.parameters()], lr=_RATE)
    for _ in range(_STEPS):
        loss = 1 - alike(torch.from_numpy(chance.integers(len(taught), size=_BATCH))).mean()
        learner.zero_grad()
        torch.autograd.backward(loss)
        learner.step()
    with torch.no_grad():
        # Tokens are of about the same size however the fit went.
        words.grams.weight.div_(words.grams.weight[1:].std() / 0.5)
        return float(alike(torch.arange(len(taught))).mean())
