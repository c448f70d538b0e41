"""What people do on the weekly review between two pauses, and how often: the mix of clicks of the load test."""

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.wire.screen import Screen
from tests.wire.shown import Widget

Click = Callable[[Screen, random.Random], BackMsg | None]
TABS = ("Agenda", "Agenda", "Decisions", "My week", "Past reviews")  # the agenda is where a meeting stays
ROWS = "rows_"


def another_tab(screen: Screen, dice: random.Random) -> BackMsg | None:
    """To one of the four tabs."""
    return _put(screen, _named(screen, "review_tab"), dice.choice(TABS))


def another_owner(screen: Screen, dice: random.Random) -> BackMsg | None:
    """One person's accounts, or everyone's again."""
    return _choose(screen, dice, "owner", "Everyone")


def another_sector(screen: Screen, dice: random.Random) -> BackMsg | None:
    """One sector, or all."""
    return _choose(screen, dice, "sector", "All sectors")


def another_day(screen: Screen, dice: random.Random) -> BackMsg | None:
    """How it stood one, two or four weeks ago; then back to the newest day."""
    widget = _named(screen, "as_of")
    if widget is None:
        return None
    newest = date.fromisoformat(widget.start[0])
    past = f"{widget.bound}=" in screen.query
    return _put(screen, widget, newest if past else newest - timedelta(weeks=dice.choice((1, 2, 4))))


def rows_behind(screen: Screen, dice: random.Random) -> BackMsg | None:
    """The rows behind one of the figures; whatever was open shuts."""
    boxes = [widget for widget in screen.widgets() if widget.kind == "popover" and widget.key.startswith(ROWS)]
    for box in boxes:
        screen.put(box, False)
    return _put(screen, dice.choice(boxes), True) if boxes else None


def an_item(screen: Screen, dice: random.Random) -> BackMsg | None:
    """Open the form of an item of the agenda, or put it away."""
    buttons = [w for w in screen.widgets() if w.kind == "button" and w.key.startswith(("decide_", "judge_"))]
    return _press(screen, dice.choice(buttons)) if buttons else None


def a_decision(screen: Screen, dice: random.Random) -> BackMsg | None:
    """Record a decision in the form that is open; where none is, open one."""
    words = [w for w in screen.widgets() if w.kind == "text_input" and w.form.startswith("entry_decide_")]
    if not words:
        return an_item(screen, dice)
    for widget in words:
        screen.put(widget, f"Call them before Friday, {dice.randrange(10_000)}")
    save = next(w for w in screen.widgets() if w.kind == "button" and w.form == words[0].form)
    return _press(screen, save)


# Of a hundred clicks of somebody who follows the meeting.
FOLLOWING: dict[Click, int] = {
    an_item: 30, another_tab: 20, rows_behind: 18, another_owner: 16, another_sector: 8, another_day: 8,
}  # fmt: skip
# One person writes down what is decided: every second time they click, a decision.
KEEPING: dict[Click, int] = {a_decision: 80, another_tab: 20}


def next_click(screen: Screen, dice: random.Random, mix: Mapping[Click, int]) -> tuple[str, BackMsg]:
    """A click from a mix that can be made on what is shown now, by its name; else the page is loaded once more."""
    kinds = list(mix)
    for _ in range(20):
        click = dice.choices(kinds, weights=[mix[kind] for kind in kinds])[0]
        if (message := click(screen, dice)) is not None:
            return click.__name__.replace("_", " "), message
    return "the page again", screen.rerun()


def _named(screen: Screen, key: str) -> Widget | None:
    return next((widget for widget in screen.widgets() if widget.key == key), None)


def _choose(screen: Screen, dice: random.Random, key: str, everything: str) -> BackMsg | None:
    widget = _named(screen, key)
    if widget is None:
        return None
    narrowed = f"{widget.bound}=" in screen.query
    return _put(screen, widget, everything if narrowed else dice.choice(widget.options[1:8]))


def _put(screen: Screen, widget: Widget | None, value: object) -> BackMsg | None:
    if widget is None:
        return None
    screen.put(widget, value)
    return screen.rerun(widget.fragment)


def _press(screen: Screen, widget: Widget) -> BackMsg:
    screen.press(widget)
    return screen.rerun(widget.fragment)
