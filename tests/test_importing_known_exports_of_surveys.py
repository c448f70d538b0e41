"""Responses exported by survey tools arrive as a survey with a wave, questions, sheets and answers."""

import csv
import io
from datetime import date

import pytest
import xlsxwriter

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
        (2, "How satisfied are you?", "1-5", "satisfaction"),
        (3, "Which services do you use? – Web", "choice", None),
        (4, "Which services do you use? – Brand", "choice", None),
        (5, "What should we change\nfirst?", "text", "change"),
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
        (1, recommend, 10.0, None), (1, satisfied, 5.0, None), (1, "Which services do you use? – Web", None, "Web"),
        (1, "What should we change\nfirst?", None, "Nothing,\nreally"),
        (2, recommend, 6.0, None), (2, satisfied, 3.0, None), (2, "Which services do you use? – Brand", None, "Brand"),
        (3, recommend, 0.0, None), (3, satisfied, 1.0, None),
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
        (None, None, date(2026, 3, 6), "853e97acae12345678901234567890ab"),
    ]
    # The third was begun and never sent; Zenit is no account.
    assert written(store, "survey_response", "complete") == [(True,), (True,), (False,)]
    assert (previewed.unknown, previewed.refused) == (1, [])
    assert "Project feedback.csv: 2 responses of 3 without a known contact." in previewed.notes
    assert "Project feedback.csv: 1 response left before the end, kept as partial." in previewed.notes
    assert written(store, "survey_question", *QUESTION) == [
        ("Project feedback", 1, "How likely are you to recommend us?", "0-10", "recommendation"),
        ("Project feedback", 2, "How easy was it to work with us?", "1-7", "ease"),
        ("Project feedback", 3, "What did you like?", "text", None),
        ("Project feedback", 4, "Design", "choice", None), ("Project feedback", 5, "Speed", "text", None),
    ]  # fmt: skip
    assert written(store, "survey_answer", "survey_response_id", "survey_question_id", "score", "words") == [
        (1, 1, 9.0, None), (1, 2, 7.0, None), (1, 3, None, 'The "hero"\nsection'), (1, 4, None, "Design"),
        (1, 5, None, "Speed"), (2, 1, 2.0, None), (2, 2, 6.0, None), (2, 4, None, "Design"), (3, 1, 8.0, None),
        (3, 2, 4.0, None), (3, 3, None, "Slow"),
    ]  # fmt: skip


def test_newer_typeform_joins_choices_and_says_how_far_a_response_came(store: Store) -> None:
    text = """\
#,Which services do you use?,How likely are you to recommend us?,Response Type,Start Date (UTC),Stage Date (UTC),\
Submit Date (UTC),Network ID,Tags,Ending
653e97acae12345678901234567890ab,Web / Brand,9,completed,2026-03-02 09:00:12,,2026-03-02 09:04:40,f00d,,End
"""
    bring(store, ("Project feedback.csv", text), mapping="typeform")
    assert written(store, "survey_answer", "survey_question", "score", "words") == [
        ("Which services do you use?", None, "Web / Brand"), ("How likely are you to recommend us?", 9.0, None),
    ]  # fmt: skip


QUALTRICS = """\
StartDate,EndDate,Status,IPAddress,Progress,Finished,ResponseId,RecipientLastName,RecipientFirstName,RecipientEmail,\
Q1_NPS_GROUP,Q1,Q2,Q3,Client
Start Date,End Date,Response Type,IP Address,Progress,Finished,Response ID,Recipient Last Name,Recipient First Name,\
Recipient Email,How likely are you to recommend us? - Group,How likely are you to recommend us?,\
How satisfied are you with us?,What should we improve?,Client
"{""ImportId"":""startDate"",""timeZone"":""Z""}","{""ImportId"":""endDate""}","{""ImportId"":""status""}",\
"{""ImportId"":""ipAddress""}","{""ImportId"":""progress""}","{""ImportId"":""finished""}","{""ImportId"":""_recordId""}",\
"{""ImportId"":""recipientLastName""}","{""ImportId"":""recipientFirstName""}","{""ImportId"":""recipientEmail""}",\
"{""ImportId"":""QID1_NPS_GROUP""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""QID3_TEXT""}",\
"{""ImportId"":""Client""}"
2026-03-02 09:00:12,2026-03-02 09:04:40,IP Address,192.0.2.1,100,True,R_1a,Lang,Mia,,Promoter,10,Very satisfied,\
Nothing,Acme
2026-03-03 09:00:12,2026-03-03 09:04:40,IP Address,192.0.2.2,40,False,R_2b,,,,Detractor,3,Dissatisfied,,Acme
2026-03-03 10:00:12,2026-03-03 10:04:40,Survey Preview,,100,True,R_3c,,,,,-99,Satisfied,,
2026-03-04 10:00:12,2026-03-04 10:04:40,IP Address,,100,True,R_4d,,,,Promoter,9,Satisfied,,
2026-03-05 10:00:12,2026-03-05 10:04:40,IP Address,,100,True,R_5e,,,,,-99,Satisfied,,
"""


