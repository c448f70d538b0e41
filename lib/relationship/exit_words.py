"""What was said in an exit interview: free words, then the answers to what is always asked, a line each."""

from dataclasses import dataclass, fields

# Kept as lines of the interview's words: "Would they come back: perhaps".
ASKED = {
    "changed": "What would have changed it",
    "back": "Would they come back",
    "refer": "Would they refer us",
}
ANSWERS = ("yes", "perhaps", "no")


@dataclass(frozen=True)
class Told:
    """What was said; `back` and `refer` are one of ANSWERS. None: not asked, or nothing said."""

    words: str | None = None
    changed: str | None = None
    back: str | None = None
    refer: str | None = None


def as_text(told: Told) -> str | None:
    """What is kept of an interview; None where nothing was said."""
    answers = [f"{label}: {value}" for name, label in ASKED.items() if (value := getattr(told, name))]
    return "\n".join([*([told.words] if told.words else []), *answers]) or None


def from_text(text: str | None) -> Told:
    """What was said, from what is kept; words written in any other way are free words."""
    found: dict[str, str] = {}
    free = [line for line in (text or "").splitlines() if not _answered(line, found)]
    return Told(words="\n".join(free).strip() or None, **found)


def _answered(line: str, found: dict[str, str]) -> bool:
    label, _, value = line.partition(": ")
    name = next((one.name for one in fields(Told) if ASKED.get(one.name) == label), None)
    if name is None or not value.strip() or (name != "changed" and value.strip() not in ANSWERS):
        return False
    found[name] = value.strip()
    return True
