"""Writing the price list: services, prices from a day on, the skills a service takes."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from lib.accounts import service_actions as actions
from lib.accounts import service_terms_actions as terms
from lib.accounts.service_queries import catalogue, on_sale, price_history, service_lines, skills, skills_needed
from lib.accounts.tables import Service, ServiceLine, ServicePrice, ServiceSkill
from lib.errors import RefusedValue, StaleEdit
from lib.people.tables import Skill
from lib.store.base import table_of
from lib.store.engine import Store
from tests.facts import put

DAY = date(2026, 3, 2)
SERVICES, PRICES = table_of(Service), table_of(ServicePrice)
NEW: dict[str, Any] = {
    "name": "Blog", "service_line_id": None, "new_line": None, "list_price": 1200, "starts_on": DAY,
    "margin_percent": 40, "risk": "low", "keywords": "posts, newsletter",
}  # fmt: skip


def add(store: Store, token: str = "t", **other: Any) -> int:
    made = actions.add_service(store, "Ann", **(NEW | other), token=token)
    assert made is not None
    return made


def fields(store: Store, service: int) -> dict[str, Any]:
    """What a form shows of a service."""
    row: Any = catalogue(store).set_index("id").loc[service]
    return {"version": int(row["version"]), "name": row["name"], "margin_percent": round(row["margin_share"] * 100)}


def test_a_new_service_has_its_first_price_and_its_line(store: Store) -> None:
    number = add(store, new_line="Content")
    row = catalogue(store).iloc[0]
    assert (row["name"], row["line"], row["margin_share"], row["risk"]) == ("Blog", "Content", 0.4, "low")
    history = price_history(store, number)
    assert history["list_price_cents"].tolist() == [120_000]
    assert history["starts_on"].dt.date.tolist() == [DAY]


def test_a_new_line_that_is_there_already_is_used_whatever_its_capitals(store: Store) -> None:
    put(store, ServiceLine(id=1, name="Content"))
    add(store, new_line="CONTENT")
    assert service_lines(store) == {1: "Content"}


def test_two_clicks_make_one_service(store: Store) -> None:
    assert add(store) == add(store)
    assert len(catalogue(store)) == 1


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"name": "  "}, "name", "a service needs a name"),
        ({"name": "seo ÄRGER"}, "name", "a service called SEO Ärger is listed already"),
        ({"name": "print"}, "name", "called Print is listed already and is retired: sell it again instead"),
        ({"margin_percent": 101}, "margin_percent", "between -100 and 100 per cent"),
        ({"margin_percent": -101}, "margin_percent", "between -100 and 100 per cent"),
        ({"list_price": None}, "list_price", "write what it costs"),
        ({"list_price": -1}, "list_price", "must be 0 or more"),
        ({"list_price": 10**15}, "list_price", "too large to be true"),
        ({"starts_on": None}, "starts_on", "choose the day"),
        ({"risk": "wild"}, "risk", "must be one of low, medium, high"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(store: Store, wrong: Any, field: str, words: str) -> None:
    put(store, Service(name="SEO Ärger"), Service(name="Print", retired_on=DAY))
    with pytest.raises(RefusedValue, match=words) as refused:
        add(store, **wrong)
    assert refused.value.field == field
    assert len(catalogue(store)) == 2


def test_editing_changes_what_was_typed_and_keeps_the_rest(store: Store) -> None:
    number = add(store)
    shown = fields(store, number)
    actions.edit_service(store, "Ann", number, shown, {"name": "BLOG", "margin_percent": -29}, "e")
    row = catalogue(store).iloc[0]
    assert (row["name"], row["margin_share"], row["risk"]) == ("BLOG", -0.29, "low")


def test_a_name_of_another_service_and_a_wild_margin_are_refused_in_an_edit(store: Store) -> None:
    number = add(store)
    put(store, Service(name="Print"))
    shown = fields(store, number)
    for wanted, words in (({"name": "PRINT"}, "listed already"), ({"name": None}, "needs a name")):
        with pytest.raises(RefusedValue, match=words):
            actions.edit_service(store, "Ann", number, shown, wanted, "e")
    with pytest.raises(RefusedValue, match="between -100 and 100"):
        actions.edit_service(store, "Ann", number, shown, {"margin_percent": 400}, "e")


def test_the_second_of_two_editors_is_told_in_the_words_of_the_form(store: Store) -> None:
    number = add(store)
    shown = fields(store, number)
    actions.edit_service(store, "Bo", number, shown, {"margin_percent": 55}, "bo")
    with pytest.raises(StaleEdit) as clash:
        actions.edit_service(store, "Ann", number, shown, {"margin_percent": 30}, "ann")
    assert (clash.value.who, clash.value.mine, clash.value.theirs, clash.value.shown) == (
        "Bo", {"margin_percent": 30}, {"margin_percent": 55}, {"margin_percent": 40},
    )  # fmt: skip
    again = {**clash.value.theirs, "version": clash.value.version}
    actions.edit_service(store, "Ann", number, again, {"margin_percent": 30}, "ann2")
    assert catalogue(store)["margin_share"].tolist() == [0.3]


def test_a_retired_service_leaves_the_list_on_its_day_and_can_come_back(store: Store) -> None:
    number = add(store)
    actions.retire_service(store, "Ann", number, date(2026, 6, 1), "r")
    assert len(on_sale(store, date(2026, 5, 31))) == 1
    assert on_sale(store, date(2026, 6, 1)).empty
    with pytest.raises(RefusedValue, match="was retired already, on 2026-06-01"):
        actions.retire_service(store, "Ann", number, date(2026, 7, 1), "r2")
    actions.sell_again(store, "Ann", number, "s")
    assert len(on_sale(store, date(2026, 6, 1))) == 1
    with pytest.raises(RefusedValue, match="on sale already"):
        actions.sell_again(store, "Ann", number, "s2")


def spells(store: Store, service: int) -> list[tuple[int, date, date | None]]:
    rows = store.rows(
        select(PRICES.c.list_price_cents, PRICES.c.starts_on, PRICES.c.ends_before)
        .where(PRICES.c.service_id == service)
        .order_by(PRICES.c.starts_on)
    )
    return [(cents // 100, start, end) for cents, start, end in rows]


def test_a_new_price_ends_the_one_before_on_its_first_day(store: Store) -> None:
    number, later = add(store), date(2027, 1, 1)
    shown = int(price_history(store, number)["id"].iloc[0])
    terms.set_price(store, "Ann", number, shown, 1300, later, "p")
    assert spells(store, number) == [(1200, DAY, later), (1300, later, None)]


def test_on_the_day_the_last_price_began_it_is_corrected(store: Store) -> None:
    number = add(store)
    shown = int(price_history(store, number)["id"].iloc[0])
    terms.set_price(store, "Ann", number, shown, 1250, DAY, "p")
    assert spells(store, number) == [(1250, DAY, None)]


def test_a_price_after_a_gap_leaves_the_gap(store: Store) -> None:
    put(store, Service(id=1, name="Blog"))
    put(
        store, ServicePrice(id=1, service_id=1, list_price_cents=100, starts_on=DAY, ends_before=date(2026, 4, 1))
    )  # fmt: skip
    terms.set_price(store, "Ann", 1, 1, 2, date(2026, 6, 1), "p")
    assert spells(store, 1) == [(1, DAY, date(2026, 4, 1)), (2, date(2026, 6, 1), None)]


def test_wrong_prices_are_refused_and_a_faster_colleague_is_told(store: Store) -> None:
    number = add(store)
    shown = int(price_history(store, number)["id"].iloc[0])
    for price, day, words in (
        (1300, date(2026, 3, 1), "must not be before 2026-03-02, when the last price began"),
        (1200, date(2027, 1, 1), "is the price in force already"),
        (-5, date(2027, 1, 1), "must be 0 or more"),
        (1300, None, "choose the first day"),
    ):
        with pytest.raises(RefusedValue, match=words):
            terms.set_price(store, "Ann", number, shown, price, day, "p")
    terms.set_price(store, "Bo", number, shown, 1300, date(2027, 1, 1), "bo")
    with pytest.raises(terms.PriceChanged, match="Somebody was faster: the last price begins on 2027-01-01 now"):
        terms.set_price(store, "Ann", number, shown, 1400, date(2027, 2, 1), "ann")


def need(store: Store, service: int, token: str = "n", **other: Any) -> int:
    typed: dict[str, Any] = {"skill_id": None, "new_skill": "copywriting", "hours": 14.5, "least_level": 3} | other
    made = terms.add_need(store, "Ann", service, **typed, token=token)
    assert made is not None
    return made


def test_a_needed_skill_is_added_changed_and_removed(store: Store) -> None:
    number = add(store)
    made = need(store, number)
    assert skills(store) == {1: "copywriting"}
    row = skills_needed(store).iloc[0]
    assert (row["minutes_per_month"], row["least_level"], row["skill"]) == (870, 3, "copywriting")
    terms.change_need(store, "Ann", made, int(row["version"]), 20, 4, "c")
    assert skills_needed(store).iloc[0][["minutes_per_month", "least_level"]].tolist() == [1200, 4]
    with pytest.raises(terms.NeedChanged, match="it takes 20 hours a month at level 4 now"):
        terms.change_need(store, "Bo", made, int(row["version"]), 5, 1, "late")
    terms.remove_need(store, "Ann", made, "r")
    assert skills_needed(store).empty


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"new_skill": None}, "skill_id", "choose a skill, or name a new one"),
        ({"new_skill": "COPY"}, "skill_id", "is listed for this service already"),
        ({"hours": 0}, "hours", "more than 0"),
        ({"hours": None}, "hours", "more than 0"),
        ({"hours": float("nan")}, "hours", "more than 0"),
        ({"least_level": 6}, "least_level", "from 1"),
        ({"least_level": None}, "least_level", "from 1"),
    ],
)
def test_a_need_that_cannot_be_is_refused_beside_its_field(store: Store, wrong: Any, field: str, words: str) -> None:
    put(store, Service(id=1, name="Blog"), Skill(id=1, name="copy"))
    put(store, ServiceSkill(service_id=1, skill_id=1, minutes_per_month=60))
    with pytest.raises(RefusedValue, match=words) as refused:
        need(store, 1, **wrong)
    assert refused.value.field == field
    assert skills(store) == {1: "copy"}


def test_skills_needed_come_the_largest_first(store: Store) -> None:
    put(store, Service(id=1, name="Blog"), Skill(id=1, name="copy"), Skill(id=2, name="film"))
    put(store, ServiceSkill(service_id=1, skill_id=1, minutes_per_month=60))
    put(store, ServiceSkill(service_id=1, skill_id=2, minutes_per_month=90))
    assert skills_needed(store)["skill"].tolist() == ["film", "copy"]


def test_spaces_make_no_other_name_and_no_line_or_skill(store: Store) -> None:
    number = add(store)
    other = add(store, "other", name="Radio", new_line="  ", keywords=" ")
    kept = store.rows(select(SERVICES.c.service_line_id, SERVICES.c.keywords).where(SERVICES.c.id == other))
    assert (tuple(kept[0]), service_lines(store)) == ((None, None), {})
    for name in ("Radio ", "  RADIO"):
        with pytest.raises(RefusedValue, match="is listed already"):
            actions.edit_service(store, "Ann", number, fields(store, number), {"name": name}, "e" + name)
    actions.edit_service(store, "Ann", number, fields(store, number), {"name": " Blog  posts "}, "last")
    assert fields(store, number)["name"] == "Blog posts"
    with pytest.raises(RefusedValue) as refused:
        terms.add_need(store, "Ann", number, None, "   ", 2, 1, "need")
    assert refused.value.field == "skill_id"
    assert skills(store) == {}


def test_a_line_and_a_skill_are_the_same_whatever_spaces_stand_around_them(store: Store) -> None:
    number = add(store, new_line=" Content ")
    add(store, "other", name="Radio", new_line="content")
    terms.add_need(store, "Ann", number, None, " Copy  writing ", 2, 1, "one")
    assert (list(service_lines(store).values()), list(skills(store).values())) == (["Content"], ["Copy writing"])


def test_an_umlaut_is_the_same_letter_however_it_is_written(store: Store) -> None:
    add(store, name="Ärger")
    with pytest.raises(RefusedValue, match="is listed already"):
        add(store, "other", name="a\u0308rger")
