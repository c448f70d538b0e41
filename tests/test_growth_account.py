"""The opportunities of one account as they were known on a day."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pandas as pd
import pytest

from lib.growth.account_figures import as_known
from lib.growth.account_queries import account_opportunities, declines, stages_entered
from lib.growth.actions import edit_opportunity
from lib.growth.closing_actions import win
from lib.periods import today
from lib.store.engine import Store
from tests.client_facts import AS_OF, acme, on
from tests.facts import put
from tests.lying_rows import LOG, logged_at


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, *acme())
    return store


def known(store: Store, day: str) -> pd.DataFrame:
    return known_on(store, on(day))


def known_on(store: Store, as_of: date) -> pd.DataFrame:
    return as_known(account_opportunities(store, 1, as_of), stages_entered(store, 1, as_of), as_of).set_index("id")


def test_what_closed_later_is_open_in_the_stage_it_was_in_at_what_was_known_then(filled: Store) -> None:
    then, now = known(filled, "09-30").loc[2], known(filled, "10-01").loc[2]
    assert (then["outcome"], then["stage"], then["value_cents"]) == ("open", "Offer", 250_000)
    assert then["at_list_price"]
    assert pd.isna(then["closed_on"])
    assert (now["outcome"], now["stage"], now["value_cents"]) == ("won", "Won", 300_000)
    assert known(filled, "07-01").loc[2]["stage"] == "Talking"


def test_ages_count_from_opening_and_from_entering_the_stage(filled: Store) -> None:
    found = known(filled, "11-20").loc[1]
    assert (found["age_days"], found["stage_days"], found["stage"]) == (80, 36, "Offer")
    assert known(filled, "10-14").loc[1]["stage"] == "Talking"


def test_a_next_step_is_overdue_from_the_day_after_its_date(filled: Store) -> None:
    assert not known(filled, "11-01").loc[1]["step_overdue"]
    assert known(filled, "11-02").loc[1]["step_overdue"]


def test_what_is_not_opened_yet_is_not_known_and_the_lost_keep_their_words(filled: Store) -> None:
    assert known(filled, "05-31").index.tolist() == [3]
    assert known(filled, "05-31").loc[3][["outcome", "loss_reason", "loss_words"]].tolist() == [
        "lost", "Price", "Too dear",
    ]  # fmt: skip
    assert account_opportunities(filled, 2, AS_OF).empty


def test_a_declined_service_keeps_their_words_and_until_when(filled: Store) -> None:
    assert declines(filled, 1, on("04-30")).empty
    assert declines(filled, 1, AS_OF)[["service", "words"]].to_numpy().tolist() == [["Build", "Not now"]]


def test_a_past_day_shows_what_was_asked_before_somebody_changed_or_won_it(filled: Store) -> None:
    edit_opportunity(filled, "Ann", 1, {"version": 1, "amount_cents": None}, {"amount_cents": 90_000}, "one")
    later = today()
    win(filled, "Ann", 1, 2, later, 70_000, "two")
    noon = datetime.combine(later, time(12), UTC)
    logged_at(filled, noon - timedelta(5), LOG.c.action == "edit opportunity")
    asked: dict[int, Any] = {ago: known_on(filled, later - timedelta(ago)).loc[1] for ago in (0, 1, 5, 6)}
    assert [asked[ago]["outcome"] for ago in (0, 1)] == ["won", "open"]
    assert [asked[ago]["value_cents"] for ago in (0, 1, 5)] == [70_000, 90_000, 90_000]
    assert asked[6]["value_cents"] != 90_000
