"""Bringing in an export of a survey tool on the page of surveys: its map, the preview, the import."""

import threading
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from lib.accounts.tables import Account, Contact
from lib.store.engine import Store
from lib.store.users import introduce
from lib.surveys.tables import Survey
from tests.facts import put
from tests.known_exports import written
from tests.page_cases import words_of

EXPORT = b"""\
#,Would you recommend us?,Satisfied?,Start Date (UTC),Submit Date (UTC),Network ID,email
r1,9,Very satisfied,2026-03-02 09:00:00,2026-03-02 09:04:00,net,mia@acme.example
r2,11,Satisfied,2026-03-03 09:00:00,2026-03-03 09:04:00,net,
r3,14,Dissatisfied,2026-03-04 09:00:00,,net,
r4,10,Satisfied,2026-03-04 09:00:00,2026-03-04 09:09:00,net,
"""


def panel(app: Callable[..., AppTest]) -> AppTest:
    return app("surveys.py", {"surveys_tab": "Enter or import answers", "entering_way": "Import answers"})


def test_an_export_is_shown_as_it_would_be_stored_and_then_stored(app: Callable[..., AppTest], store: Store) -> None:
    (acme,) = put(store, Account(name="Acme"), Survey(name="Secret", kind="relationship", mode="anonymous"))[:1]
    put(store, Contact(name="Mia Lang", account_id=acme, email="mia@acme.example"))
    introduce(store, "Ann Berg")
    at = panel(app)
    assert "Nothing is stored before you have seen what would be" in words_of(at)
    at.file_uploader(key="answers_file").upload("Clients.csv", EXPORT).run()
    assert not at.exception
    said = words_of(at)
    assert "Read as Typeform responses: 4 responses." in said
    assert "What would be stored as Clients, wave March 2026." in said.replace("**", "")
    assert "Clients.csv: 2 responses of 3 without a known contact." in said
    refused = at.dataframe[-1].value
    assert refused[["Line", "Column", "Value"]].to_numpy().tolist() == [[4, "Would you recommend us?", "14"]]
    mark = next(str(box.key) for box in at.selectbox if str(box.key).startswith("answers_survey_"))
    at.selectbox(key=mark).set_value("Secret").run()
    assert "never brought into an anonymous survey" in words_of(at)
    at.selectbox(key=mark).set_value(None).run()
    next(button for button in at.button if button.label == "Import").click().run()
    for thread in threading.enumerate():
        if "_run" in thread.name:  # the job of lib/ui/jobs; it may have ended before the click came back
            thread.join(60)
    assert written(store, "survey_response", "source_id", "contact", "complete") == [
        ("r1", "Mia Lang", True), ("r2", None, True), ("r4", None, True),
    ]  # fmt: skip
    assert len(written(store, "survey_answer", "id")) == 5  # 11 was blank
    at.run()
    at.file_uploader(key="answers_file").upload("notes.csv", b"a;b\n1;2\n")
    at.run()
    assert not at.exception
    assert "is no export that Steward knows" in words_of(at)
