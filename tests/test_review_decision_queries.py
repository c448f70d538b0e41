"""What reviews decided about accounts, as known on a day."""

from datetime import date

from lib.accounts.tables import Account
from lib.review.decision_queries import decisions_about_accounts
from lib.review.tables import Decision, Review
from lib.store.engine import Store
from tests.facts import put


def test_only_things_to_do_about_an_account_count(store: Store) -> None:
    put(
        store,
        Account(id=1, name="Acme"),
        Review(id=1, held_on=date(2025, 1, 6)),
        Review(id=2, held_on=date(2025, 2, 3)),
    )
    put(
        store, Decision(review_id=1, account_id=1, what="Call"), Decision(review_id=1, what="Tidy up"),
        Decision(review_id=1, account_id=1, kind="accepted risk", what="Wait"),
        Decision(review_id=2, account_id=1, what="Call again"),
    )  # fmt: skip
    found = decisions_about_accounts(store, date(2025, 1, 31))
    assert found["account_id"].tolist() == [1]
    assert found["day"].dt.date.tolist() == [date(2025, 1, 6)]
