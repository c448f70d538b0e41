"""What holds for all surveys of the firm: how they are sent, the clock of follow-ups, the words looked for."""

from collections.abc import Mapping
from datetime import date

from lib.store.engine import Store
from lib.store.settings import put_setting
from lib.store.writing import Write, perform


def set_survey_settings(store: Store, who: str, values: Mapping[str, str], starts_on: date) -> None:
    """Put settings of surveys in force from a day on, all or none."""

    def work(write: Write) -> None:
        for name, value in values.items():
            put_setting(write, name, value, starts_on)

    perform(store, who, "change survey settings", work)
