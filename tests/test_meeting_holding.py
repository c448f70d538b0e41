"""An agenda made anew keeps the words of what was decided on."""

from dataclasses import replace
from datetime import date

from lib.agenda.counting import agenda_items, late_items
from lib.agenda.items import Agenda, Item, Part
from lib.meeting.holding import holding
from lib.review.frozen import FrozenItem

ACME, BOLT = 1, 2
NAMES = {ACME: "Acme", BOLT: "Bolt"}
RED = Item(
    "at risk", ACME, None, "Acme is Red: nobody called for 40 days.", 2.0, (("Score", "41"),), "health", {}, True
)
ENDS = Item("at risk", BOLT, None, "Bolt's contract ends.", 1.0)


def agenda(*items: Item, more: int = 0) -> Agenda:
    told = Part("at risk", "At risk", items, more, "" if items else "Nobody is at risk.")
    return Agenda(
        date(2026, 9, 14), date(2026, 9, 7), True, "Since 7 Sep.", (told, Part("wins", "Wins", (), 0, "None."))
    )


def written(words: str, account: int | None = ACME) -> FrozenItem:
    return FrozenItem(9, 1, "at risk", account, None, words, (("Score", "38"),))


def held(found: Agenda, *items: FrozenItem, inside: bool = True) -> list[Item]:
    return list(holding(found, items, NAMES, lambda _: inside).parts[0].items)


def test_an_item_decided_on_keeps_its_words_figures_and_place() -> None:
    before = written("Acme is Red: nobody called for 33 days.")
    assert held(agenda(RED, ENDS), before) == [replace(RED, words=before.words, figures=before.figures), ENDS]
    assert held(agenda(RED, ENDS), written(RED.words)) == [RED, ENDS]


def test_what_nothing_tells_of_any_more_follows_its_part() -> None:
    gone = written("Cole left.", None)
    added = held(agenda(RED), gone)
    assert [one.words for one in added] == [RED.words, "Cole left."]
    assert held(agenda(RED), gone, inside=False) == [RED]
    made = holding(agenda(), [written("Acme was Red.")], NAMES, lambda _: True).parts[0]
    assert (made.empty_words, made.items[0].query) == ("", {"account": "Acme"})


def test_two_items_of_one_client_are_not_mistaken_for_each_other() -> None:
    again = replace(RED, words="Acme's contract ends.")
    before = written("Acme was Red.")
    assert [one.words for one in held(agenda(RED, again), before)] == [RED.words, again.words, "Acme was Red."]


def test_items_told_late_and_only_counted_are_counted_apart() -> None:
    found = agenda(RED, ENDS, more=3)
    counted = agenda_items(found)
    assert (counted.value, counted.base, counted.note) == (2, 5, "and 3 more that are only counted")
    assert late_items(found) == 1
    assert agenda_items(agenda()).value == 0
