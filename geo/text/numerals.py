"""Numerals: digits and number words of both languages, as a pattern of symbols and a value."""

from collections.abc import Sequence
from math import ceil, floor

from geo.text.lexemes import Lexeme, Lexicon
from geo.text.tokens import Value

_DIGITS = "[DYHIB]"
_BELOW_HUNDRED = (
    r"(?:{tens}(?:-?{unit_number}|-?{one})?|(?:{unit_number}|{one}){and}{tens}"
    r"|(?:{unit_number}|{one_of}){ten}|{unit_number}|{ten}|{teen}|{one})"
)
_TEENS_AFTER = rf"(?:{{and}}?{_BELOW_HUNDRED}(?!{{hundred}}))?"
_SMALL = (
    rf"(?:{_BELOW_HUNDRED}(?:{{hundred}}{_TEENS_AFTER})?"
    rf"|{_DIGITS}(?!{{th}}|{{decade_s}})(?:{{hundred}}{_TEENS_AFTER})?"
    rf"|(?:{{a}}?{{hundred}}|{{hundreds}}){_TEENS_AFTER})"
)
_THOUSAND = "(?:{scale=1000}|{scale_or_two=1000})"
_SCALE = "(?:{scale}|{scale_or_two})"
_AFTER_SCALE = (
    rf"(?:{{and}}{{half}}{_SCALE}?)?"
    rf"(?:(?<!{{scale=1000}})(?<!{{scale_two=1000}})(?<!{{scale_or_two=1000}})"
    rf"{{and}}?(?:{_SMALL}?{_THOUSAND}|{{scale_two=1000}}))?"
    rf"(?:{{and}}?{_SMALL}(?!{_SCALE}|{{hundred}}))?"
)
SMALL_NUMERAL = _SMALL
"""Pattern of a numeral below a thousand or in digits, a template over the roles."""

NUMERAL = (
    rf"(?:{_SMALL}(?:{{dozen}}|{_SCALE}{_AFTER_SCALE})?"
    rf"|{{a}}?(?:{{dozen}}|{{couple}}|{_SCALE}{_AFTER_SCALE})"
    rf"|{{scale_two}}{_AFTER_SCALE}"
    rf"|{{half}}{{a}}?{{of}}?(?:{{dozen}}|{_SCALE}{_AFTER_SCALE}))"
)
"""Pattern of a numeral, a template over the roles of the lexicon."""

_ADDED = ("unit_number", "one", "one_of", "ten", "teen", "tens", "hundreds", "couple")
_SCALES = ("scale", "scale_two", "scale_or_two", "hundred", "hundreds", "dozen")
_IGNORED = -1.0


def expand_roles(template: str, lexicon: Lexicon) -> str:
    """Return a pattern whose ``{role}`` are replaced by the symbols of that role."""
    return template.format_map(_Classes(lexicon))


class _Classes(dict[str, str]):
    """Looks symbols up as the template asks for them."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, role: str) -> str:
        return self._lexicon.symbol_class(role)


def read_value(values: Sequence[Value]) -> float:
    """Return the number that the tokens of a numeral tell.

    Scales multiply what stands before them (``20 ألف``, ``half a million``), a half after a
    scale adds half of it. A form that is a dual before its noun (``ألفا رجل``) is none where the
    number goes on (``ألفا وثلاثمئة``).
    """
    total, current, last_scale, skip_scale = 0.0, None, 0.0, False
    for number, value in enumerate(values, 1):
        role, amount = _weigh(value)
        if role == "add":
            current = (current or 0) + amount
        elif role == "hundred":
            current = (current or 1) * amount
        elif role == "half" and last_scale and current is None:
            total, skip_scale = total + amount * last_scale, True
        elif role == "half":
            current = amount
        elif role == "scale" and skip_scale:
            skip_scale = False
        elif role == "scale_two" or (
            role == "scale_or_two" and current is None and number == len(values)
        ):
            total, last_scale = total + 2 * amount, amount
        elif role in {"scale", "scale_or_two"}:
            total += (1 if current is None else current) * amount
            current, last_scale = None, amount
    return total + (current or 0)


def _weigh(value: Value) -> tuple[str, float]:
    """Return what a token does to the number, and its amount."""
    if isinstance(value, (int, float)):
        return "add", value
    if not isinstance(value, Lexeme):
        return "", _IGNORED
    for role in _ADDED:
        if role in value.values:
            return "add", int(value.values[role])
    for role in ("scale_or_two", "scale_two", "scale", "hundred", "half"):
        if role in value.values:
            return role, float(value.values[role])
    if "dozen" in value.values:
        return "scale", int(value.values["dozen"])
    return "", _IGNORED


def read_scale(values: Sequence[Value]) -> int:
    """Return the hundreds, thousands or millions a numeral is told in; 1 where in none."""
    scales = [
        int(value.values[role])
        for value in values
        if isinstance(value, Lexeme)
        for role in _SCALES
        if role in value.values
    ]
    return max(scales, default=1)


def round_out(value: float) -> tuple[int, int]:
    """Return the whole numbers that enclose a value: 3.5 km is 3 to 4."""
    return floor(value), ceil(value)
