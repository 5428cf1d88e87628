"""The illustrator: the embedded text-to-image engine. It composes licensed vector art; it is not a network."""
