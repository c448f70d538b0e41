"""The account page: which account it opens, its head, every tab, and what it says where there is nothing."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, AccountOwner, Contact
from lib.growth.tables import Opportunity, Stage
from lib.people.tables import Person
from lib.relationship.tables import Departure, Interaction, InteractionContact
from lib.store.engine import Store
from lib.store.writing import perform
from lib.ui.account_tabs import TABS
from tests.account_page_cases import ago, open_account, put_a_client
from tests.facts import put
from tests.page_cases import panel_of, words_of

HEADLINE = ["Days since contact", "Updates kept", "Promises kept", "Live contacts", "Yearly revenue"]


def figures(at: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric if metric.label in HEADLINE}


def test_an_address_opens_its_account(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    assert panel_of(open_account(app, account="Bolt")) == "Bolt"
    assert panel_of(open_account(app, account="Acme")) == "Acme"


def test_without_an_address_the_first_account_of_the_filter_is_open(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    put(store, Account(id=3, name="Zeta"), AccountOwner(account_id=3, person_id=2, starts_on=ago(10)))
    assert panel_of(app("account.py")) == "Acme"
    at = app("account.py", owner="Bo Dahl")
    assert panel_of(at) == "Zeta"
    assert at.selectbox(key="account").options == ["Zeta", "Acme", "Bolt"]


def test_an_unknown_name_in_the_address_is_told(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    at = open_account(app, account="<b>Nobody</b>")
    assert not at.exception
    assert "No account is called “<b>Nobody</b>”" in words_of(at)
    assert not at.metric


def test_a_cleared_choice_asks_for_one(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    at = app("account.py")
    at.selectbox(key="account").set_value(None).run()
    assert "Choose an account above" in words_of(at)


def test_a_store_with_deals_but_no_account_says_so(app: Callable[..., AppTest], store: Store) -> None:
    put(store, Stage(id=1, name="Idea"), Opportunity(stage_id=1))
    at = app("account.py")
    assert not at.exception
    assert "No accounts yet" in words_of(at)


def test_a_renamed_account_stays_open(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    at = open_account(app)
    perform(store, "x", "x", lambda write: write.set(Account, 1, {"name": "Apex"}, write.read(Account, 1)))
    at.run()
    assert panel_of(at) == "Apex"


def test_the_head_says_who_how_it_stands_and_what_is_due(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    at = open_account(app)
    told = words_of(at)
    assert "Ann Berg looks after it" in told.replace("**", "")
    assert "20 days ago" in told
    assert "▲ due" in told
    assert "ideal 14, at most 30 days" in told
    assert "Overdue: update on the escalation “Wrong prices”" in told
    assert figures(at) == dict(zip(HEADLINE, ["20", "1 of 6", "0 of 1", "1", "–"], strict=True))
    assert "single-threaded: one contact, one colleague" in told


def test_the_head_stands_as_of_the_day_chosen(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    at = open_account(app, as_of=ago(25).isoformat())
    assert figures(at)["Days since contact"] == "–"
    assert "No two-way contact is recorded yet" in words_of(at)
    assert "Wrong prices" not in words_of(at)


def test_a_client_that_left_owes_no_more_check_ins(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    put(store, Departure(account_id=1, decided_on=ago(15), last_day_on=ago(10)))
    told = words_of(open_account(app))
    assert "No longer a client" in told
    assert "check-in" not in told


@pytest.mark.parametrize("account", ["Acme", "Bolt"])
def test_every_figure_of_the_head_opens_to_its_rows(account: str, app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    at = open_account(app, account=account)
    for figure in HEADLINE:
        at.session_state[f"made_of_{figure}"] = True
        at.run()
        assert not at.exception, figure
        assert f"**{figure}: {figures(at)[figure]}**" in words_of(at)


def opens_every_tab(at: AppTest) -> None:
    for tab in TABS:
        at.session_state["account_tab"] = tab
        at.run()
        assert not at.exception, tab
        assert not at.error, tab


@pytest.mark.parametrize("account", ["Acme", "Bolt"])
def test_every_tab_opens_also_of_an_account_with_nothing_recorded(
    account: str, app: Callable[..., AppTest], store: Store
) -> None:
    put_a_client(store)
    opens_every_tab(open_account(app, account=account))


@pytest.mark.parametrize("as_of", ["2026-10-31", "2024-02-29", "2019-01-01"])
def test_every_tab_of_the_demo_firm_opens_at_any_day(
    as_of: str, app: Callable[..., AppTest], demo_store: Store
) -> None:
    opens_every_tab(open_account(app, account="Brennhavel Machines", as_of=as_of))


def test_only_the_open_tab_is_read(app: Callable[..., AppTest], store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tab that may not be read is no matter while another is open."""
    put_a_client(store)
    monkeypatch.setitem(TABS, "Money", lambda view, account: 1 / 0)
    assert not open_account(app, "Timeline").exception
    assert open_account(app, "Money").exception


def test_stored_text_is_shown_as_it_was_written(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    put(store, Account(id=3, name="[x](http://evil.example) *A*"), Person(id=3, name="`P`"))
    put(store, Interaction(account_id=3, happened_on=ago(1), kind="call", summary="![i](http://evil.example/i.png)"))
    at = open_account(app, account="[x](http://evil.example) *A*")
    assert not at.exception
    drawn = "\n".join(str(part.value) for part in [*at.subheader, *at.markdown])
    assert r"\!\[i\]\(http" in drawn
    assert "](http" not in drawn


def test_who_is_seen_in_contact_and_not_recorded_is_told(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    put(store, Contact(id=9, account_id=2, name="Gus Hol"))
    put(store, Interaction(id=8, account_id=1, happened_on=ago(3), kind="call"))
    put(store, Interaction(id=9, account_id=1, happened_on=ago(2), kind="call"))
    put(store, InteractionContact(interaction_id=9, contact_id=9))
    told = words_of(open_account(app, "People"))
    assert "1 two-way contact of 3 name nobody at the client" in told
    assert "Seen in contact with this client, recorded at another: Gus Hol (Bolt)" in told


def test_a_silent_sponsor_and_a_single_thread_are_told(app: Callable[..., AppTest], store: Store) -> None:
    put_a_client(store)
    told = words_of(open_account(app, "People"))
    assert "No two-way contact with the sponsor, **Cy Eck**, is on record" in told
    assert "**Single-threaded**: one contact, one colleague" in told
    assert "Of 2 people at the client: 1 decaying, 1 silent" in told


@pytest.mark.parametrize(("people", "drawn"), [(15, 1), (16, 0)])
def test_a_map_too_large_for_a_grid_is_told_in_a_table(
    people: int, drawn: int, app: Callable[..., AppTest], store: Store
) -> None:
    put_a_client(store)
    put(store, *(Contact(account_id=1, name=f"P {number}") for number in range(people - 2)))
    at = open_account(app, "People")
    assert not at.exception
    assert len(at.get("vega_lite_chart")) == drawn
    assert len(at.dataframe) == 2 - drawn
