"""What one client was asked and what came of it: asked, answered and silent, kept apart from any score."""

from datetime import date

import pandas as pd


def by_wave(asked: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """One row a wave, newest first, from the rows of `queries.account_asked`.

    Columns: wave_id, survey, kind, wave, opens_on, asked, answered, unreached (bounced), refused, silent (asked and no
    answer), running (the wave still takes answers).
    """
    reached, answered = asked["state"] == "", asked["answered_on"].notna()
    counts = asked.assign(
        answered=answered,
        unreached=(asked["state"] == "bounced") & ~answered,
        refused=(asked["state"] == "refused") & ~answered,
        silent=reached & ~answered,
        running=asked["closes_on"].isna() | (asked["closes_on"] >= pd.Timestamp(as_of)),
    )
    summed = {name: (name, "sum") for name in ("answered", "unreached", "refused", "silent")}
    about = ["wave_id", "survey", "kind", "wave", "opens_on"]
    waves = counts.groupby(about, sort=False, dropna=False)
    return waves.agg(asked=("contact_id", "size"), **summed, running=("running", "max")).reset_index()


def silence(asked: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Who was asked and has not answered since: one row a contact, most often asked first.

    Columns: contact_id, contact, role, times (waves asked since their last answer; one still open is not counted),
    reminders, last_asked_on, last_answer_on (NaT: never).
    """
    answered = asked[asked["answered_on"].notna()].groupby("contact_id")["answered_on"].max()
    last = answered.reindex(asked["contact_id"]).set_axis(asked.index)
    since = last.isna() | (asked["asked_on"] > last)
    over = asked["closes_on"].notna() & (asked["closes_on"] < pd.Timestamp(as_of))
    silent = asked[since & over & (asked["state"] == "") & asked["answered_on"].isna()]
    told = silent.groupby(["contact_id", "contact", "role"], sort=False, dropna=False).agg(
        times=("wave_id", "nunique"), reminders=("reminded_on", "count"), last_asked_on=("asked_on", "max")
    )
    found = told.reset_index()
    found["last_answer_on"] = answered.reindex(found["contact_id"]).to_numpy()
    return found.sort_values(["times", "contact"], ascending=[False, True], ignore_index=True)
