"""The words of a message: promise, time and last day in it, and nothing of anybody else."""

from dataclasses import replace
from datetime import date

from lib.surveys.mail import invitation, is_address, reminder, subject_of
from tests.wave_cases import LETTER

LINK = "https://ask.example/s/" + "a" * 40


def test_an_invitation_says_who_asks_how_long_it_takes_until_when_and_the_promise() -> None:
    mail = invitation(LETTER, "mia@client.example", "Mia", LINK)
    assert mail.subject == "Harbour Lane: Pulse, your view in 2 minutes"
    assert mail.body == (
        "Dear Mia,\n\n"
        "Harbour Lane asks for your view. It takes about 2 minutes:\n\n"
        f"{LINK}\n\n"
        "It works once and is yours: do not pass it on. Last day: 30 Jun 2026.\n\n"
        "Your answers are read.\n\n"
        "If you do not wish to be asked again, please reply and say so.\n\n"
        "Thank you,\nHarbour Lane\n"
    )
    mine = invitation(replace(LETTER, own_words="We met in May.\nYours, Ann"), "mia@client.example", "Mia", LINK)
    assert "We met in May.\nYours, Ann\n" in mine.body


def test_a_reminder_of_an_anonymous_wave_names_the_first_message_and_holds_no_link() -> None:
    letter = replace(LETTER, anonymous=True)
    mail = reminder(letter, "mia@client.example", "Mia", None, date(2026, 6, 1))
    assert "http" not in mail.body
    assert subject_of(letter) in " ".join(mail.body.split())
    assert "we cannot tell who has answered" in " ".join(mail.body.split())
    assert LINK in reminder(LETTER, "mia@client.example", "Mia", LINK, date(2026, 6, 1)).body


def test_a_name_cannot_begin_a_header_and_a_long_link_stays_whole() -> None:
    letter = replace(LETTER, title="Pulse\r\nBcc: all@firm.example", firm="H" * 90)
    mail = invitation(letter, "mia@client.example", "Mia\nTo: x", "https://" + "very-" * 30 + "long.example/s/x")
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    assert "Dear Mia To: x," in mail.body
    assert "https://" + "very-" * 30 + "long.example/s/x\n" in mail.body


def test_an_address_is_one_address() -> None:
    assert is_address("mia.o'neil+x@client.example")
    for wrong in (None, "", "mia", "mia@client", "a@b.example,c@d.example", "Mia <a@b.example>", "a@b.example\n"):
        assert not is_address(wrong)
