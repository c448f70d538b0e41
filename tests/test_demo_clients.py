"""The demo firm's clients, contracts and money agree with each other."""

import pandas as pd

from lib.demo.naming import most_accounts
from lib.demo.world import parameters
from lib.report import report
from tests.demo_firm import UNTIL, demo, rows

TODAY = pd.Timestamp(UNTIL)
MANY = 250


def test_company_names_differ_and_so_do_the_words_they_are_made_of() -> None:
    names = parameters()["names"]
    stems = [head + tail for head in names["heads"] for tail in names["tails"]]
    nouns = [noun for sector in parameters()["sector"] for noun in sector["nouns"]]
    assert len(set(stems)) == len(stems)
    assert len(set(nouns)) == len(nouns)
    assert most_accounts(parameters()) == len(stems) * 8


def test_the_largest_firm_has_enough_names_for_its_people() -> None:
    firm, names = parameters()["firm"], parameters()["names"]
    people = firm["people_per_account"] * most_accounts(parameters()) * 13 / 12
    assert len(names["first"]) * len(names["last"]) > people


def test_people_grow_with_the_accounts() -> None:
    here = [int(rows("person", accounts).left_on.isna().sum()) for accounts in (60, MANY)]
    assert here == [24, 100]


def test_about_one_client_in_ten_leaves_in_a_year() -> None:
    contracts = rows("contract", MANY)
    year_ago = TODAY - pd.DateOffset(years=1)
    active = contracts[(contracts.starts_on <= year_ago) & ~(contracts.ends_before <= year_ago)].account_id.nunique()
    left = (rows("departure", MANY).last_day_on.between(year_ago, TODAY)).sum()
    assert 0.06 < left / active < 0.15


def test_what_clients_say_and_what_we_find_differ_at_times() -> None:
    primary = (
        rows("departure_reason", MANY)
        .query("weight == 'primary'")
        .pivot_table(index="departure_id", columns="voice", values="reason", aggfunc="first")
    )
    same = (primary["client"] == primary["our assessment"]).mean()
    assert 0.2 < same < 0.8


def test_each_account_has_one_lead_at_a_time() -> None:
    lead = rows("account_owner").query("duty == 'lead'").sort_values(["account_id", "starts_on"])
    ends_before = lead.groupby("account_id").ends_before.shift()
    followed = lead.groupby("account_id").cumcount() > 0
    assert (ends_before[followed] <= lead.starts_on[followed]).all()
    assert set(lead.account_id) == set(rows("account").id)


def test_owners_work_here_while_they_own() -> None:
    owned = rows("account_owner").merge(rows("person"), left_on="person_id", right_on="id")
    assert (owned.joined_on <= owned.starts_on).all()
    gone = owned[owned.left_on.notna()]
    assert (gone.ends_before <= gone.left_on).all()


def test_recurring_revenue_is_the_fees_of_the_contracts_in_force() -> None:
    contracts = rows("contract").dropna(subset="monthly_fee_cents")
    earned = rows("revenue").query("kind == 'recurring'")
    assert (earned.earned_on.dt.day == 1).all()
    for month, paid in earned.groupby("earned_on"):
        in_force = contracts[(contracts.starts_on <= month) & ~(contracts.ends_before <= month)]
        assert paid.amount_cents.sum() == in_force.monthly_fee_cents.sum()


def test_nothing_is_earned_after_the_last_day() -> None:
    earned = rows("revenue", MANY).merge(rows("departure", MANY), on="account_id")
    assert (earned.earned_on <= earned.last_day_on).all()


def test_projects_earn_their_fee_once_delivered() -> None:
    changes = rows("scope_change").query("decision == 'approved'").groupby("project_id").fee_cents.sum()
    earned = rows("revenue").groupby("project_id").amount_cents.sum()
    projects = rows("project").dropna(subset="fee_cents").set_index("id")
    begun = rows("revenue").earned_on.min()
    done = projects[(projects.state == "delivered") & (projects.starts_on >= begun)]
    assert len(done) > 50
    extra = changes.reindex(done.index).fillna(0)
    assert (earned.reindex(done.index) == done.fee_cents + extra).all()


def test_invoices_ask_for_what_was_earned_in_the_months_that_are_over() -> None:
    invoiced, earned = rows("invoice"), rows("revenue")
    over = earned[earned.earned_on < TODAY.replace(day=1)]
    assert invoiced.amount_cents.sum() == over.amount_cents.sum()
    assert invoiced.number.is_unique
    overdue = invoiced[invoiced.paid_on.isna() & (invoiced.due_on < TODAY)]
    assert 0 < len(overdue) < 0.1 * len(invoiced)


def test_the_book_grows_and_shrinks() -> None:
    paid = rows("revenue", MANY)
    year = ((TODAY - paid.earned_on).dt.days // 365).rename("years_ago")
    by_year = paid.pivot_table(index="account_id", columns=year, values="amount_cents", aggfunc="sum", fill_value=0)
    change = (by_year[0] / by_year[1])[by_year[1] > 0]
    assert (change > 1.2).mean() > 0.1
    assert (change < 0.8).mean() > 0.1
    assert 0.9 < by_year[0].sum() / by_year[1].sum() < 1.3


def test_the_opportunities_end_in_the_stage_of_their_history() -> None:
    steps = rows("opportunity_stage").sort_values(["opportunity_id", "entered_on", "stage_id"])
    last = steps.groupby("opportunity_id").stage_id.last()
    stands = rows("opportunity").set_index("id").stage_id
    assert (last == stands).all()
    closed = rows("opportunity").set_index("id").closed_on.dropna()
    assert (steps.groupby("opportunity_id").entered_on.max()[closed.index] == closed).all()


def test_won_opportunities_lead_to_a_contract_or_a_project() -> None:
    won = rows("opportunity").query("stage_id == 5 and kind != 'renewal'")
    projects = set(rows("revenue").opportunity_id.dropna())
    bought = rows("contract")[["account_id", "service_id", "starts_on"]]
    contracts = won.merge(bought, on=["account_id", "service_id"])
    soon = contracts[(contracts.starts_on - contracts.closed_on).dt.days.between(0, 40)]
    running = set(rows("project").query("state in ('planned', 'running')").account_id)
    unexplained = won[~won.id.isin(projects | set(soon.id)) & ~won.account_id.isin(running)]
    assert len(unexplained) <= 0.02 * len(won)


def test_win_rates_are_those_of_the_parameters() -> None:
    sold = rows("opportunity", MANY).query("kind != 'renewal' and stage_id >= 5")
    rate = (sold.stage_id == 5).groupby(sold.service_id).mean()
    names = rows("service", MANY).set_index("id").name
    given = {service["name"]: service["win_rate"] for service in parameters()["service"] if service["weight"]}
    for service, value in rate.items():
        if names[service] in given:
            assert abs(value - given[names[service]]) < 0.05, names[service]


def test_the_kept_snapshots_say_what_the_report_says() -> None:
    kept = rows("figure_snapshot").sort_values("taken_on").iloc[-1]
    (told,) = [
        row
        for row in report(demo(), kept.taken_on.date(), None, ["book"], [kept.figure]).rows
        if row["period"] == "all"
    ]
    assert (kept.value, kept.base) == (str(told["value"]), told["base"])
