"""Whether a client knows more of the firm than its account manager."""

import numpy as np

from lib.days import Ints
from lib.format import counted
from lib.measure import Measure, undefined
from lib.relationship.figures import LIVE_DAYS


def threads_beyond_manager(colleagues: Ints, silent: int = 0) -> Measure:
    """Of clients talked to in the last 90 days, the share that also spoke with somebody besides the account manager.

    `colleagues`: how many besides them had a two-way contact, one entry a client; `silent`: active clients nobody
    talked to, told beside the value. A count of all, not a sample: no interval.
    """
    base = len(colleagues)
    note = f"{counted(silent, 'client')} not talked to in {LIVE_DAYS} days" if silent else ""
    if not base:
        return undefined(note or "no active client")
    hits = int(np.count_nonzero(colleagues > 0))
    mean = f"{float(colleagues.mean()):.1f} colleagues a client"
    return Measure(hits / base, base=base, hits=hits, note=", ".join(filter(None, [mean, note])))
