"""The Renewals tab of the health page: the calendar, amounts and outcomes in place, calls and overrides beside."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, Contract, Renewal
from lib.health.actions import make_call
from lib.health.tables import BandOverride, RenewalCall
from lib.store.base import table_of
from lib.store.engine import Store
from lib.store.writing import perform
from lib.ui import entry
from tests.facts import put
from tests.health_page_cases import ANN, DAY, choose, open_tab, put_renewing_firm, told

RENEWAL, CALL, OVERRIDE = table_of(Renewal), table_of(RenewalCall), table_of(BandOverride)
SAVE = "FormSubmitter:form_renewal_1-Save"


def calendar_of(at: AppTest) -> Any:
    return next(one.value for one in at.dataframe if "Notice by" in one.value)


def panel(app: Callable[..., AppTest], store: Store, row: int = 1) -> AppTest:
    """The tab with a row chosen: 0 is Bolt, due on 1 May without a renewal written, 1 is Acme."""
    put_renewing_firm(store)
    return choose(open_tab(app, "Renewals"), "renewals", row)


def test_the_calendar_tells_what_falls_due_and_what_needs_us_first(app: Callable[..., AppTest], store: Store) -> None:
    put_renewing_firm(store)
    at = open_tab(app, "Renewals")
    assert not at.exception
    assert "2 renewals worth €22 k fall due by 3 Mar 2026" in told(at)
    assert "the next day to act by is 1 Apr 2025 (Bolt)" in told(at)
    assert "2 have no forecast yet" in told(at)
    assert "No renewal rate of the twelve months before: no renewal fell due" in told(at)
    shown = calendar_of(at)
    assert shown["Account"].tolist() == ["Bolt", "Acme"]
    assert shown["Target"].fillna(-1).tolist() == [-1, 12_000]
    assert [part.label for part in at.expander if "Calls missing" in part.label or "without an end" in part.label] == [
        "Calls missing: due in 90 days 1 of account managers and 1 of leads; "
        "in 91 to 180 days 1 of account managers and 1 of leads",
        "1 contract without an end: nothing of them falls due",
    ]


def test_the_filters_of_the_frame_hold_for_the_calendar(app: Callable[..., AppTest], store: Store) -> None:
    put_renewing_firm(store)
    assert "Nothing falls due in twelve months" in told(open_tab(app, "Renewals", owner="Mia Voss"))


def test_an_outcome_of_a_later_day_is_not_shown(app: Callable[..., AppTest], store: Store) -> None:
    put_renewing_firm(store)
    put(
        store,
        Renewal(
            contract_id=1, due_on=date(2025, 2, 1), target_cents=100_00, final_cents=90_00, outcome="reduced",
            decided_on=date(2025, 3, 4),
        ),
    )  # fmt: skip
    at = open_tab(app, "Renewals")
    assert "1 fell due and nobody wrote what became of them" in told(at)
    later = open_tab(app, "Renewals", as_of="2025-03-04")
    assert "90 % of the targets that fell due, 1 of 1 renewals kept" in told(later)


@pytest.mark.parametrize(
    "shown", ["All", "No forecast yet", "Fell due, undecided", "Calls missing", "Calls disagree"]
)  # fmt: skip
def test_every_choice_of_the_calendar_opens_on_the_demo_firm(
    shown: str, app: Callable[..., AppTest], demo_store: Store
) -> None:
    at = open_tab(app, "Renewals", as_of="2026-10-31")
    at.session_state["renewals_shown"] = shown
    at.run()
    assert not at.exception
    assert "fall due by 31 Oct 2027" in told(at)


def test_a_store_without_contracts_says_how_one_gets_here(app: Callable[..., AppTest], store: Store) -> None:
    put(store, Account(id=1, name="Acme"))
    assert "Nothing falls due in twelve months" in told(open_tab(app, "Renewals"))


# Amounts and outcomes


def test_a_forecast_is_entered_in_place(app: Callable[..., AppTest], store: Store) -> None:
    at = panel(app, store)
    at.number_input(key="renewal_1_1_forecast_cents").set_value(11_000)
    at.button(key=SAVE).click().run()
    assert not at.error
    assert store.rows(select(RENEWAL.c.forecast_cents, RENEWAL.c.target_cents)) == [(1_100_000, 1_200_000)]
    assert calendar_of(at)["Forecast"].fillna(0).tolist() == [0, 11_000]


def test_amounts_left_alone_keep_their_cents(app: Callable[..., AppTest], store: Store) -> None:
    put_renewing_firm(store)
    odd = {"target_cents": 1_200_049}
    perform(store, "Bo", "edit", lambda write: write.set(Renewal, 1, odd, write.read(Renewal, 1)))
    at = choose(open_tab(app, "Renewals"), "renewals", 1)
    at.number_input(key="renewal_1_2_forecast_cents").set_value(11_000)
    at.button(key=SAVE).click().run()
    assert store.rows(select(RENEWAL.c.target_cents)) == [(1_200_049,)]


def test_a_refused_outcome_is_told_beside_its_field_and_kept(app: Callable[..., AppTest], store: Store) -> None:
    at = panel(app, store)
    at.selectbox(key="renewal_1_1_outcome").set_value("renewed")
    at.number_input(key="renewal_1_1_final_cents").set_value(12_500)
    at.button(key=SAVE).click().run()
    assert "Decided on: say when it was decided" in told(at)
    assert at.number_input(key="renewal_1_1_final_cents").value == 12_500
    at.date_input(key="renewal_1_1_decided_on").set_value(DAY)
    at.button(key=SAVE).click().run()
    assert store.rows(select(RENEWAL.c.outcome, RENEWAL.c.final_cents)) == [("renewed", 1_250_000)]


def test_two_editors_of_one_forecast_choose_in_whole_amounts(app: Callable[..., AppTest], store: Store) -> None:
    at = panel(app, store)
    theirs = {"forecast_cents": 1_000_000}
    perform(store, "Bo", "edit renewal", lambda write: write.set(Renewal, 1, theirs, write.read(Renewal, 1)))
    at.number_input(key="renewal_1_1_forecast_cents").set_value(9_000)
    at.button(key=SAVE).click().run()
    assert "Bo changed this renewal" in told(at)
    assert [side.replace("\\", "") for side in at.radio[0].options] == ["Yours: 9000", "Bo: 10000"]
    at.button(key="FormSubmitter:settle_renewal_1-Save what I chose").click().run()
    assert store.rows(select(RENEWAL.c.forecast_cents)) == [(900_000,)]


def test_a_renewal_is_written_for_a_contract_that_ends(app: Callable[..., AppTest], store: Store) -> None:
    """Bolt's term of ten months at 1,000 starts the target; the row stays chosen and can be edited then."""
    at = panel(app, store, row=0)
    assert at.number_input(key="renewal_of_2_0_target_cents").value == 10_000
    at.number_input(key="renewal_of_2_0_forecast_cents").set_value(8_000)
    at.button(key="FormSubmitter:entry_renewal_of_2-Write the renewal").click().run()
    added = select(RENEWAL.c.due_on, RENEWAL.c.target_cents, RENEWAL.c.forecast_cents).where(RENEWAL.c.contract_id == 2)
    assert store.rows(added) == [(date(2025, 5, 1), 1_000_000, 800_000)]
    assert at.number_input(key="renewal_2_1_forecast_cents").value == 8_000


