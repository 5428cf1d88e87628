from __future__ import annotations

import pytest

from hwasil.core.errors import InvalidInput
from hwasil.library.gallery.aws.address import Address
from hwasil.library.gallery.aws.store import AwsStore
from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.gallery.opening import open_store
from hwasil.library.place import library_folder

WHOLE = "s3://pictures?table=rows&region=ap-northeast-2&owner=123456789012&profile=me&cdn=https://d1.cloudfront.net&key-pair=K1"


def test_an_address_is_read_and_written() -> None:
    read = Address.parse(WHOLE)
    assert read == Address(
        "pictures", "rows", "ap-northeast-2", "123456789012", "me", "https://d1.cloudfront.net", "K1"
    )
    assert str(read) == WHOLE
    assert Address.parse("s3://pictures") == Address("pictures", "pictures")


@pytest.mark.parametrize(
    "text",
    [
        "s3://",
        "s3:/pictures",
        "s3://Pictures",
        "s3://pictures/folder",
        "s3://pictures?table=",
        "s3://pictures?tabel=rows",
        "s3://pictures?table=a&table=b",
        "s3://pictures?table=a/b",
        "s3://pictures?owner=me",
        "s3://pictures?cdn=http://plain.example",
        "https://pictures",
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(InvalidInput):
        Address.parse(text)


def test_the_library_may_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWASIL_LIBRARY", WHOLE)
    store = open_store()
    assert isinstance(store, AwsStore)
    assert store.place == WHOLE
    # What is no gallery stays on this machine, and in no folder of that name.
    assert library_folder().is_absolute()
    assert "s3:" not in library_folder().parts


def test_a_folder_is_a_folder(tmp_path: object) -> None:
    store = open_store(str(tmp_path))
    assert isinstance(store, FolderStore)
    store.close()
