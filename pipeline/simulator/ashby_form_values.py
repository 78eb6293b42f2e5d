"""Which values a field of a feedback form takes, and how they read back (section 8, column applicationFeedback.submit).

Values in, verdicts out; no state.
"""

from datetime import date
from typing import Any

from pipeline.simulator.ashby_checks import DATE, EMAIL, URL, UUID
from pipeline.simulator.ashby_contract import INTERVALS
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.ashby_paper_objects import FormField

CURRENCIES = frozenset(
    code
    for line in (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB",
        "BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK",
        "DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL",
        "HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD",
        "KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR",
        "MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG",
        "QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC",
        "SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND",
        "VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG",
    )
    for code in line.split()
)
"""The codes of ISO 4217 that stand for money."""
TEXTS = ("String", "LongText", "RichText")
"""Types whose length the switch of open point 19 bounds."""
PLACE = frozenset(("country", "region", "city"))


def misfit(field: FormField, value: Any, options: AshbyOptions) -> str | None:
    """What is wrong with a value of a field, as the rest of a sentence; None if it fits."""
    if value is None:
        return None if field.nullable and not field.required else "must not be null"
    if not _fits(field, value, options):
        return f"must be a value of type {field.type}"
    most = options.feedback_text_max_chars
    if most is not None and field.type in TEXTS and len(_text(value)) > most:
        return f"must have at most {most} characters"
    return None


def readback(field: FormField, value: Any, options: AshbyOptions) -> Any:
    """The value as submittedValues shows it."""
    if value is None:
        return None
    if field.type == "Score" and options.score_readback != "as_sent":
        return value["score"] if options.score_readback == "number" else str(value["score"])
    if field.type == "RichText" and options.rich_text_readback == "text":
        return value["value"]
    return value


def _fits(field: FormField, value: Any, options: AshbyOptions) -> bool:
    known = {option for _, option in field.options}
    match field.type:
        case "Boolean":
            return isinstance(value, bool)
        case "String" | "LongText" | "Phone":
            return isinstance(value, str)
        case "Email":
            return isinstance(value, str) and EMAIL.fullmatch(value) is not None
        case "Number":
            return _is_integer(value)
        case "Date":
            return isinstance(value, str) and _is_date(value)
        case "ValueSelect":
            return isinstance(value, str) and value in known
        case "MultiValueSelect":
            return isinstance(value, list) and all(isinstance(one, str) and one in known for one in value)
        case "Score":
            return _is_score(value, options)
        case "RichText":
            return _is_plain_text(value)
        case "Currency":
            return _has(value, "value", "currencyCode") and _is_number(value["value"]) and _is_currency(value)
        case "NumberRange":
            return _is_range(value, "number-range", "type", "minValue", "maxValue")
        case "CompensationRange":
            keys = ("type", "minValue", "maxValue", "currencyCode", "interval")
            return (
                _is_range(value, "compensation-range", *keys) and _is_currency(value) and value["interval"] in INTERVALS
            )
        case "Url":
            return isinstance(value, str) and (value == "" or URL.fullmatch(value) is not None)
        case "UUID":
            one = value["value"] if _has(value, "value") else value
            return isinstance(one, str) and UUID.fullmatch(one) is not None
        case "Location":
            return isinstance(value, dict) and _is_place(value)
        case _:
            return False


def _text(value: Any) -> str:
    return str(value["value"] if isinstance(value, dict) else value)


def _has(value: Any, *keys: str) -> bool:
    """An object of just these keys."""
    return isinstance(value, dict) and set(value) == set(keys)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_date(value: str) -> bool:
    if DATE.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_plain_text(value: Any) -> bool:
    return _has(value, "type", "value") and value["type"] == "PlainText" and isinstance(value["value"], str)


def _is_score(value: Any, options: AshbyOptions) -> bool:
    """1 to 4; beside it comments, where the organisation's version of the page has them."""
    if not isinstance(value, dict) or not _is_integer(value.get("score")) or not 1 <= value["score"] <= 4:
        return False
    if set(value) == {"score"}:
        return True
    return (
        set(value) == {"score", "comments"} and options.score_comments == "accept" and _is_plain_text(value["comments"])
    )


def _is_currency(value: dict[str, Any]) -> bool:
    return isinstance(value["currencyCode"], str) and value["currencyCode"] in CURRENCIES


def _is_range(value: Any, kind: str, *keys: str) -> bool:
    """A range of this kind whose least value is not above the greatest (our reading)."""
    if not _has(value, *keys) or value["type"] != kind:
        return False
    least, most = value["minValue"], value["maxValue"]
    return _is_number(least) and _is_number(most) and bool(least <= most)


def _is_place(value: dict[str, Any]) -> bool:
    return bool(value) and value.keys() <= PLACE and all(isinstance(part, str) and part for part in value.values())
