"""Targets and growth drawn: what stands in the picture and in the charts."""

from base64 import b64decode
from datetime import date

import pandas as pd

from lib.growth.target_charts import GREEN, GREY, VERMILION, bullet, course, revenue_by_quarter


def drawn(address: str) -> str:
    return b64decode(address.removeprefix("data:image/svg+xml;base64,")).decode()


def test_a_bullet_is_coloured_by_its_standing_and_ticked_where_it_should_be() -> None:
    assert VERMILION in drawn(bullet(0.5, 0.8, "behind", dark=False))
    assert GREEN in drawn(bullet(0.9, 0.8, "ahead", dark=True))
    assert GREY in drawn(bullet(0.1, None, "cannot be told", dark=False))
    assert drawn(bullet(0.5, 0.5, "on pace", False)).count("<rect") == 3
    assert drawn(bullet(0.5, None, "reached", False)).count("<rect") == 2


def test_a_bullet_stays_in_its_place_however_far_beyond_the_target() -> None:
    assert drawn(bullet(17.0, 3.0, "reached", False)) == drawn(bullet(1.0, 1.0, "reached", False))
    assert drawn(bullet(-2.0, 0.0, "behind", False)) == drawn(bullet(0.0, 0.0, "behind", False))


def test_the_course_shows_both_lines_their_names_and_the_goal() -> None:
    frame = pd.DataFrame({"day": [date(2026, 1, 1), date(2026, 2, 1)], "so_far": [1.0, None], "expected": [0.0, 2.0]})
    assert len(course(frame, 3.0, "EUR", dark=False).to_dict()["layer"]) == 5
    assert len(course(frame, None, "EUR", dark=True).to_dict()["layer"]) == 4


def test_quarters_name_only_the_kinds_there_are() -> None:
    frame = pd.DataFrame(
        {"quarter": ["Q1 2026"], "kind": ["existing clients"], "amount": [5.0], "so_far": [False], "said": ["+3 %"]}
    )
    made = revenue_by_quarter(frame, "EUR", dark=False).to_dict()
    assert made["layer"][0]["encoding"]["color"]["scale"]["domain"] == ["existing clients"]