# Calls


def make_a_call(at: AppTest, place: str = "calls_renewal_1", **typed: Any) -> AppTest:
    at.session_state[place] = "Make a call"
    at.run()
    turn = next(str(one.key) for one in at.selectbox if str(one.key).endswith("_months_ahead"))
    base = turn.removesuffix("_months_ahead")
    at.selectbox(key=f"{base}_call").set_value(typed.get("call", "likely to leave"))
    if "reason" in typed:
        at.text_input(key=f"{base}_reason").set_value(typed["reason"])
    return at.button(key=f"FormSubmitter:entry_{place}_call-Make the call").click().run()


def test_a_call_stands_beside_the_computed_band_and_the_lead_is_missing(
    app: Callable[..., AppTest], store: Store
) -> None:
    """Ann looks after Acme and is at the keyboard; 120 days ahead it is the call of six months."""
    at = make_a_call(panel(app, store), reason="Compares prices")
    assert not at.error
    columns = (CALL.c.account_id, CALL.c.person_id, CALL.c.call, CALL.c.months_ahead, CALL.c.made_on)
    assert store.rows(select(*columns)) == [(1, 1, "likely to leave", 6, DAY)]
    assert f"{ANN}: Compares prices" in told(at)
    assert "Missing: the 6-month call of the lead for what falls due on 1 Jul 2025" in told(at)
    assert calendar_of(at)["Manager"].fillna("").tolist() == ["", "likely to leave"]


