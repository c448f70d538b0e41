"""Responses exported by SurveyMonkey and Typeform arrive as a survey with a wave, questions, sheets and answers."""

from datetime import date

from lib.accounts.tables import Account, Contact
from lib.store.engine import Store
from tests.facts import put
from tests.known_exports import bring, refusals, written

QUESTION = ("survey", "position", "words", "scale", "area")

SURVEYMONKEY = """\
Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1,\
"How likely is it that you would recommend us, to a friend or colleague?",How satisfied are you?,\
Which services do you use?,,\
"What should we change
first?"
,,,,,,,,,Response,Response,Web,Brand,Open-Ended Response
11800000001,440000001,03/02/2026 09:00:12 AM,03/02/2026 09:04:40 AM,192.0.2.1,mia@acme.example,Mia,Lang,,\
10,5,Web,,"Nothing,
really"
11800000002,440000001,03/14/2026 02:10:00 PM,03/14/2026 02:19:00 PM,192.0.2.2,,,,,6,3,,Brand,
11800000003,440000001,03/15/2026 02:10:00 PM,soon,192.0.2.3,,,,,9,4,Web,Brand,Answer faster
11800000004,440000001,03/16/2026 02:10:00 PM,03/16/2026 02:12:00 PM,192.0.2.4,who@else.example,,,,0,1,,,
"""


def test_surveymonkey_columns_that_are_no_data_of_the_respondent_are_questions(store: Store) -> None:
    (acme,) = put(store, Account(name="Acme"))
    put(store, Contact(name="Mia Lang", account_id=acme, email="mia@acme.example"))
    previewed = bring(store, ("Client survey 2026.csv", SURVEYMONKEY), mapping="surveymonkey")
    assert written(store, "survey", "name", "kind", "mode") == [("Client survey 2026", "relationship", "attributed")]
    assert written(store, "survey_wave", "survey", "name", "opens_on") == [
        ("Client survey 2026", "Client survey 2026", date(2026, 3, 2)),
    ]
    assert sorted(written(store, "survey_question", *QUESTION[1:])) == [
        (1, "How likely is it that you would recommend us, to a friend or colleague?", "0-10", "recommendation"),
        (2, "How satisfied are you?", "1-5", None),
        (3, "Which services do you use? – Web", "choice", None),
        (4, "Which services do you use? – Brand", "choice", None),
        (5, "What should we change\nfirst?", "text", None),
    ]
    assert written(store, "survey_response", "contact", "answered_on", "channel", "source_id") == [
        ("Mia Lang", date(2026, 3, 2), "import", "11800000001"), (None, date(2026, 3, 14), "import", "11800000002"),
        (None, date(2026, 3, 16), "import", "11800000004"),
    ]  # fmt: skip
    assert previewed.unknown == 1  # who@else.example is no contact of ours
    assert refusals(previewed) == [(7, "End Date", "soon", '"soon" is not a date between 1900 and 2199.')]


def test_surveymonkey_answers_are_scores_or_words_by_what_the_column_holds(store: Store) -> None:
    bring(store, ("Client survey 2026.csv", SURVEYMONKEY), mapping="surveymonkey")
    recommend, satisfied = (
        "How likely is it that you would recommend us, to a friend or colleague?",
        "How satisfied are you?",
    )
    assert written(store, "survey_answer", "survey_response_id", "survey_question", "score", "words") == [
        (1, recommend, 10.0, None), (1, satisfied, 5.0, None), (2, recommend, 6.0, None), (2, satisfied, 3.0, None),
        (3, recommend, 0.0, None), (3, satisfied, 1.0, None), (1, "Which services do you use? – Web", None, "Web"),
        (1, "What should we change\nfirst?", None, "Nothing,\nreally"),
        (2, "Which services do you use? – Brand", None, "Brand"),
    ]  # fmt: skip


def test_surveymonkey_without_its_second_header_row_loses_nobody(store: Store) -> None:
    first, second = SURVEYMONKEY.split("Response,Response,Web,Brand,Open-Ended Response\n")
    bring(store, ("Client survey 2026.csv", first.rstrip(",") + second), mapping="surveymonkey")
    assert len(written(store, "survey_response", "answered_on")) == 3
    choices = ("Which services do you use?", "Which services do you use? – 2")
    answers = written(store, "survey_answer", "survey_response_id", "survey_question", "words")
    assert sorted(one for one in answers if one[1] in choices) == [(1, choices[0], "Web"), (2, choices[1], "Brand")]


TYPEFORM = """\
#,How likely are you to recommend us?,How easy was it to work with us?,What did you like?,Design,Speed,company,email,\
Start Date (UTC),Submit Date (UTC),Network ID
653e97acae12345678901234567890ab,9,7,"The ""hero""
section",Design,Speed,Acme,mia@acme.example,2026-03-02 09:00:12,2026-03-02 09:04:40,f00d
753e97acae12345678901234567890ab,2,6,,Design,,Acme,,2026-03-05 09:00:12,2026-03-05 09:04:40,beef
853e97acae12345678901234567890ab,8,4,Slow,,,Zenit,,2026-03-06 09:00:12,,cafe
"""


def test_typeform_tokens_tell_responses_and_hidden_fields_say_who_answered(store: Store) -> None:
    (acme,) = put(store, Account(name="Acme"))
    put(store, Contact(name="Mia Lang", account_id=acme, email="mia@acme.example"))
    previewed = bring(store, ("Project feedback.csv", TYPEFORM), mapping="typeform")
    assert written(store, "survey_response", "account", "contact", "answered_on", "source_id") == [
        ("Acme", "Mia Lang", date(2026, 3, 2), "653e97acae12345678901234567890ab"),
        ("Acme", None, date(2026, 3, 5), "753e97acae12345678901234567890ab"),
    ]
    assert written(store, "survey_question", *QUESTION) == [
        ("Project feedback", 1, "How likely are you to recommend us?", "0-10", "recommendation"),
        ("Project feedback", 2, "How easy was it to work with us?", "1-7", None),
        ("Project feedback", 3, "What did you like?", "text", None),
        ("Project feedback", 4, "Design", "choice", None), ("Project feedback", 5, "Speed", "text", None),
    ]  # fmt: skip
    assert written(store, "survey_answer", "survey_question", "score", "words") == [
        ("How likely are you to recommend us?", 9.0, None), ("How easy was it to work with us?", 7.0, None),
        ("How likely are you to recommend us?", 2.0, None), ("How easy was it to work with us?", 6.0, None),
        ("What did you like?", None, 'The "hero"\nsection'), ("Design", None, "Design"), ("Speed", None, "Speed"),
        ("Design", None, "Design"),
    ]  # fmt: skip
    assert refusals(previewed) == [(5, "Submit Date (UTC)", "", "Answered on: must be filled in.")]


def test_newer_typeform_joins_choices_and_says_how_far_a_response_came(store: Store) -> None:
    text = """\
#,Which services do you use?,How likely are you to recommend us?,Response Type,Start Date (UTC),Stage Date (UTC),\
Submit Date (UTC),Network ID,Tags,Ending
653e97acae12345678901234567890ab,Web / Brand,9,completed,2026-03-02 09:00:12,,2026-03-02 09:04:40,f00d,,End
"""
    bring(store, ("Project feedback.csv", text), mapping="typeform")
    assert written(store, "survey_answer", "survey_question", "score", "words") == [
        ("How likely are you to recommend us?", 9.0, None), ("Which services do you use?", None, "Web / Brand"),
    ]  # fmt: skip
