"""What proves an identity, and what does not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.signin.configured import Settings
from lib.signin.proving import LONGEST, NotSignedIn, from_claims, from_proxy, same_secret
from lib.store.actors import SignInRefused
from tests.signin_cases import SECRET

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
GOOD: dict[str, Any] = {"is_logged_in": True, "email": "Ann@Firm.example", "iat": NOW.timestamp() - 60}


def test_a_sign_in_of_this_morning_proves_its_address_in_small_letters() -> None:
    proven = from_claims(GOOD, NOW)
    assert (proven.email, proven.since) == ("ann@firm.example", NOW - timedelta(minutes=1))


@pytest.mark.parametrize(
    "changed",
    [
        {"is_logged_in": False}, {"is_logged_in": "true"}, {"is_logged_in": 1}, {"iat": None}, {"iat": "1763629200"},
        {"iat": True}, {"iat": 1e300}, {"iat": (NOW - LONGEST).timestamp() - 1}, {"iat": NOW.timestamp() + 400},
    ],
)  # fmt: skip
def test_a_sign_in_that_is_none_or_too_old_asks_to_sign_in(changed: dict[str, Any]) -> None:
    with pytest.raises(NotSignedIn):
        from_claims(GOOD | changed, NOW)


@pytest.mark.parametrize(
    "changed",
    [
        {"email_verified": False}, {"email_verified": None}, {"email_verified": "no"}, {"email": ""}, {"email": None},
        {"email": ["ann@firm.example"]}, {"email": "ann"}, {"email": "a@b@c"}, {"email": "ann@firm.example\nx"},
        {"email": "ann@firm.example x"}, {"email": "mar\u212a@firm.example"}, {"email": "a" * 300 + "@firm.example"},
    ],
)  # fmt: skip
def test_an_address_that_is_not_proven_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(SignInRefused):
        from_claims(GOOD | changed, NOW)


def test_nothing_at_all_is_nobody() -> None:
    with pytest.raises(NotSignedIn):
        from_claims({}, NOW)


@pytest.mark.parametrize("secrets", [[], [""], [SECRET[:-1]], [SECRET + " "], [SECRET, SECRET], ["wrong", SECRET]])
def test_a_header_counts_only_beside_the_proxys_one_secret(secrets: list[str]) -> None:
    settings = Settings(mode="proxy", proxy_secret=SECRET)
    assert from_proxy(settings, {"email": "ann@firm.example"}, [SECRET], NOW).email == "ann@firm.example"
    with pytest.raises(SignInRefused):
        from_proxy(settings, {"email": "ann@firm.example"}, secrets, NOW)


def test_a_proxy_that_names_nobody_lets_nobody_in() -> None:
    with pytest.raises(SignInRefused):
        from_proxy(Settings(mode="proxy", proxy_secret=SECRET), {"email": None}, [SECRET], NOW)


@given(st.text(), st.text())
def test_secrets_are_the_same_only_if_they_are_equal_and_there(one: str, two: str) -> None:
    assert same_secret(one, two) is (one == two and two != "")
