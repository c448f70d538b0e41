"""Stored text on its way to the screen: shown exactly as it was written, never as Markdown or a link."""

import re

# Streamlit makes links of bare addresses, arrows of -> and -- and its picture of :streamlit: after Markdown's marks are
# undone: an unseen joiner takes them apart.
_JOINED = re.compile(
    r"(?i)(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=[-\w])"
    r"|(?<=:)(?=streamlit:)|(?<=(?<!\S)[-<>~])(?=(?:->|[-=>])(?!\S))"
)
JOINER = "\u2060"
# Marks that turn the direction of all that follows: a name holding one would mirror the sentence it stands in.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&@/=^%\"'])")


def plain(text: object) -> str:
    """Stored text with every mark of Markdown and every address made inert, on one line.

    Everything a client or colleague typed passes through here before it stands in a Markdown element: an image
    written into an account's name would otherwise make every reader's browser ask a stranger's server.
    """
    line = _TURNING.sub("", " ".join(str(text).split()))
    return _MARKS.sub(r"\\\1", _JOINED.sub(JOINER, line))
