"""Why the system refused something: in the reader's language, and in its own words where there are no others."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from hwasil.core.errors import InvalidInput
from hwasil.core.picture import Picture
from hwasil.core.reasons import reason
from hwasil.i18n import speaking


def test_a_file_that_is_not_there_is_said_in_both_languages(tmp_path: Path) -> None:
    with speaking("en"), pytest.raises(InvalidInput, match=r"could not be read: there is no such file or folder$"):
        Picture.open(tmp_path / "nowhere.png")
    with speaking("ko"), pytest.raises(InvalidInput, match=r"읽지 못했습니다: 그런 파일이나 폴더가 없습니다$"):
        Picture.open(tmp_path / "nowhere.png")


def test_what_has_no_words_here_keeps_its_own() -> None:
    assert reason(OSError(errno.ENOTTY, os.strerror(errno.ENOTTY))) == os.strerror(errno.ENOTTY)
    assert reason(OSError("out of order")) == "out of order"
    assert reason(ValueError("embedded null byte")) == "embedded null byte"
