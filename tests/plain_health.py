"""Account health told a second time: plain loops over the raw tables, slow, from the definitions, sharing no code."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import text

from lib.store.engine import Store

FACTORS = ("value", "delivery", "scope", "breadth", "cadence", "survey", "escalations", "commercial")
VALID = {"value": 90, "delivery": 90, "scope": 35, "breadth": 90, "cadence": 30, "survey": 120, "escalations": 30,
         "commercial": 35}  # fmt: skip
TABLES = (
    "account", "account_profile", "contact", "contract", "person", "cost_rate", "departure", "revenue", "invoice",
    "pass_through_cost", "objective", "objective_term", "objective_reading", "project", "scope_change", "deliverable",
    "time_entry", "interaction", "interaction_contact", "interaction_person", "escalation", "escalation_update",
    "survey_response", "survey_answer", "survey_question", "survey", "survey_wave", "survey_invitation",
    "survey_release", "factor_exemption", "health_snapshot", "health_formula",
    "health_weight", "health_veto",
)  # fmt: skip
Row = dict[str, Any]
Told = tuple[float, date] | None  # a score and the day it was last observed


def raw(store: Store) -> dict[str, list[Row]]:
    """Every table as rows, its days as dates, nothing as None."""
    found: dict[str, list[Row]] = {}
    with store.read() as connection:
        for name in TABLES:
            rows = connection.execute(text(f"SELECT * FROM {name}")).mappings()
            found[name] = [{field: _plain(field, value) for field, value in row.items()} for row in rows]
    return found


def _plain(field: str, value: Any) -> Any:
    days = field.endswith("_on") or field in ("client_since", "ends_before")
    return pd.Timestamp(value).date() if days and value is not None else value


def in_force(row: Row, day: date) -> bool:
    return row["starts_on"] <= day and (row["ends_before"] is None or row["ends_before"] > day)


def by(row_day: date | None, day: date) -> date | None:
    """A day as known on `day`."""
    return row_day if row_day is not None and row_day <= day else None


class Plain:
    """The firm as it is known at the end of a day."""

    def __init__(self, rows: dict[str, list[Row]], day: date) -> None:
        self.rows, self.day = rows, day
        self.account_of_contact = {row["id"]: row["account_id"] for row in rows["contact"]}
        self.project = {row["id"]: row for row in rows["project"]}
        self.contacts = {row["id"]: row for row in rows["contact"]}
        self.of: dict[tuple[str, int], list[Row]] = {}
        for name in ("contract", "revenue", "invoice", "objective", "escalation", "project", "pass_through_cost",
                     "factor_exemption", "departure", "account_profile", "health_snapshot"):  # fmt: skip
            for row in rows[name]:
                if row["account_id"] is not None:
                    self.of.setdefault((name, row["account_id"]), []).append(row)
        self._talks()
        self._hours()
        self._sheets()
        self._formula()

    def _formula(self) -> None:
        began = [row for row in self.rows["health_formula"] if row["starts_on"] <= self.day]
        one = max(began, key=lambda row: (row["starts_on"], row["number"]), default=None)
        mine = [row for row in self.rows["health_weight"] if one and row["health_formula_id"] == one["id"]]
        self.weight = dict.fromkeys(FACTORS, 1) | {row["factor"]: row["weight"] for row in mine}
        self.valid = VALID | {row["factor"]: row["validity_days"] for row in mine}
        self.green, self.red, self.leave = (
            (one["green_from"], one["red_below"], one["leave_red_from"]) if one else (70, 50, 55)
        )
        limits = {row["rule"]: row["limit_value"] for row in self.rows["health_veto"]
                  if one and row["health_formula_id"] == one["id"]}  # fmt: skip
        self.limits: Row = limits if one else {"sponsor silent": 90, "escalation open": 3, "invoice overdue": 60,
                                          "notice given": None}  # fmt: skip

    def its(self, table: str, account: int) -> list[Row]:
        return self.of.get((table, account), [])

    def _talks(self) -> None:
        theirs: dict[int, list[int]] = {}
        ours: dict[int, list[int]] = {}
        for row in self.rows["interaction_contact"]:
            theirs.setdefault(row["interaction_id"], []).append(row["contact_id"])
        for row in self.rows["interaction_person"]:
            ours.setdefault(row["interaction_id"], []).append(row["person_id"])
        for row in self.rows["interaction"]:
            if row["kind"] == "note" or row["happened_on"] > self.day:
                continue
            names = theirs.get(row["id"], [])
            account = row["account_id"]
            if account is None and names:
                account = self.account_of_contact[names[0]]
            talk = row | {"theirs": names, "ours": ours.get(row["id"], [])}
            if account is not None:
                self.of.setdefault(("talk", account), []).append(talk)
            for name in names:
                self.of.setdefault(("with", name), []).append(talk)

    def _hours(self) -> None:
        rates: dict[int, list[Row]] = {}
        for row in self.rows["cost_rate"]:
            rates.setdefault(row["person_id"], []).append(row)
        for row in self.rows["time_entry"]:
            if row["worked_on"] > self.day:
                continue
            project = self.project.get(row["project_id"])
            account = row["account_id"] or (project and project["account_id"])
            if account is None:
                continue
            its = [one for one in rates.get(row["person_id"], []) if in_force(one, row["worked_on"])]
            its.sort(key=lambda one: (one["starts_on"], one["id"]))
            cost = its[-1]["cents_per_hour"] * row["minutes"] / 60 if its else None
            self.of.setdefault(("hour", account), []).append(row | {"cost": cost})
        self.project_minutes: dict[int, int] = {}
        for row in self.rows["time_entry"]:
            if row["worked_on"] <= self.day and row["project_id"] is not None:
                self.project_minutes[row["project_id"]] = (
                    self.project_minutes.get(row["project_id"], 0) + row["minutes"]
                )

    def _sheets(self) -> None:
        questions = {row["id"]: row for row in self.rows["survey_question"]}
        answers: dict[int, list[float]] = {}
        for row in self.rows["survey_answer"]:
            question = questions[row["survey_question_id"]]
            least, most = {"0-10": (0, 10), "1-5": (1, 5), "1-7": (1, 7)}.get(question["scale"], (0, 0))
            if row["score"] is None or most == 0:
                continue
            share = min(max((row["score"] - least) / (most - least), 0), 1)
            answers.setdefault(row["survey_response_id"], []).append(
                100 * (1 - share if question["better"] == "lower" else share)
            )
        for row in self.rows["survey_response"]:
            account = row["account_id"] or self.account_of_contact.get(row["contact_id"])
            if account is not None and row["id"] in answers and row["answered_on"] <= self.day:
                sheet = (row["answered_on"], sum(answers[row["id"]]) / len(answers[row["id"]]))
                self.of.setdefault(("sheet", account), []).append(sheet)  # type: ignore[arg-type]

    # Who is a client -----------------------------------------------------------------------------------------------

    def contracts(self, account: int) -> list[Row]:
        return [row for row in self.its("contract", account) if in_force(row, self.day)]

    def revenue_of_year(self, account: int) -> int:
        after = (pd.Timestamp(self.day) - pd.DateOffset(years=1)).date()
        return sum(r["amount_cents"] for r in self.its("revenue", account) if after < r["earned_on"] <= self.day)

    def accounts(self) -> list[Row]:
        found = []
        for row in self.rows["account"]:
            if by(row["archived_on"], self.day) is not None:
                continue
            gone = any(d["last_day_on"] is not None and d["last_day_on"] < self.day
                       for d in self.its("departure", row["id"]))  # fmt: skip
            if self.contracts(row["id"]) or (self.revenue_of_year(row["id"]) > 0 and not gone):
                found.append(row)
        return sorted(found, key=lambda row: row["id"])

    # The eight factors ---------------------------------------------------------------------------------------------

    def profile(self, account: int) -> Row | None:
        there = [row for row in self.its("account_profile", account) if in_force(row, self.day)]
        return max(there, key=lambda row: row["starts_on"], default=None)

    def value(self, account: int) -> tuple[Told, int]:
        paces, limits = [], []
        for row in self.its("objective", account):
            terms = [one for one in self.rows["objective_term"] if one["objective_id"] == row["id"]]
            holds = [one for one in terms if in_force(one, self.day)]
            if by(row["closed_on"], self.day) is not None or not holds:
                continue
            term = max(holds, key=lambda one: (one["starts_on"], one["id"]))
            readings = [one for one in self.rows["objective_reading"]
                        if one["objective_id"] == row["id"] and one["read_on"] <= self.day]  # fmt: skip
            if not readings:
                return None, 0
            last = max(readings, key=lambda one: (one["read_on"], one["id"]))
            began = min(one["starts_on"] for one in terms)
            paces.append(self._pace(term, began, last))
            more = {"monthly": 0, "quarterly": 2, "yearly": 276}[row["reviewed"]]
            limits.append((last["read_on"] + timedelta(days=more), last["read_on"], more))
        if not paces:
            return None, 0
        _, day, more = min(limits)
        return (100 * sum(paces) / len(paces), day), more

    def _pace(self, term: Row, began: date, reading: Row) -> float:
        way = term["target"] - term["baseline"]
        progress = (reading["actual"] - term["baseline"]) / way if way else 0.0
        when = self.day if term["due_on"] <= self.day else reading["read_on"]
        gone = min(max((when - began).days / max((term["due_on"] - began).days, 1), 0.0), 1.0)
        if when >= term["due_on"]:
            gone = 1.0
        if gone < 0.1 and progress >= 0 and way:
            return 1.0
        return min(max(progress / max(gone, 0.1), 0.0), 1.0)

    def delivery(self, account: int) -> Told:
        items: list[tuple[date, date | None]] = []
        for project in self.its("project", account):
            undated = project["state"] == "delivered" and project["delivered_on"] is None
            if project["state"] == "cancelled":
                continue
            done = by(project["delivered_on"], self.day)
            if not undated:
                due = project["original_due_on"]
                changes = [c for c in self.rows["scope_change"] if c["project_id"] == project["id"]
                           and c["decision"] == "approved" and c["decided_on"] is not None
                           and c["decided_on"] <= (done or self.day) and c["new_due_on"] is not None]  # fmt: skip
                if changes:
                    due = max(changes, key=lambda c: (c["decided_on"], c["id"]))["new_due_on"]
                if due is not None:
                    items.append((due, done))
            for one in self.rows["deliverable"]:
                if one["project_id"] != project["id"] or one["due_on"] is None:
                    continue
                handed = by(one["delivered_on"], self.day)
                if handed is not None or (done is None and not undated):
                    items.append((one["due_on"], handed))
        late_now = sum(done is None and due < self.day for due, done in items)
        days = [done for _, done in items if done is not None]
        if not late_now and not days:
            return None
        newest = max(days, default=None)
        counted = [(due, done) for due, done in items if done and newest and done > newest - timedelta(days=90)]
        if late_now and newest is not None and newest <= self.day - timedelta(days=180):
            counted = []  # so long ago that no window reaches them
        on_time = [
            done for due, done in counted
            if done <= due and (not late_now or done > self.day - timedelta(days=90))
        ]  # fmt: skip
        score = 100 * len(on_time) / (len(counted) + late_now)
        return score, self.day if late_now else newest or self.day

    def scope(self, account: int) -> Told:
        hours = self.its("hour", account)
        if not hours:
            return None
        newest = max(row["worked_on"] for row in hours)
        recent = [row for row in hours if row["worked_on"] > newest - timedelta(days=35)]
        over, agreed = 0.0, 0.0
        for number in {row["project_id"] for row in recent} - {None}:
            project = self.project[number]
            if project["scoped_minutes"] is None:
                continue
            scoped = project["scoped_minutes"] + sum(
                c["minutes"] or 0 for c in self.rows["scope_change"] if c["project_id"] == number
                and c["decision"] == "approved" and c["decided_on"] is not None and c["decided_on"] <= self.day
            )  # fmt: skip
            over += max(self.project_minutes[number] - scoped, 0)
            agreed += scoped
        included = sum(row["included_minutes_per_month"] or 0 for row in self.contracts(account))
        worked = sum(
            row["minutes"] for row in hours
            if row["worked_on"] > newest - timedelta(days=30)
            and (row["project_id"] is None or self.project[row["project_id"]]["scoped_minutes"] is None)
        )  # fmt: skip
        over += max(worked - included, 0) if included else 0
        agreed += included
        scores = [100 * (1 - min(max(over / agreed / 0.30, 0), 1))] if agreed else []
        margin = self._margin(account, newest, hours)
        scores += [] if margin is None else [100 * min(max(margin / 0.30, 0), 1)]
        return (min(scores), newest) if scores else None

    def _margin(self, account: int, newest: date, hours: Sequence[Row]) -> float | None:
        def within(day: date) -> bool:
            return newest - timedelta(days=91) < day <= newest

        fees = sum(r["amount_cents"] for r in self.its("revenue", account) if within(r["earned_on"]))
        fees -= sum(r["amount_cents"] for r in self.its("pass_through_cost", account) if within(r["spent_on"]))
        work = [row for row in hours if within(row["worked_on"])]
        rated = sum(row["minutes"] for row in work if row["cost"] is not None)
        if fees <= 0 or rated < 0.9 * sum(row["minutes"] for row in work):
            return None
        return float((fees - sum(row["cost"] or 0 for row in work)) / fees)

    def breadth(self, account: int) -> Told:
        left = {row["id"] for row in self.rows["person"] if by(row["left_on"], self.day) is not None}
        live = [talk for talk in self.its("talk", account) if talk["direction"] == "two way"
                and talk["happened_on"] > self.day - timedelta(days=90)]  # fmt: skip
        theirs = {name for talk in live for name in talk["theirs"]
                  if by(self.contacts[name]["left_on"], self.day) is None}  # fmt: skip
        ours = {name for talk in live for name in talk["ours"]} - left
        thin = min(len(theirs), len(ours))
        if not thin:
            return None
        return {1: 40.0, 2: 75.0}.get(thin, 100.0), max(talk["happened_on"] for talk in live)

    def cadence(self, account: int) -> tuple[Told, int]:
        profile, talks = self.profile(account), self.its("talk", account)
        every = profile["cadence_days"] if profile else None
        updates = [talk["happened_on"] for talk in talks if talk["formal_update"]]
        if not every or not updates:
            return None, 0
        newest = max(updates)
        planned = [row["starts_on"] for row in self.its("account_profile", account) if row["cadence_days"]]
        opening = max(newest - timedelta(days=90), min(planned))
        made = [day for day in updates if day > newest - timedelta(days=90)]
        contact = sorted({talk["happened_on"] for talk in talks if talk["happened_on"] > newest - timedelta(days=90)})
        missed = 0
        for clock, then in zip([min(opening, contact[0]), *contact], [*contact, self.day], strict=True):
            due = clock + timedelta(days=every)
            while due < then:  # a due day that passes without any contact
                missed += 1
                due += timedelta(days=every)
        return (100 * len(made) / (len(made) + missed), newest), max(every - 30, 0)

    def _own_answers(self, account: int) -> Told:
        sheets: list[Any] = self.its("sheet", account)
        if not sheets:
            return None
        newest = max(day for day, _ in sheets)
        scores = [score for day, score in sheets if day > newest - timedelta(days=120)]
        return sum(scores) / len(scores), newest

    def survey(self, account: int) -> Told:
        own = self._own_answers(account)
        groups = self._groups(account)
        if not groups:
            return own
        day, _, _, _, _, score = min(groups, key=lambda one: (-one[0].toordinal(), -one[1], *one[2:5]))
        begins = day - timedelta(days=120)
        return own if (own is not None and own[1] > begins) or self._silent(account, begins) else (score, day)

    def _groups(self, account: int) -> list[tuple[date, int, int, int, str, float]]:
        """Groups of closed anonymous waves it was asked in: day, wave, fewest answers, place of the cut, key, score."""
        anonymous = {row["id"] for row in self.rows["survey"] if row["mode"] == "anonymous"}
        area = {row["id"]: row["area"] for row in self.rows["survey_question"]}
        found = []
        for wave in self.rows["survey_wave"]:
            closed = wave["closed_at"] and pd.Timestamp(wave["closed_at"]).date()
            if wave["survey_id"] not in anonymous or by(closed, self.day) is None:
                continue
            if (self.day - closed).days >= self.valid["survey"] + 120:
                continue  # so long ago that it could not hold
            for place, cut in enumerate(("segment", "region", "manager")):
                for key in {one[cut] for one in self._asked_in(wave["id"], account)} - {None}:
                    rows = [row for row in self.rows["survey_release"]
                            if (row["survey_wave_id"], row["cut"], row["cut_key"]) == (wave["id"], cut, key)
                            and area.get(row["survey_question_id"]) in ("recommendation", "satisfaction")
                            and row["figure"] in ("nps", "top two", "top three")]  # fmt: skip
                    if rows and not any(row["withheld"] for row in rows):
                        points = [(50 + 50 * row["value"]) if row["figure"] == "nps" else 100 * row["value"]
                                  for row in rows]  # fmt: skip
                        least = min(row["base"] for row in rows)
                        found.append((closed, wave["id"], least, place, key, sum(points) / len(points)))
        return found

    def _asked_in(self, wave: int, account: int) -> list[Row]:
        return [
            row for row in self.rows["survey_invitation"]
            if row["survey_wave_id"] == wave and row["state"] not in ("listed", "bounced")
            and (row["account_id"] or self.account_of_contact[row["contact_id"]]) == account
        ]  # fmt: skip

    def asked(self, account: int) -> tuple[int, int]:
        """How many people were asked in attributed waves and how many answered, in the days behind the score."""
        told, own = self.survey(account), self._own_answers(account)
        old = own is None or (self.day - own[1]).days >= self.valid["survey"] + 120  # so old that it could not hold
        until = own[1] if own is not None and told == own and not old else self.day
        rows = self._asked_by_name(account, until - timedelta(days=120), until)
        return len({row["contact_id"] for row in rows}), len({row["contact_id"] for row in rows if row["heard"]})

    def _silent(self, account: int, after: date) -> bool:
        rows = self._asked_by_name(account, after, self.day)
        over = [row for row in rows if row["over"] and row["state"] != "bounced"]
        return bool(over) and not any(row["heard"] for row in rows)

    def _asked_by_name(self, account: int, after: date, until: date) -> list[Row]:
        attributed = {row["id"] for row in self.rows["survey"] if row["mode"] == "attributed"}
        sheets = {(row["survey_wave_id"], row["contact_id"]) for row in self.rows["survey_response"]
                  if row["answered_on"] <= self.day}  # fmt: skip
        found = []
        for wave in self.rows["survey_wave"]:
            closed = wave["closed_at"] and pd.Timestamp(wave["closed_at"]).date()
            over = by(closed, self.day) or (wave["closes_on"] and wave["closes_on"] < self.day)
            for row in self.rows["survey_invitation"]:
                owner = row["account_id"] or self.account_of_contact[row["contact_id"]]
                day = row["sent_on"] or wave["opens_on"]
                if row["survey_wave_id"] != wave["id"] or wave["survey_id"] not in attributed or owner != account:
                    continue
                if row["state"] != "listed" and after < day <= until:
                    heard = (wave["id"], row["contact_id"]) in sheets
                    found.append(row | {"heard": heard, "over": bool(over)})
        return found

    def escalations(self, account: int) -> Told:
        touched: list[date] = [talk["happened_on"] for talk in self.its("talk", account)
                               if talk["direction"] != "outbound"]  # fmt: skip
        opened, late = [], False
        for row in self.its("escalation", account):
            if row["opened_on"] > self.day:
                continue
            updates = [u["given_on"] for u in self.rows["escalation_update"]
                       if u["escalation_id"] == row["id"] and u["given_on"] <= self.day]  # fmt: skip
            closed = by(row["closed_on"], self.day)
            if closed is not None and (self.day - closed).days > self.valid["escalations"]:
                continue  # over and done with, whatever was noted of it afterwards
            last = max([row["opened_on"], *updates, *([closed] if closed else [])])
            touched.append(last)
            if closed is None:
                opened.append(row["severity"])
                late |= (self.day - last).days > {1: 14, 2: 7, 3: 3, 4: 1}[row["severity"]]
        if not touched:
            return None
        newest = max(touched)
        if opened and newest < self.day - timedelta(days=30):
            return 0.0, self.day
        worst = {0: 100, 1: 80, 2: 55, 3: 25, 4: 0}[max(opened, default=0)]
        return float(max(worst - 10 * max(len(opened) - 1, 0) - 10 * late, 0)), newest

    def commercial(self, account: int) -> Told:
        revenue = [row for row in self.its("revenue", account) if row["earned_on"] <= self.day]
        invoices = [row for row in self.its("invoice", account) if row["issued_on"] <= self.day]
        days = [row["earned_on"] for row in revenue] + [row["issued_on"] for row in invoices]
        days += [row["paid_on"] for row in invoices if by(row["paid_on"], self.day)]
        if not days:
            return None
        lost = 40 * min(max(-self._trend(revenue) / 0.20, 0), 1)
        late = self.overdue(account) or 0
        lost += 60 if late > 60 else 35 if late > 30 else 15 if late > 0 else 0
        ending = self.ending(account)
        lost += 0 if ending is None or ending > 90 else 15 if ending > 30 else 30
        lost += 100 if self.notice(account) is not None else 0
        return max(100 - lost, 0.0), max(days)

    @staticmethod
    def _trend(revenue: Sequence[Row]) -> float:
        if not revenue:
            return 0.0
        newest = max(row["earned_on"] for row in revenue)
        months: dict[int, int] = {}
        for row in revenue:
            back = (newest.year - row["earned_on"].year) * 12 + newest.month - row["earned_on"].month
            months[back] = months.get(back, 0) + row["amount_cents"]
        now, before = (sum(months.get(back, 0) for back in span) for span in ((1, 2, 3), (4, 5, 6)))
        return (now - before) / before if before > 0 else 0.0

    # What caps a band ----------------------------------------------------------------------------------------------

    def overdue(self, account: int) -> int | None:
        late = [(self.day - row["due_on"]).days for row in self.its("invoice", account)
                if row["issued_on"] <= self.day and by(row["paid_on"], self.day) is None
                and row["due_on"] is not None and row["due_on"] < self.day]  # fmt: skip
        return max(late, default=None)

    def speaking(self, account: int) -> list[Row]:
        """Contracts in force; where none is, the one that ended last speaks on: its end is no good news."""
        there = self.contracts(account)
        past = [row for row in self.its("contract", account) if row["starts_on"] <= self.day and row not in there]
        last = max((row["ends_before"] for row in past), default=None)
        return there or [row for row in past if row["ends_before"] == last]

    def ending(self, account: int) -> int | None:
        ends = [
            None if row["auto_renews"] and by(row["notice_given_on"], self.day) is None else row["ends_before"]
            for row in self.speaking(account)
        ]
        told = [end for end in ends if end is not None]
        return None if not ends or len(told) < len(ends) else (max(told) - self.day).days

    def notice(self, account: int) -> int | None:
        given = [day for row in self.speaking(account) if (day := by(row["notice_given_on"], self.day))]
        begun = [row["starts_on"] for row in self.its("contract", account) if row["starts_on"] <= self.day]
        given += [row["decided_on"] for row in self.its("departure", account)
                  if row["decided_on"] <= self.day and not any(day > row["decided_on"] for day in begun)]  # fmt: skip
        return (self.day - max(given)).days if given else None

    # The interval and its band -------------------------------------------------------------------------------------

    def scores(self, account: int) -> dict[str, float | str | None]:
        """Each factor's score; None: unknown; "n/a": does not apply."""
        exempt = {row["factor"] for row in self.its("factor_exemption", account) if in_force(row, self.day)}
        found: dict[str, float | str | None] = {}
        for name in FACTORS:
            told, more = getattr(self, name)(account), 0
            if name in ("value", "cadence"):
                told, more = told
            fresh = told is not None and (self.day - told[1]).days <= self.valid[name] + more
            found[name] = "n/a" if name in exempt else float(told[0]) if told is not None and fresh else None
        return found

    def judged(self, account: int) -> Row:
        scores = self.scores(account)
        apply = [name for name in FACTORS if scores[name] != "n/a"]
        known = [name for name in apply if scores[name] is not None]
        whole, there = (sum(self.weight[name] for name in names) for names in (apply, known))
        low = sum(self.weight[name] * float(scores[name]) for name in known) / whole if apply else 0.0  # type: ignore
        high = low + 100 * (whole - there) / whole if apply else 100.0
        coverage = there / whole if apply else 0.0
        return {"low": low, "high": high, "base": coverage, "band": self.band(account, low, high)} | scores

    def band(self, account: int, low: float, high: float) -> str:
        low, high = round(low, 9), round(high, 9)
        amber = low >= self.red and high < self.green
        band = "Green" if low >= self.green else "Red" if high < self.red else "Amber" if amber else "Unknown"
        opened = [row["severity"] for row in self.its("escalation", account)
                  if row["opened_on"] <= self.day and by(row["closed_on"], self.day) is None]  # fmt: skip
        profile = self.profile(account)
        sponsor = profile and profile["sponsor_id"]
        if sponsor and by(self.contacts[sponsor]["left_on"], self.day):
            sponsor = None
        heard = [talk["happened_on"] for talk in self.of.get(("with", sponsor or 0), [])
                 if talk["direction"] == "two way"]  # fmt: skip
        never = 10**6
        silent = sponsor and (not heard or (self.day - max(heard)).days > self.limits.get("sponsor silent", never))
        severe = max(opened, default=0) >= self.limits.get("escalation open", never)
        overdue = (self.overdue(account) or 0) > self.limits.get("invoice overdue", never)
        if self.notice(account) is not None and "notice given" in self.limits:
            band = "Red"
        elif band == "Green" and (silent or severe or overdue):
            band = "Amber"
        elif band == "Green" and not sponsor and "sponsor silent" in self.limits:
            band = "Unknown"
        return "Red" if band in ("Green", "Amber") and self._held(account, low) else band

    def _held(self, account: int, low: float) -> bool:
        """Red is left at 55 or more (or what the formula says), now and on the last two weekly snapshots."""
        past = sorted((row for row in self.its("health_snapshot", account)
                       if self.day - timedelta(days=91) <= row["taken_on"] <= self.day),
                      key=lambda row: row["taken_on"])  # fmt: skip
        bands = [row["band"] for row in past if row["band"] != "Unknown"]
        weekly = {row["taken_on"] - timedelta(days=row["taken_on"].weekday()): row["low"] for row in past}
        lows = list(weekly.values())[-2:]
        return (
            bool(bands)
            and bands[-1] == "Red"
            and not (low >= self.leave and len(lows) == 2 and min(lows) >= self.leave)
        )
