"""What the describer makes of real photographs: the nine questions of image understanding on ten of them, two languages.

Without ``--write`` the answers are printed; with it they stand in ``docs/reading-pictures.md``, between its two marks,
and beside each what is wrong with it, as somebody who looked at the photographs wrote it in ``WRONG``. Nothing is left
out because it is wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path

from skimage import data
from tests.photos import photos

from hwasil.core.picture import Picture
from hwasil.engine.look import Sight, describe_sights
from hwasil.i18n import LANGUAGES, Language, say, speaking

PAGE = Path("docs/reading-pictures.md")
BEGIN, END = "<!-- answers -->", "<!-- end of answers -->"
PHOTOS = ("astronaut", "coffee", "chelsea", "rocket", "motorcycle", "china", "flower", "hopper", "raccoon")

TASKS = ("caption", "detail", "category", "objects", "subject", "story", "emotion", "text", "translate")
CHOICES = {"en": "People, Food, Other", "ko": "사람, 음식, 기타"}
EMOTION = {"en": "What emotion are the people in this picture showing?", "ko": "이 사람들은 어떤 감정을 보이나요?"}

# What is wrong, by photograph and task, for whoever reads the table.
WRONG = {
    ("astronaut", "detail"): "no flag, no shuttle, no spacesuit",
    ("coffee", "objects"): "no spoon, no saucer",
    ("rocket", "caption"): "a space rocket",
    ("rocket", "detail"): "a space rocket",
    ("rocket", "objects"): "the rocket, its pad, the towers",
    ("rocket", "subject"): "a space rocket",
    ("rocket", "story"): "its hero is no missile",
    ("motorcycle", "detail"): "no scooter, no person",
    ("motorcycle", "objects"): "no scooter",
    ("china", "detail"): "no trees, no lake",
    ("china", "objects"): "the pavilion, trees, water",
    ("flower", "detail"): "no orange",
    ("flower", "objects"): "the flower",
    ("hopper", "detail"): "no uniform, no cap, no flag; the name tag reads COMO HOPPER",
    ("raccoon", "caption"): "right, but it is a raccoon",
    ("raccoon", "detail"): "a raccoon, and no cat",
    ("raccoon", "objects"): "a raccoon",
    ("raccoon", "subject"): "right, but it is a raccoon",
    ("page", "objects"): "text is no object to it",
}


def pictures() -> dict[str, Picture]:
    known = {name: photos()[name].picture for name in PHOTOS}
    return {**known, "page": Picture.from_pixels(data.page())}


def question(task: str, language: Language) -> str:
    if task == "emotion":
        return EMOTION[language]
    with speaking(language):
        return (
            say("look.ask.category_of", choices=CHOICES[language])
            if task == "category"
            else say(f"look.ask.{task}")
        )


def answers() -> dict[tuple[str, str, Language], str]:
    found: dict[tuple[str, str, Language], str] = {}
    for name, picture in pictures().items():
        sight = Sight(picture)
        for task in TASKS:
            for language in LANGUAGES:
                found[name, task, language] = describe_sights([sight], question(task, language))
    return found


def table(found: dict[tuple[str, str, Language], str]) -> str:
    lines = []
    for name in dict.fromkeys(name for name, _, _ in found):
        lines += [f"### {name}", "", "| task | English | 한국어 | wrong |", "|---|---|---|---|"]
        for task in TASKS:
            cells = [_cell(found[name, task, language]) for language in ("en", "ko")]
            lines.append(f"| {task} | {cells[0]} | {cells[1]} | {WRONG.get((name, task), '')} |")
        lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", "<br>")


def main() -> None:
    text = table(answers())
    if "--write" not in sys.argv[1:]:
        print(text)
        return
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
