"""Why a score moved: its change split exactly into what the client did, what our data did, what the formula did."""

from dataclasses import dataclass

import numpy as np

from lib.days import Floats


@dataclass(frozen=True, eq=False)
class Movement:
    """The change of the lower bound, factor by factor; the three parts add up to it.

    - client: both times known, and the client's own score changed
    - data: aged out of its validity, or seen again (then what it brings is new to us, not new of the client)
    - formula: weights, validity, or what applies, on the data of today
    """

    client: Floats
    data: Floats
    formula: Floats

    @property
    def total(self) -> Floats:
        """The change of the lower bound; the sum over the last axis."""
        return np.asarray((self.client + self.data + self.formula).sum(axis=-1))


def movement(
    before: Floats, share_before: Floats, now: Floats, share_now: Floats, now_by_old_rules: Floats | None = None
) -> Movement:
    """Split the change of Σ w·s between two days.

    Scores are NaN where unknown, then or now; `share` the weights of each day (adding up to 1). `now_by_old_rules` are
    today's scores as the formula of the earlier day would hold them valid; None: the formulas agree on that.
    Arrays of any shape, factors last.
    """
    old_rules = now if now_by_old_rules is None else now_by_old_rules
    had, has = ~np.isnan(before), ~np.isnan(old_rules)
    was, held, is_now = (np.nan_to_num(scores) for scores in (before, old_rules, now))
    change = share_before * (held - was)
    both = had & has
    return Movement(
        client=np.where(both, change, 0.0),
        data=np.where(both, 0.0, change),
        formula=share_now * is_now - share_before * held,
    )
