"""States of cells, declines that stand, sectors: pure functions of small frames."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.growth.whitespace_charts import grid, sector_grid
from lib.growth.whitespace_figures import STATES, cell_states, deal_words, ownership, sector_shares, standing_declines

TODAY = date(2026, 6, 30)
days = st.integers(-400, 400).map(lambda number: TODAY + timedelta(number))
waits = st.tuples(days.filter(lambda day: day <= TODAY), st.none() | days).filter(
    lambda said: said[1] is None or said[1] >= said[0]
)


def declines(*said: tuple[date, date | None], words: str | None = None) -> pd.DataFrame:
    """Of one account and service, in the order they were said."""
    ordered = sorted(said, key=lambda row: row[0])
    return pd.DataFrame(
        {
            "account_id": 1, "service_id": 1,
            "declined_on": pd.to_datetime([day for day, _ in ordered]),
            "not_before_on": pd.to_datetime(pd.Series([until for _, until in ordered], dtype="object")),
            "words": words,
        }
    )  # fmt: skip


def test_the_first_state_that_holds_decides() -> None:
    masks = np.array([[bool(number >> bit & 1) for bit in range(4)] for number in range(16)])
    expected = [next((STATES[at] for at in range(4) if row[at]), "gap") for row in masks]
    assert list(cell_states(*masks.T)) == expected


@given(st.lists(waits, min_size=1, max_size=5, unique_by=lambda said: said[0]))
def test_a_decline_stands_while_any_asks_to_wait_or_the_newest_gives_no_date(
    said: list[tuple[date, date | None]],
) -> None:
    newest = max(said, key=lambda row: row[0])[1]
    waiting = [until for _, until in said if until is not None and until > TODAY]
    found = standing_declines(declines(*said), TODAY)
    assert len(found) == (1 if waiting or newest is None else 0)
    if len(found):
        until = found["not_before_on"].iloc[0]
        assert pd.isna(until) if newest is None else until == pd.Timestamp(max(waiting))


@given(waits, st.integers(0, 800))
def test_no_day_before_its_date_is_free_to_ask(said: tuple[date, date | None], later: int) -> None:
    day = said[0] + timedelta(later)
    free = standing_declines(declines(said), day).empty
    assert free == (said[1] is not None and said[1] <= day)


def cells() -> pd.DataFrame:
    rows = [
        (1, 1, "media", "Audit", "owned"), (1, 2, "media", "Brand", "gap"), (2, 1, "media", "Audit", "pipeline"),
        (2, 2, "media", "Brand", "owned"), (3, 1, "retail", "Audit", "gap"), (4, 1, None, "Audit", "owned"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["account_id", "service_id", "sector", "service", "state"])


def test_sectors_count_their_owners_over_all_their_clients() -> None:
    told = sector_shares(cells()).to_numpy().tolist()
    assert told == [["media", "Audit", 1, 2], ["media", "Brand", 1, 2], ["retail", "Audit", 0, 1]]


def test_ownership_is_a_matrix_of_accounts_by_services() -> None:
    owns, accounts, services = ownership(cells())
    assert owns.tolist() == [[True, False], [False, True], [False, False], [True, False]]
    assert (accounts.tolist(), services.tolist()) == ([1, 2, 3, 4], [1, 2])


def test_several_deals_are_told_with_their_number_each_stage_once() -> None:
    deals = pd.DataFrame({"account_id": 1, "service_id": [1, 2, 2, 2], "stage": [None, "Talk", "Offer", "Talk"]})
    assert deal_words(deals).tolist() == ["no stage", "3 open deals: Talk, Offer"]


def test_the_grid_says_its_states_in_words_and_lets_a_cell_be_chosen() -> None:
    frame = cells().rename(columns={"sector": "row"}).assign(shown="x", told="y")
    spec = grid(
        frame, ["media", "retail"], ["Audit", "Brand"], {"owned": "owned 2", "gap": "gap 2"}, dark=False
    ).to_dict()
    assert "'owned': 'owned 2'" in spec["layer"][0]["encoding"]["color"]["legend"]["labelExpr"]
    assert spec["params"][0]["name"] == "cell"
    assert spec["params"][0]["select"]["fields"] == ["row", "service"]


def test_sectors_stand_by_name() -> None:
    frame = pd.DataFrame({"row": ["retail", "media"], "service": "Audit", "share": 0.5, "shown": "1 of 2", "told": ""})
    spec = sector_grid(frame, ["Audit"], dark=True).to_dict()
    assert spec["layer"][0]["encoding"]["y"]["sort"] == ["media", "retail"]
