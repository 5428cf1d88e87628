"""A mask painted over a picture in the browser: `editor` is the component, `exchange` what goes to it and fro."""

from hwasil.web.components.mask_editor.editor import give, given_on_its_way, holds_given, mask_editor, settle
from hwasil.web.components.mask_editor.exchange import Asked, How

__all__ = ["Asked", "How", "give", "given_on_its_way", "holds_given", "mask_editor", "settle"]
