"""The forecast in words: how the quarter closes, how far to trust it, which deals it leaves out."""

import pandas as pd

from lib import format as fmt
from lib.growth.forecast import Forecast, forecast_now
from lib.growth.forecast_backcast import leaning, within_range
from lib.measure import Measure
from lib.periods import parse
from lib.ui.growth_forecast_made import Standing
from lib.ui.text import plain

HOPELESS = 0.01


def finding(found: Forecast, around: Standing, currency: str) -> str:
    """How this quarter closes, against its target, and what the next one may bring; in Markdown."""
    now, name = forecast_now(found), fmt.period(parse(found.quarters["key"].iloc[0]))
    if now.value is None or now.low is None or now.high is None:
        return f"**No forecast yet**: {plain(now.why)}, and nothing is won in {plain(name)} so far."
    parts = [
        _this(found, now, currency), _on_top(found, around, currency), _target(around, now, currency),
        _next(found, currency),
    ]  # fmt: skip
    return " ".join(part for part in parts if part)


def _this(found: Forecast, now: Measure, currency: str) -> str:
    this = found.quarters.iloc[0]
    name, won = plain(fmt.period(parse(this["key"]))), _money(this["won_so_far"], currency)
    left = (this["end"] - found.as_of).days - 1
    if left == 0:
        return f"**{name} ends today with {won} won**."
    range_ = f"between **{_money(now.low or 0, currency)}** and **{_money(now.high or 0, currency)}** in 8 of 10 runs"
    return (
        f"**{name} closes at about {_money(now.value or 0, currency)}**, {range_}: {won} is won so far, "
        f"{fmt.counted(left, 'day')} and {fmt.counted(now.base or 0, 'open deal')} are left."
    )


def _on_top(found: Forecast, around: Standing, currency: str) -> str:
    later = around.later.iloc[0]
    if not later["cases"] or (found.quarters["end"].iloc[0] - found.as_of).days == 1:
        return ""
    cases = fmt.counted(int(later["cases"]), "such part") + " of earlier quarters"
    return f"Deals not opened yet come on top: {_money(later['median_cents'], currency)}, the median of {cases}."


def _target(around: Standing, now: Measure, currency: str) -> str:
    aim, chance = around.targets[0], around.chances[0]
    if aim.cents is None:
        how = "" if "sector" in aim.words else " Set one on the tab “Targets and growth”."
        return f"There is nothing to compare it with: {plain(aim.words)}.{how}"
    if chance.value is None:
        return f"Against {plain(aim.words)} ({_money(aim.cents, currency)}) the chance cannot be told."
    verb = "come together to" if aim.words.startswith("the targets") else "is"
    return f"{_capital(plain(aim.words))} {verb} {_money(aim.cents, currency)}: {_likely(chance.value)}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _likely(chance: float) -> str:
    if chance >= 0.995:
        return "reached in practically every run"
    if chance < 0.005:
        return "reached in practically no run"
    return f"reached in **{plain(fmt.percent(chance))}** of the runs"


def _next(found: Forecast, currency: str) -> str:
    following = found.quarters.iloc[1]
    name = plain(fmt.period(parse(following["key"])))
    if found.used.empty:
        return ""
    return (
        f"In {name} today's open deals bring about {_money(following['p50'], currency)} "
        f"({_money(following['p10'], currency)} to {_money(following['p90'], currency)})."
    )


def again(found: Forecast, currency: str) -> str:
    """Renewals in a sentence of their own: what they bring this quarter; empty where none is open or was won."""
    this, count = found.quarters.iloc[0], len(found.deals)
    if not count and not this["won_so_far"]:
        return ""
    won = f"{_money(this['won_so_far'], currency)} was renewed so far" if this["won_so_far"] else "none so far"
    more = f", and {count:,} open {'one brings' if count == 1 else 'ones bring'} about {_money(this['p50'], currency)}"
    return f" Renewals are counted apart: {won}{more if count else ''}."


def _money(cents: float, currency: str) -> str:
    return plain(fmt.money(float(cents), currency))


def trust(before: pd.DataFrame) -> str:
    """How such forecasts did in past quarters; empty where there are none. One told from no deal proves nothing."""
    before = before[before["told_deals"] > 0]
    told = within_range(before)
    if told.value is None:
        return ""
    quarters = "past quarter" if len(before) == 1 else "past quarters"
    words = (
        f"**{fmt.of(told.hits or 0, told.base or 0)}** {quarters} came in within the range this method would have "
        "told, 8 of 10 should"
    )
    lean = leaning(before)
    if not lean:
        return f"{words}."
    share = before["actual"].sum() / before["p50"].sum() if before["p50"].sum() else 1.0
    return (
        f"{words}; **it was {lean}**: together they brought {plain(fmt.percent(share))} of the middle. "
        "Take the figures above with that."
    )


def left_out(open_deals: pd.DataFrame, found: Forecast) -> str:
    """Which open deals are not in the forecast and why, and how many have next to no chance; empty: none."""
    rows = found.deals.set_index("id").reindex(open_deals["id"])
    stage = open_deals["stage"].fillna("no stage").to_numpy()
    missing = pd.DataFrame({"stage": stage, "why": rows["why"].to_numpy()})
    counts = missing[missing["why"] != ""].value_counts(["why", "stage"]).reset_index()
    parts = [
        f"{fmt.counted(int(count), 'deal')} in {name} ({why})"
        for why, name, count in zip(counts["why"], counts["stage"], counts["count"], strict=True)
    ]
    bare = int(((rows["basis"] != "") & ~rows["has_amount"].astype(bool)).sum())
    parts += [f"{fmt.counted(bare, 'deal')} with neither an amount nor a list price"] if bare else []
    words = f"Not in the forecast: {', '.join(parts)}." if parts else ""
    hopeless = int((found.used["chance"] < HOPELESS).sum())
    if hopeless:
        words += (
            f" {fmt.counted(hopeless, 'open deal')} {'has' if hopeless == 1 else 'have'} a chance under 1 %: deals so "
            "old in their stage were hardly ever won."
        )
    return words.strip()