def tsv(text: str) -> bytes:
    """As the tool writes tabs: UTF-16."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows(csv.reader(io.StringIO(text)))
    return out.getvalue().encode("utf-16")


def xlsx(text: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(csv.reader(io.StringIO(text))):
            sheet.write_row(number, 0, [int(cell) if cell.lstrip("-").isdecimal() else cell for cell in row])
    return out.getvalue()


@pytest.mark.parametrize(
    ("ending", "content"), [("csv", QUALTRICS.encode()), ("tsv", tsv(QUALTRICS)), ("xlsx", xlsx(QUALTRICS))]
)
def test_qualtrics_has_its_questions_in_the_second_of_three_header_rows(
    store: Store, ending: str, content: bytes
) -> None:
    (acme,) = put(store, Account(name="Acme"))
    put(store, Contact(name="Mia Lang", account_id=acme))
    previewed = bring(store, (f"Spring.{ending}", content), mapping="qualtrics")
    assert written(store, "survey_question", *QUESTION[1:], "missing_codes") == [
        (1, "How likely are you to recommend us?", "0-10", "recommendation", "-99"),
        (2, "How satisfied are you with us?", "1-5", "satisfaction", None),
        (3, "What should we improve?", "text", "change", None),
    ]
    assert written(store, "survey_response", "account", "contact", "answered_on", "complete", "source_id") == [
        ("Acme", "Mia Lang", date(2026, 3, 2), True, "R_1a"), ("Acme", None, date(2026, 3, 3), False, "R_2b"),
        (None, None, date(2026, 3, 4), True, "R_4d"), (None, None, date(2026, 3, 5), True, "R_5e"),
    ]  # fmt: skip
    # The preview is no response, -99 no answer, and words of a known list have their points.
    assert written(store, "survey_answer", "survey_response_id", "survey_question_id", "score", "words") == [
        (1, 1, 10.0, None), (1, 2, 5.0, None), (1, 3, None, "Nothing"), (2, 1, 3.0, None), (2, 2, 2.0, None),
        (3, 1, 9.0, None), (3, 2, 4.0, None), (4, 2, 4.0, None),
    ]  # fmt: skip
    assert any("1 trial response" in note for note in previewed.notes)


def test_google_forms_tells_responses_by_time_and_address_and_counts_the_digit_beside_words(store: Store) -> None:
    (acme,) = put(store, Account(name="Acme"))
    put(store, Contact(name="Mia Lang", account_id=acme, email="mia@acme.example"))
    text = """\
"Zeitstempel","E-Mail-Adresse","Würden Sie uns empfehlen?","Zufriedenheit","Was fehlt?"
"2026/03/02 9:04:40 AM MEZ","mia@acme.example","10 (äußerst wahrscheinlich)","5 - Sehr zufrieden","Nichts"
"2026/03/02 9:04:40 AM MEZ","","0 (gar nicht)","1 - Gar nicht zufrieden","Vieles"
"2026/03/02 9:04:40 AM MEZ","","7","3","n/a"
"""
    bring(store, ("Umfrage.csv", text.encode("cp1252")), mapping="google-forms")
    assert written(store, "survey_question", *QUESTION[1:]) == [
        (1, "Würden Sie uns empfehlen?", "0-10", "recommendation"), (2, "Zufriedenheit", "1-5", "satisfaction"),
        (3, "Was fehlt?", "text", None),
    ]  # fmt: skip
    assert written(store, "survey_response", "contact", "answered_on", "source_id") == [
        ("Mia Lang", date(2026, 3, 2), "Umfrage | 2026/03/02 9:04:40 AM MEZ | mia@acme.example"),
        (None, date(2026, 3, 2), "Umfrage | 2026/03/02 9:04:40 AM MEZ"),
        (None, date(2026, 3, 2), "Umfrage | 2026/03/02 9:04:40 AM MEZ | 2"),
    ]
    assert written(store, "survey_answer", "survey_response_id", "score", "words", "not_applicable") == [
        (1, 10.0, None, False), (1, 5.0, None, False), (1, None, "Nichts", False), (2, 0.0, None, False),
        (2, 1.0, None, False), (2, None, "Vieles", False), (3, 7.0, None, False), (3, 3.0, None, False),
        (3, None, None, True),
    ]  # fmt: skip


def test_delighted_counts_seconds_and_keeps_properties_of_the_person_apart(store: Store) -> None:
    put(store, Account(name="Acme"))
    text = """\
id,person,survey_type,score,comment,permalink,created_at,updated_at,person_properties.company
50942642,153585695,nps,0,,https://app.example/r/2jo,1713418460,1713418460,Acme
50942643,153585696,nps,9,"Quick, friendly",https://app.example/r/3jo,1713504860,1713504860,
"""
    bring(store, ("nps.csv", text), mapping="delighted")
    assert written(store, "survey_question", *QUESTION[1:]) == [
        (1, "Score", "0-10", "recommendation"), (2, "What is the main reason for your score?", "text", None),
    ]  # fmt: skip
    assert written(store, "survey_response", "account", "answered_on") == [
        ("Acme", date(2024, 4, 18)), (None, date(2024, 4, 19)),
    ]  # fmt: skip
