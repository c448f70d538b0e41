"""A sign-in that nobody uses ends; looking at an open page is no use."""

from datetime import UTC, datetime, timedelta

import pytest

from lib.signin.proving import LONGEST, Identity, NotSignedIn
from lib.signin.resting import IDLE, MOST, note

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ANN = Identity("ann@firm.example", NOW)
MINUTE = timedelta(minutes=1)


def test_a_sign_in_that_is_used_goes_on() -> None:
    seen: dict[Identity, datetime] = {}
    for half_hours in range(20):
        note(seen, ANN, NOW + half_hours * 30 * MINUTE, at_work=True)


def test_an_open_page_that_only_looks_whether_it_may_stay_does_not_keep_it_alive() -> None:
    seen: dict[Identity, datetime] = {}
    note(seen, ANN, NOW, at_work=True)
    for minutes in range(1, 121):
        note(seen, ANN, NOW + minutes * MINUTE, at_work=False)
    with pytest.raises(NotSignedIn, match="Nobody used this sign-in"):
        note(seen, ANN, NOW + IDLE + MINUTE, at_work=False)


def test_a_copied_cookie_in_another_window_has_rested_as_long() -> None:
    seen = {ANN: NOW}
    with pytest.raises(NotSignedIn):
        note(seen, Identity(ANN.email, ANN.since), NOW + IDLE + MINUTE, at_work=True)
    note(seen, Identity(ANN.email, NOW + IDLE), NOW + IDLE + MINUTE, at_work=True)  # signed in again


def test_what_is_over_anyway_is_not_remembered_for_ever() -> None:
    seen = {Identity(f"{number}@firm.example", NOW): NOW for number in range(MOST)}
    later = Identity(ANN.email, NOW + LONGEST)
    note(seen, later, NOW + LONGEST + MINUTE, at_work=True)
    assert list(seen) == [later]
