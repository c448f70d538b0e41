"""Record: work that was given away to a client."""

from lib.money.write_off_actions import add_write_off
from lib.people.queries import current_people
from lib.ui.delivery_write_offs_forms import new_cells
from lib.ui.entry import Typed, entry
from lib.ui.frame import needs_a_name
from lib.ui.page import View
from lib.ui.record_account import choose_first
from lib.ui.who import myself


def form(view: View, account_id: int | None) -> None:
    """How much, why and when; who is at the keyboard decided it."""
    if account_id is None:
        choose_first()
        return
    if needs_a_name("record_write_off"):
        return
    me = myself()
    decided_by = me if me in view.read(current_people) else None

    def save(typed: Typed, once: str) -> None:
        person = {"person_id": decided_by}
        add_write_off(view.store, view.who or "", account_id, **typed | person, token=once)

    entry(f"record_write_off_{account_id}", new_cells(view), "Record", save, "Recorded.")
