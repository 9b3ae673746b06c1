"""Roman numerals: what section labels and the symbols of early sessions are written in."""

from __future__ import annotations

_SIGNS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_GREATEST = 3999

# As the headings and labels of United Nations documents in Arabic have them, hamza and spaces left out.
_ARABIC_ORDINALS = (
    "اولا ثانيا ثالثا رابعا خامسا سادسا سابعا ثامنا تاسعا عاشرا حاديعشر ثانيعشر ثالثعشر رابععشر خامسعشر سادسعشر سابععشر"
    " ثامنعشر تاسععشر"
)
_ARABIC_LETTERS = (
    "الف باء جيم دال هاء واو زاي حاء طاء ياء كاف لام ميم نون سين عين فاء صاد قاف راء شين تاء ثاء خاء ذال ضاد"
)


def from_arabic_words(text: str) -> tuple[int, bool] | None:
    """Give the place that an Arabic word for an ordinal or a letter stands for, and whether it is a letter.

    >>> from_arabic_words("ثانيا"), from_arabic_words("جيم"), from_arabic_words("ب")
    ((2, False), (3, True), None)
    """
    for words, letter in ((_ARABIC_ORDINALS, False), (_ARABIC_LETTERS, True)):
        if text in words.split():
            return words.split().index(text) + 1, letter
    return None


def to_roman(value: int) -> str:
    """Give the Roman numeral of a number, in capitals.

    Raises:
        ValueError: the number is not from 1 to 3999, for which alone there are signs.

    >>> to_roman(28)
    'XXVIII'
    """
    if not 1 <= value <= _GREATEST:
        raise ValueError(f"{value} has no Roman numeral; expected 1 to {_GREATEST}")
    signs = ""
    for worth, sign in _SIGNS:
        count, value = divmod(value, worth)
        signs += sign * count
    return signs


def from_roman(text: str) -> int | None:
    """Give the value of a Roman numeral, in capitals or small letters; None if the text is none.

    >>> from_roman("xxviii"), from_roman("IIX"), from_roman("b")
    (28, None, None)
    """
    rest, value = text.upper(), 0
    for worth, sign in _SIGNS:
        while rest.startswith(sign):
            rest, value = rest[len(sign) :], value + worth
    return value if 1 <= value <= _GREATEST and to_roman(value) == text.upper() else None
