"""What one piece of text says as a number, with a point or a comma before its decimals."""

import re
from decimal import Decimal
from typing import NamedTuple

LARGEST = Decimal(10) ** 15
_LONGEST = 60
_SIGNS = "-−–"
_SYMBOLS = "$€£¥₹₽₺₩₪₫₴₦฿₱₡₲₵₸¢"
_CURRENCIES = (
    "AED|AFN|ALL|AMD|ANG|AOA|ARS|AUD|AWG|AZN|BAM|BBD|BDT|BGN|BHD|BIF|BMD|BND|BOB|BRL|BSD|BTN|BWP|BYN|BZD|CAD|CDF|CHF|"
    "CLP|CNY|COP|CRC|CUP|CVE|CZK|DJF|DKK|DOP|DZD|EGP|ERN|ETB|EUR|FJD|FKP|GBP|GEL|GHS|GIP|GMD|GNF|GTQ|GYD|HKD|HNL|HTG|"
    "HUF|IDR|ILS|INR|IQD|IRR|ISK|JMD|JOD|JPY|KES|KGS|KHR|KMF|KPW|KRW|KWD|KYD|KZT|LAK|LBP|LKR|LRD|LSL|LYD|MAD|MDL|MGA|"
    "MKD|MMK|MNT|MOP|MRU|MUR|MVR|MWK|MXN|MYR|MZN|NAD|NGN|NIO|NOK|NPR|NZD|OMR|PAB|PEN|PGK|PHP|PKR|PLN|PYG|QAR|RON|RSD|"
    "RUB|RWF|SAR|SBD|SCR|SDG|SEK|SGD|SHP|SLE|SOS|SRD|SSP|STN|SVC|SYP|SZL|THB|TJS|TMT|TND|TOP|TRY|TTD|TWD|TZS|UAH|UGX|"
    "USD|UYU|UZS|VES|VND|VUV|WST|XAF|XCD|XOF|XPF|YER|ZAR|ZMW|ZWG"
)
# Codes are listed because any three letters before digits would make numbers of project keys.
_MARK = rf"(?:[A-Z]{{0,3}}[{_SYMBOLS}]|{_CURRENCIES}|[Kk]r\.?|zł|Kč|Fr\.|Rs\.?|Rp\.?)"
_AROUND = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-+−–])?\s*(?P<before>{_MARK})?\s*(?P<inner>[-+−–])?\s*"
    rf"(?P<digits>[0-9.,'’\s]*[0-9][.,]?)(?P<power>[eE][-+]?[0-9]{{1,2}})?"
    rf"\s*(?P<percent>%)?\s*(?P<after>{_MARK})?\s*(?P<trailing>[-−–])?\s*(?P<close>\))?"
)
_WITH_POINT = re.compile(
    r"(?:[0-9]*|[1-9][0-9]{0,2}(?P<group>[,'’\s])[0-9]{3}(?:(?P=group)[0-9]{3})*|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})"
    r"(?:\.[0-9]*)?"
)
_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.(?:[0-9]{1,2}|[0-9]{4,15}))?")
_NO_GROUPS = re.compile(r"[,'’\s]")
_SWAPPED = str.maketrans(".,", ",.")
_CODES = {"€": "EUR", "£": "GBP", "$": "USD", "US$": "USD"}


class NumberText(NamedTuple):
    """A number read with the point and with the comma as its decimal mark, None where that is none below `LARGEST`.

    `currency` is the sign or code beside it, a plain sign told as a code; `percent` whether it has a percent sign.
    """

    point: Decimal | None
    comma: Decimal | None
    currency: str | None = None
    percent: bool = False


NO_NUMBER = NumberText(None, None)


def read_number(text: str) -> NumberText:
    """The readings of a trimmed text; digits are grouped by three (or as in India), never after a leading zero."""
    if _PLAIN.fullmatch(text):  # the quick way for the form most tools write
        return NumberText(Decimal(text), None if "." in text else Decimal(text))
    match = _AROUND.fullmatch(text) if len(text) <= _LONGEST else None
    negative = _is_negative(match) if match else None
    if match is None or negative is None or (match["before"] and match["after"]):
        return NO_NUMBER
    digits, power = match["digits"], match["power"] or ""
    mark = match["before"] or match["after"]
    return NumberText(
        _value(digits, power, negative),
        _value(digits.translate(_SWAPPED), power, negative),
        _CODES.get(mark, mark) if mark else None,
        bool(match["percent"]),
    )


def _is_negative(match: re.Match[str]) -> bool | None:
    """Whether it is below zero: brackets around it, or one sign before or behind; None where that is contradictory."""
    signs = [sign for sign in (match["sign"], match["inner"], match["trailing"]) if sign]
    brackets = bool(match["open"])
    if brackets != bool(match["close"]) or len(signs) + brackets > 1:
        return None
    return brackets or (bool(signs) and signs[0] in _SIGNS)


def _value(digits: str, power: str, negative: bool) -> Decimal | None:
    if not _WITH_POINT.fullmatch(digits):
        return None
    value = Decimal(_NO_GROUPS.sub("", digits) + power)
    if abs(value) >= LARGEST:
        return None
    return value.copy_negate() if negative and value else value
