"""The CloudFormation template of a gallery, as text."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

# In a checkout it stands where people look for it; the build puts it into the package.
_PACKAGED: Final = "hwasil.yaml"
_CHECKOUT: Final = Path(__file__).parents[5] / "infra" / "aws" / "hwasil.yaml"


def template() -> str:
    """Return the template."""
    packaged = files(__package__).joinpath(_PACKAGED)
    return packaged.read_text("utf-8") if packaged.is_file() else _CHECKOUT.read_text("utf-8")