def test_a_call_without_a_reason_is_refused_and_kept(app: Callable[..., AppTest], store: Store) -> None:
    at = make_a_call(panel(app, store))
    assert "Why: say what makes you think so" in told(at)
    assert store.rows(select(CALL.c.id)) == []
    assert next(one.value for one in at.selectbox if str(one.key).endswith("_call")) == "likely to leave"


def test_two_clicks_make_one_call(
    app: Callable[..., AppTest], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    once = entry._submit

    def twice(*drawn: Any) -> None:
        once(*drawn)
        once(*drawn)

    monkeypatch.setattr(entry, "_submit", twice)
    at = make_a_call(panel(app, store), reason="Compares prices")
    assert not at.exception
    assert len(store.rows(select(CALL.c.id))) == 1


def test_calls_that_disagree_are_told_in_words(app: Callable[..., AppTest], store: Store) -> None:
    put_renewing_firm(store)
    for person, call in ((1, "will renew"), (2, "leaving")):
        make_call(store, ANN, 1, person, date(2025, 2, 1), 6, call, "seen", str(person))
    at = choose(open_tab(app, "Renewals"), "renewals", 1)
    assert "Account manager and lead disagree" in told(at)
    assert "of 1 the calls disagree" in told(at)
    at.session_state["renewals_shown"] = "Calls disagree"
    at.run()
    assert "account manager and lead disagree" in calendar_of(at)["Disagree"].iloc[0]


# A band set beside


def set_a_band(at: AppTest, runs_out: date | None = None) -> AppTest:
    at.session_state["calls_renewal_1"] = "Set a band beside"
    at.run()
    base = next(str(one.key) for one in at.selectbox if str(one.key).endswith("_band")).removesuffix("_band")
    at.selectbox(key=f"{base}_band").set_value("Amber")
    at.text_input(key=f"{base}_reason").set_value("All hangs on one person")
    if runs_out:
        at.date_input(key=f"{base}_ends_before").set_value(runs_out)
    return at.button(key="FormSubmitter:entry_calls_renewal_1_band-Set it beside").click().run()


def computed(at: AppTest) -> str:
    return next(str(one.value) for one in at.markdown if str(one.value).startswith(("**●", "**▲", "**■", "**○")))


def test_an_override_stands_beside_and_changes_nothing_computed(app: Callable[..., AppTest], store: Store) -> None:
    at = panel(app, store)
    before = computed(at)
    set_a_band(at)
    assert not at.error
    assert computed(at) == before
    assert "▲ Amber" in told(at)
    assert "Until 2 Apr 2025, 30 days left" in told(at)


def test_an_override_of_more_than_30_days_is_refused(app: Callable[..., AppTest], store: Store) -> None:
    at = set_a_band(panel(app, store), DAY + timedelta(days=31))
    assert "an override holds for 30 days at most: 2 Apr 2025 or earlier" in told(at)
    assert store.rows(select(OVERRIDE.c.id)) == []


def test_a_second_override_waits_until_the_first_was_ended(app: Callable[..., AppTest], store: Store) -> None:
    at = panel(app, store)
    put(
        store,
        BandOverride(
            account_id=1, person_id=2, band="Red", reason="Angry", starts_on=date(2025, 2, 20),
            ends_before=date(2025, 3, 20),
        ),
    )  # fmt: skip
    set_a_band(at.run())
    assert "Red is set from 20 Feb 2025 until 20 Mar 2025: end that one first" in told(at)
    at.button(key="calls_renewal_1_end").click().run()
    assert store.rows(select(OVERRIDE.c.ends_before)) == [(DAY,)]
    set_a_band(at)
    assert store.rows(select(OVERRIDE.c.band).order_by(OVERRIDE.c.id)) == [("Red",), ("Amber",)]
    at.session_state["calls_renewal_1"] = "What was said"
    at.run()
    history = next(one.value for one in at.dataframe if "Came round" in one.value)
    assert history["Said"].tolist() == ["▲ Amber", "■ Red"]


def test_a_renewal_of_an_account_that_is_no_client_any_more_opens(app: Callable[..., AppTest], store: Store) -> None:
    """Its contract ended and nothing was earned for a year: there is a renewal to settle, and no computed band."""
    put_renewing_firm(store)
    put(store, Account(id=9, name="Dusk"))
    began, ended = date(2023, 1, 1), date(2024, 6, 1)
    put(store, Contract(id=9, account_id=9, kind="retainer", starts_on=began, ends_before=ended))
    put(store, Renewal(contract_id=9, due_on=ended, target_cents=100))
    at = choose(open_tab(app, "Renewals"), "renewals", 0)
    assert not at.exception
    assert "No active client on this day" in told(at)
