"""Stored text on its way to the screen: shown exactly as it was written, never as Markdown or a link."""

import re

# Streamlit makes links of bare addresses after Markdown's marks are undone: an unseen joiner takes them apart.
_ADDRESSES = re.compile(r"(?i)(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=[-\w])")
JOINER = "\u2060"
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@/=^%\"'])")


def plain(text: object) -> str:
    """Stored text with every mark of Markdown and every address made inert, on one line.

    Everything a client or colleague typed passes through here before it stands in a Markdown element: an image
    written into an account's name would otherwise make every reader's browser ask a stranger's server.
    """
    return _MARKS.sub(r"\\\1", _ADDRESSES.sub(JOINER, " ".join(str(text).split())))
