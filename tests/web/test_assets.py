"""Several JavaScript modules made into the one that Streamlit takes."""

from __future__ import annotations

import re

from tests.tree import SOURCE

from hwasil.web.components.assets import joined
from hwasil.web.components.mask_editor.editor import SCRIPTS

FOLDER = SOURCE / "web" / "components" / "mask_editor"


def test_what_modules_import_from_each_other_is_at_hand() -> None:
    one = 'export const FIVE = 5;\nexport class Six {}\nconst hidden = "export";\n'
    two = 'import { FIVE } from "./one.js";\nexport default function () {\n  return FIVE;\n}\n'
    assert joined([one, two]) == (
        'const FIVE = 5;\nclass Six {}\nconst hidden = "export";\n\nexport default function () {\n  return FIVE;\n}\n'
    )


def test_every_module_of_the_mask_editor_uses_only_those_before_it() -> None:
    before: set[str] = set()
    names: list[str] = []
    for script in SCRIPTS:
        text = (FOLDER / f"{script}.js").read_text("utf-8")
        assert set(re.findall(r'from "\./(\w+)\.js"', text)) <= before, script
        before.add(script)
        # Joined, they share one scope.
        names += re.findall(r"^(?:export )?(?:const|let|class|function) (\w+)", text, re.MULTILINE)
    assert before == {file.stem for file in FOLDER.glob("*.js")}
    assert len(names) == len(set(names))
