from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Aspect, TextToImage
from hwasil.core.palette import Palette
from hwasil.core.picture import Size
from hwasil.studio.batch import MOST
from hwasil.studio.batch_file import COLUMNS, MOST_BYTES, read_batch

FULL = TextToImage(
    "a fox, at night", negative="trees", size=Size(512, 768), count=2, seed=7, guidance=7.5, quality="premium",
    style="pixel-art", palette=Palette.parse(["ff0000", "0000ff"]),
)  # fmt: skip


def _refusal(data: bytes) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        read_batch(data)
    assert caught.value.message
    assert caught.value.hint
    return caught.value


def _problems(data: bytes) -> list[tuple[int, str | None]]:
    return [(row.line, row.problem.key if row.problem else None) for row in read_batch(data)]


def test_every_wish_of_a_csv_reaches_the_job() -> None:
    text = (
        "prompt,negative,size,aspect,count,seed,guidance,quality,style,palette\n"
        '"a fox, at night",trees,512x768,,2,7,7.5,premium,pixel-art,#f00 #0000ff\n'
        "a hare,,,16:9,,,,,,\n"
    )
    rows = read_batch(text.encode())
    assert [row.line for row in rows] == [2, 3]
    assert [row.job for row in rows] == [FULL, TextToImage("a hare", aspect=Aspect(16, 9))]


def test_every_wish_of_json_lines_reaches_the_job() -> None:
    wishes = {
        "prompt": "a fox, at night", "negative": "trees", "size": "512x768", "count": 2, "seed": 7, "guidance": 7.5,
        "quality": "premium", "style": "pixel-art", "palette": ["#f00", "#00f"], "aspect": None,
    }  # fmt: skip
    data = f"\n{json.dumps(wishes)}\n\n".encode()
    assert [(row.line, row.job) for row in read_batch(data)] == [(2, FULL)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_are_read_as_they_are_saved(encoding: str, delimiter: str) -> None:
    lines = [("프롬프트", "그림 수", ""), ("눈밭의 여우", "3.0", ""), ("", "", ""), ("달밤의 토끼", "", "")]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    rows = read_batch(text.encode(encoding))
    assert [(row.line, row.prompt, row.job and row.job.count) for row in rows] == [
        (2, "눈밭의 여우", 3),
        (4, "달밤의 토끼", 1),
    ]


def test_lines_are_counted_as_the_file_has_them() -> None:
    data = b'\nprompt,seed\n"a fox\nin two lines",1\na hare,x\n'
    assert _problems(data) == [(3, None), (5, "batch_not_whole")]


def test_what_is_wrong_with_a_row_stays_in_it() -> None:
    data = (
        b"prompt,size,count,seed,guidance,quality\n"
        b"a fox,large,,,,\n"
        b"a fox,,0,,,\n"
        b"a fox,,1.5,,,\n"
        b"a fox,,,,high,\n"
        b"a fox,,,,,best\n"
        b",512x512,,,,\n"
        b"a fox,,,,,,,and more\n"
        b"a fox\n"
    )
    assert _problems(data) == [
        (2, "size_unreadable"), (3, "out_of_range"), (4, "batch_not_whole"), (5, "batch_not_number"),
        (6, "batch_quality"), (7, "prompt_empty"), (8, "batch_cells"), (9, None),
    ]  # fmt: skip


def test_json_lines_that_are_none() -> None:
    data = b'{"prompt": "a fox"}\n{"prompt": \n[1]\n{"prompt": 3}\n{"prompt": "a", "colour": 1}\n'
    data += b'{"prompt": "\\ud800"}\n{"prompt": "a", "seed": true}\n{"prompt": "a", "seed": 1e999}\n{"seed": 1}\n'
    assert [key for _, key in _problems(data)] == [
        None, "batch_not_json", "batch_not_json", "batch_not_words", "batch_unknown_column", "batch_not_words",
        "batch_not_whole", "batch_not_whole", "prompt_empty",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "batch_empty"),
        (b"prompt\n\n", "batch_empty"),
        (b"words\na fox\n", "batch_no_prompts"),
        (b"prompt,camera\na fox,x\n", "batch_unknown_column"),
        (b"prompt,seed,seed\na fox,1,2\n", "batch_column_twice"),
        (b'prompt\na fox\n"a hare\n', "batch_csv_broken"),
        (b"\x89PNG\r\n\x1a\n\xff\xff\x00", "batch_not_text"),
        (b"prompt\n" + b"a\n" * (MOST + 1), "batch_too_many"),
        (b"x" * (MOST_BYTES + 1), "batch_too_large"),
    ],
)
def test_files_that_are_no_batch(data: bytes, key: str) -> None:
    assert _refusal(data).key == key


def test_a_broken_csv_is_told_with_its_line() -> None:
    assert _refusal(b'prompt\na fox\n"a hare\n').facts["line"] == 3


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1), min_size=1, max_size=9)
)
def test_any_prompt_comes_back_from_json_lines(prompts: list[str]) -> None:
    data = "\n".join(json.dumps({"prompt": prompt}, ensure_ascii=False) for prompt in prompts).encode()
    rows = read_batch(data)
    assert len(rows) == len(prompts)
    for row, prompt in zip(rows, prompts, strict=True):
        assert row.problem or (row.job and row.job.prompt == prompt)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"{','.join(COLUMNS)}\n{text}".encode()))
def test_no_file_ends_in_anything_but_rows_or_an_error_of_ours(data: bytes) -> None:
    try:
        rows = read_batch(data)
    except InvalidInput:
        return
    assert all((row.job is None) != (row.problem is None) for row in rows)
