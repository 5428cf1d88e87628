"""Batch: many prompts at once, from a file or from one prompt with many values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.jobs import Aspect, TextToImage
from hwasil.i18n import say
from hwasil.studio.batch import MOST, Row, count_of, limited, planned, price_of
from hwasil.studio.batch_file import MOST_BYTES, read_batch
from hwasil.studio.batch_template import expanded, names_in
from hwasil.web import sets, shared
from hwasil.web.components.controls import number_or_none, one_of, size_input, style_input
from hwasil.web.components.empty import empty_state
from hwasil.web.components.make_button import Press, make_button, press
from hwasil.web.components.plain import plain
from hwasil.web.components.price import price_words
from hwasil.web.components.set_area import set_area
from hwasil.web.components.target_input import target_input
from hwasil.web.components.told import told
from hwasil.web.language import spoken
from hwasil.web.targets import LOCAL, Target

PAGE: Final = "batch"
_TEMPLATE: Final = "batch.template"
_FILE: Final = "batch.file"  # the bytes of the file that was given, two megabytes at most
_MODES: Final = ("template", "file")
_COUNTS: Final = (1, 2, 4)
_EXAMPLES: Final = ("seasons", "animals", "styles")
_TABLE: Final = 420  # pixels
_ROW: Final = 35
_TOLD: Final = 5  # rows whose trouble is told above the table, which shows all


def show() -> None:
    """Draw the page."""
    controls, results = st.columns([1, 1.75], gap="large")
    rows: tuple[Row, ...] = ()
    with controls, st.container(key="controls"):
        try:
            rows = _controls()
        except HwasilError as problem:
            Press("batch.make").take()
            told(problem)
    with results:
        if rows:
            _preview(rows)
        set_area(PAGE, lambda: _invite(rows))


def _controls() -> tuple[Row, ...]:
    """Let a batch be written, and asked for; return its rows."""
    mode = one_of(say("web_batch.mode.label"), _MODES, key="batch.mode", text="web_batch.mode", labelled=False)
    target = target_input(TextToImage, key="batch.target")
    rows = _rows_of_file() if mode == "file" else _rows_of_template(target)
    rows = planned(shared.studio(), rows, backend=target.backend, model=target.model)
    pressed = make_button(
        say("web_batch.make", count=count) if (count := count_of(rows)) else say("web_batch.make_none"),
        key="batch.make",
        icon=":material/brush:",
    )
    jobs = [row.job for row in rows if row.plan and row.job]
    if rows:
        price = plain(price_words(price_of(rows)))
        local = target.backend == LOCAL  # named above already, and by a name that a person knows
        st.caption(price if local else say("web.price.line", price=price, model=plain(target.model)))
    if pressed.take():
        if not jobs:
            raise _missing(mode)
        sets.ask(jobs, page=PAGE, backend=target.backend, model=target.model)
    return rows


def _rows_of_file() -> tuple[Row, ...]:
    """Ask for a file and read it. Raises InvalidInput."""
    with st.container(key="batch_file"):
        # Streamlit's button says what the style sheet says; here it is no picture that is chosen.
        words = f'--hw-choose-file: "{say("web_batch.choose")}"; --hw-or-drop: "{say("web_batch.drop")}";'
        st.html(f"<style>.st-key-batch_file {{ {words} }}</style>")
        given = st.file_uploader(
            say("web_batch.file"),
            ["csv", "jsonl", "ndjson", "txt", "tsv"],
            key="batch.upload",
            max_upload_size=MOST_BYTES // 1_000_000,
            on_change=_forget_file,
        )
    if given is not None:
        st.session_state[_FILE] = given.getvalue()
    st.caption(say("web_batch.columns", limit=MOST))
    st.download_button(
        say("web_batch.sample"),
        say("web_batch.sample_csv").encode("utf-8-sig"),
        file_name="hwasil-batch.csv",
        mime="text/csv",
        key="batch.sample",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )
    data = st.session_state.get(_FILE)
    return () if data is None else read_batch(data)


def _rows_of_template(target: Target) -> tuple[Row, ...]:
    """Let a prompt with places for values be written, and the values. Raises InvalidInput."""
    template = st.text_area(
        say("web_batch.template"),
        key=_TEMPLATE,
        height=96,
        placeholder=say("web_batch.template_example"),
        persist_state="session",
    )
    st.caption(plain(say("web_batch.template_words")))
    names = names_in(template)
    values = {name: _values(name) for name in names}
    limits = shared.studio().backend(target.backend).limits(target.model)
    size = size_input(limits, key="batch.size")
    count = one_of(say("web_batch.count"), _COUNTS, key="batch.count")
    with st.expander(say("web_batch.more"), icon=":material/tune:"):
        style = style_input(limits, key="batch.style")
        negative = st.text_input(say("web_batch.negative"), key="batch.negative", persist_state="session")
        seed = number_or_none(say("web_batch.seed"), key="batch.seed", placeholder=say("web_batch.seed_drawn"))
    if not template.strip() or not all(values.values()):
        return ()
    wishes: dict[str, Any] = {"count": count, "style": style, "negative": negative.strip() or None, "seed": seed}
    wishes |= {"aspect" if isinstance(size, Aspect) else "size": size}
    prompts = expanded(template, values)
    return limited([Row.of(line, prompt, wishes) for line, prompt in enumerate(prompts, start=1)])


def _values(name: str) -> list[str]:
    """Let the values of a name be written, one a line or between commas."""
    written = st.text_area(
        say("web_batch.values", name=plain(name)),
        key=f"batch.values.{name}",
        height=80,
        placeholder=say("web_batch.values_example"),
        persist_state="session",
    )
    return _split(written)


def _split(written: str) -> list[str]:
    return [value.strip() for value in written.replace(",", "\n").splitlines() if value.strip()]


def _missing(mode: str) -> InvalidInput:
    """Return what a batch lacks of which no picture can be made."""
    template = st.session_state.get(_TEMPLATE, "")
    if mode == "file":
        return InvalidInput("batch_empty")
    if not template.strip():
        return InvalidInput("prompt_empty")
    without = [name for name in names_in(template) if not _split(st.session_state[f"batch.values.{name}"])]
    return InvalidInput("batch_no_values", name=without[0]) if without else InvalidInput("batch_empty")


def _preview(rows: Sequence[Row]) -> None:
    """Show what would be made, row by row, with what each costs and what is wrong with it."""
    wrong = [row for row in rows if row.problem]
    title = say("web_batch.preview", rows=len(rows), pictures=count_of(rows), price=price_words(price_of(rows)))
    with st.expander(plain(title), expanded=f"{PAGE}.set" not in st.session_state, icon=":material/table_rows:"):
        if wrong:
            said = [say("web_batch.wrong", count=len(wrong)), *(_trouble(row) for row in wrong[:_TOLD])]
            st.warning("\n\n".join(said), icon=":material/warning:")
        columns = {
            name: say(f"web_batch.column.{name}") for name in ("line", "prompt", "pictures", "price", "state")
        }
        table = [
            dict(zip(columns.values(), _cells(row), strict=True))
            # What is wrong comes first: it is what has to be looked at.
            for row in sorted(rows, key=lambda row: row.problem is None)
        ]
        height = min(_TABLE, _ROW * (len(table) + 1) + 2)
        st.dataframe(
            table,
            hide_index=True,
            height=height,
            key="batch.table",
            column_config={
                columns["line"]: st.column_config.NumberColumn(width=50),
                columns["prompt"]: st.column_config.TextColumn(width=260),
                columns["pictures"]: st.column_config.NumberColumn(width=70),
                columns["price"]: st.column_config.TextColumn(width=70),
                columns["state"]: st.column_config.TextColumn(width=150),
            },
        )


def _trouble(row: Row) -> str:
    reason = f"{row.problem.message} {row.problem.hint}" if row.problem else ""
    return plain(say("web_batch.trouble", line=row.line, reason=reason))


def _cells(row: Row) -> tuple[object, ...]:
    if row.plan is None:
        return row.line, row.prompt, 0, "–", row.problem.message if row.problem else ""
    changed = say("web_batch.changed") if row.plan.adjusted or row.plan.dropped else say("web_batch.ready")
    return row.line, row.prompt, row.plan.count, price_words(row.plan.price), changed


def _invite(rows: Sequence[Row]) -> None:
    if not rows:
        examples = [say(f"web_batch.example.{name}") for name in _EXAMPLES]
        empty_state(PAGE, examples, _take_example)


def _forget_file() -> None:
    """Let go of the file before: another was chosen, or it was taken away."""
    st.session_state.pop(_FILE, None)


@spoken
def _take_example(example: str) -> None:
    st.session_state[_TEMPLATE] = example
    st.session_state["batch.mode"] = "template"
    press("batch.make")
