"""Who must be there when something went wrong, by severity."""

import pytest

from lib.accounts.profile_queries import Identity
from lib.ui.account_escalations import involved

ACME = Identity(1, "Acme", None, None, None, None, 1, "Ann", None, "Max")


@pytest.mark.parametrize(
    ("severity", "words"),
    [
        (1, "the account's owner (Ann)"),
        (2, "the account's owner (Ann) and whoever does the work"),
        (3, "the account's owner (Ann) and the owner's manager (Max)"),
        (4, "the account's owner (Ann), the owner's manager (Max) and the firm's management"),
    ],
)
def test_the_more_severe_the_further_up(severity: int, words: str) -> None:
    assert involved(severity, ACME) == words


def test_nobody_is_named_who_is_not_known() -> None:
    assert involved(3, ACME._replace(owner=None, manager=None)) == "the account's owner and the owner's manager"
