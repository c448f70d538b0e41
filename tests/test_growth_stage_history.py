"""Stays in stages: how long, until what, and what an open deal tells of it."""

from datetime import date

import numpy as np

from lib.days import number
from lib.growth.stage_history import LOST, OPEN, WON, Stays, as_they_stood, in_stage_days, stays
from tests.forecast_cases import OFFER, STAGES, TALKS, decided_frame, entries_frame, open_frame
from tests.forecast_cases import WON as WON_STAGE

AS_OF = date(2026, 6, 30)
DECIDED = [
    {"id": 1, "won": True, "closed_on": date(2026, 3, 31), "kind": "renewal"},
    {"id": 2, "won": False, "closed_on": date(2026, 3, 1), "kind": "expansion"},
]
OPENED = [{"id": 3, "stage_id": OFFER, "in_stage_on": date(2026, 6, 10)}]
ENTRIES = [
    (1, TALKS, date(2026, 2, 1)), (1, OFFER, date(2026, 3, 3)), (1, WON_STAGE, date(2026, 3, 31)),
    (2, TALKS, date(2026, 2, 20)), (3, TALKS, date(2026, 5, 31)), (3, OFFER, date(2026, 6, 10)),
]  # fmt: skip


def history(entries: list[tuple[int, int, date]] = ENTRIES) -> Stays:
    return stays(entries_frame(entries), open_frame(OPENED), decided_frame(DECIDED), STAGES, AS_OF)


def test_a_stay_lasts_until_the_next_stage_and_counts_on_until_the_deal_is_decided() -> None:
    found = history()
    assert found.deal.tolist() == [0, 0, 1, 2, 2]
    assert found.stage.tolist() == [TALKS, OFFER, TALKS, TALKS, OFFER]
    assert found.stayed.tolist() == [30, 28, 9, 10, 20]
    assert found.days.tolist() == [58, 28, 9, 30, 20]


def test_open_deals_are_followed_until_the_day_and_no_longer() -> None:
    found = history()
    assert found.outcome.tolist() == [WON, WON, LOST, OPEN, OPEN]
    assert found.renewal.tolist() == [True, True, False, False, False]


def test_what_was_before_the_first_decision_on_record_is_not_taken_as_seen() -> None:
    # The first decision is of 1 March: of a deal begun on 1 February the first 28 days tell nothing.
    assert history().records_from == number(date(2026, 3, 1))
    assert history().seen_from.tolist() == [28, 0, 9, 0, 0]


def test_entries_after_the_decision_and_deals_decided_on_an_unknown_day_teach_nothing() -> None:
    decided = decided_frame([*DECIDED, {"id": 4, "won": True}])
    entries = entries_frame([*ENTRIES, (2, OFFER, date(2026, 4, 1)), (4, TALKS, date(2026, 4, 1))])
    assert len(stays(entries, open_frame(OPENED), decided, STAGES, AS_OF)) == len(history())


def test_a_later_decision_is_not_known_yet() -> None:
    decided = decided_frame([*DECIDED, {"id": 3, "won": True, "closed_on": date(2026, 7, 20)}])
    found = stays(entries_frame(ENTRIES), open_frame(OPENED), decided, STAGES, AS_OF)
    assert found.outcome.tolist() == history().outcome.tolist()


def test_deals_as_they_stood_on_an_earlier_day_count_from_that_day() -> None:
    found = as_they_stood(history(), [number(date(2026, 3, 5)), number(date(2026, 6, 5)), number(date(2026, 2, 5))])
    # On 5 March deal 1 was two days in offers; on 5 June deal 3 five days in talks; in February nothing was on record.
    assert (found.deal.tolist(), found.stage.tolist()) == ([0, 2], [OFFER, TALKS])
    assert (found.stayed.tolist(), found.days.tolist()) == ([2, 5], [26, 25])
    assert found.outcome.tolist() == [WON, OPEN]


def test_no_earlier_day_gives_no_stay() -> None:
    assert len(as_they_stood(history(), [])) == 0


def test_days_in_the_stage_are_unknown_without_a_dated_entry() -> None:
    deals = open_frame([*OPENED, {"id": 9, "stage_id": TALKS}])
    assert np.array_equal(in_stage_days(deals, AS_OF), [20, -1])
