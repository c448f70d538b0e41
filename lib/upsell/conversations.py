"""The conversations worth having: each service a client lacks and something speaks for, worth, gated, in words."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.days import Bools, Floats, record_numbers
from lib.growth.win_figures import Chances
from lib.upsell.gates import declined_words, risk_gate, risk_in_short
from lib.upsell.reasons import reasons, threats
from lib.upsell.right import Rights
from lib.upsell.worth import expected_margin, order_of, yearly_amounts

ABLE = ("gap", "declined")  # cells in which a conversation is thinkable
SURE = 0.95  # no chance is told above it, whatever the lift


@dataclass(frozen=True, eq=False)
class Known:
    """What is known on a day: account × service cells, the catalogue, and what clients, markets and we said.

    `cells` of `whitespace.cells`; `catalogue`, `profiles`, `objectives`, `requests` of `upsell.queries`; `signals` of
    `growth.signal_queries`; `decided` deals without renewals; `prices` in cents by service; `lift` and `lift_words`
    by position in `cells`; `fits`: verdict and words by service_id; `approach` by account; `sectors`: account_id,
    sector_id.
    """

    cells: pd.DataFrame
    catalogue: pd.DataFrame
    profiles: pd.DataFrame
    objectives: pd.DataFrame
    requests: pd.DataFrame
    signals: pd.DataFrame
    sectors: pd.DataFrame
    decided: pd.DataFrame
    prices: "pd.Series[int]"
    chances: Chances
    lift: Floats
    rights: Rights
    fits: pd.DataFrame
    approach: pd.DataFrame


def conversations(known: Known, as_of: date) -> pd.DataFrame:
    """Every conversation something speaks for, ready ones and those held back; ranked by expected margin.

    Columns:
    - account_id, service_id, account, service, sector, owner
    - amount_cents (a year; NaN: not known), amount_is; chance, chance_low, chance_high, chance_base, lift; margin;
      expected_cents (margin; NaN: not known), expected_amount_cents
    - reason (the strongest), more (list of the other reasons), caution (a market signal against it; "")
    - raised_by, raised_with, raise_on, when_words
    - earned (bool), right_words; risk_ok (bool), risk_words; declined (bool), declined_words; ready (bool: all three),
      gates (what was passed, in a few words), held_by (why it is held back; "")
    - verdict, verdict_words: whether we could deliver it
    """
    told = _candidates(known)
    valued = _valued(told, known)
    gated = _gated(valued, known)
    order = order_of(gated["expected_cents"].to_numpy(), gated["expected_amount_cents"].to_numpy())
    return gated.iloc[order].reset_index(drop=True)


def _candidates(known: Known) -> pd.DataFrame:
    """The thinkable cells with at least one reason, and what speaks against them."""
    able = known.cells.assign(lift=known.lift)
    able = able[able["state"].isin(ABLE)]
    speaks = reasons(
        known.catalogue, known.profiles, known.objectives, known.requests, known.signals, known.sectors
    )  # fmt: skip
    keys = ["account_id", "service_id"]
    speaks = speaks.merge(able[keys], on=keys)  # the strongest first, as they came
    found = able.merge(speaks.groupby(keys, sort=False)["quote"].agg(list).rename("quotes").reset_index(), on=keys)
    against = threats(known.signals, known.sectors).drop_duplicates(keys).rename(columns={"quote": "caution"})
    found = found.merge(against, on=keys, how="left")
    return found.assign(
        reason=[quotes[0] for quotes in found["quotes"]],
        more=[quotes[1:] for quotes in found["quotes"]],
        caution=found["caution"].astype(object).where(found["caution"].notna(), ""),
        raised_by=found["owner"],
    ).drop(columns=["quotes", "amount_cents"])


def _valued(found: pd.DataFrame, known: Known) -> pd.DataFrame:
    services = record_numbers(found["service_id"])
    amounts = yearly_amounts(known.cells, known.decided, known.prices).reindex(services)
    margin = known.catalogue.set_index("service_id")["margin_share"].reindex(services).to_numpy(dtype=np.float64)
    chance, low, high, base = known.chances.of(services, found["sector"].to_numpy(dtype=object))
    lift = found["lift"].to_numpy(dtype=np.float64)
    sure = np.minimum(chance * lift, np.maximum(SURE, chance))
    amount = amounts["amount_cents"].to_numpy(dtype=np.float64)
    return found.assign(
        amount_cents=amount,
        amount_is=amounts["amount_is"].fillna("not known").to_numpy(dtype=object),
        chance=sure,
        chance_low=np.minimum(low * lift, sure),
        chance_high=np.minimum(high * lift, 1.0),
        chance_base=base,
        margin=margin,
        expected_cents=expected_margin(sure, amount, margin),
        expected_amount_cents=sure * amount,
    )


def _gated(found: pd.DataFrame, known: Known) -> pd.DataFrame:
    accounts, services = record_numbers(found["account_id"]), record_numbers(found["service_id"])
    appetite = known.profiles.set_index("account_id")["risk_appetite"].reindex(accounts).tolist()
    risk = known.catalogue.set_index("service_id")["risk"].reindex(services).tolist()
    risk_ok, risk_words = risk_gate(risk, appetite)
    at = np.searchsorted(known.rights.ids, accounts)
    earned, right_words = known.rights.earned[at], known.rights.words.reindex(accounts).to_numpy(dtype=object)
    declined = (found["state"] == "declined").to_numpy(dtype=bool)
    no = np.where(declined, np.array(declined_words(found["until"], found["words"]), dtype=object), "")
    ready = earned & risk_ok & ~declined
    fits = known.fits.set_index("service_id")[["verdict", "words"]].reindex(services)
    ways = known.approach.reindex(accounts)
    short = known.rights.short.reindex(accounts)
    gates = ["; ".join(filter(None, parts)) for parts in zip(short, map(risk_in_short, risk, appetite), strict=True)]
    return found.drop(columns=["words", "state", "pipeline_cents"]).assign(
        earned=earned, right_words=right_words, risk_ok=risk_ok, risk_words=risk_words, declined=declined,
        declined_words=no, ready=ready, gates=gates, held_by=_held(earned, right_words, risk_ok, risk_words, no),
        verdict=fits["verdict"].to_numpy(dtype=object), verdict_words=fits["words"].to_numpy(dtype=object),
        **{name: ways[name].to_numpy() for name in ways.columns},
    )  # fmt: skip


def _held(earned: Bools, right: object, risk_ok: Bools, risk: list[str], declined: object) -> list[str]:
    """Why each is held back: what the client said first, then what is wrong, then the risk."""
    parts = zip(np.asarray(declined), earned, np.asarray(right), risk_ok, risk, strict=True)
    told = ([no, "" if ok else why, "" if fits else asks] for no, ok, why, fits, asks in parts)
    return ["; ".join(filter(None, words)) for words in told]
