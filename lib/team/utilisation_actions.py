"""Every write to the targets of utilisation: one named action, one transaction."""

import math
from collections.abc import Mapping
from typing import Any

from lib.errors import RefusedValue
from lib.people.tables import Role
from lib.store.engine import Store
from lib.store.writing import Write, perform


def set_role_target(
    store: Store, who: str, role_id: int, shown: Mapping[str, Any], wanted: Mapping[str, Any], token: str
) -> None:
    """Set the share of capacity that a role is to be billable (`utilisation_target`, 0 to 1; None: no target).

    `shown` is what the form was filled with, with its version. Raises StaleEdit where somebody was faster,
    RefusedValue where it is no share.
    """
    target = wanted["utilisation_target"]
    if target is not None and not (math.isfinite(target) and 0 <= target <= 1):
        raise RefusedValue("utilisation_target", "must lie between 0 and 100 %.")

    def work(write: Write) -> int:
        write.edit(Role, role_id, shown, {"utilisation_target": target})
        return role_id

    perform(store, who, "set utilisation target", work, token)
