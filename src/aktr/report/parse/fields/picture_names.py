"""Names as a picture shows them, put right where how names are written leaves one reading."""

import re
import unicodedata
from typing import Final

from aktr.report.parse.fields.picture_marks import with_likely_marks
from aktr.report.values.cell_reading import Reading

_DOT_IN_NAME: Final = re.compile(
    r"((?:[^\W\d_][^\s.]* )*)((?:Jr|Sr|JR|SR)|[^\W\d_][^\s.]{2,}|II|IV)\. ?(?=[^\W\d_])"
)
"""A dot behind what is no initial, and more of the name behind it."""
_SHORTENED: Final = frozenset({"JR", "SR"})
"""What may end in a dot or have a comma behind it."""
_DOT_OR_COMMA: Final = 0.7
"""Confidence in a name of which it cannot be told."""
_LOST_SIGN: Final = 0.7
"""Confidence in a name of which a picture may have lost a dot or a blank."""
_CLEAR: Final = 0.9
"""Confidence in the letters of a name from which a dot would have been seen as well."""
_CLEAR_OF_MIXED: Final = 0.98
"""The same for a name that is not all capitals, where initials commonly end in one."""
_CLEAR_DOT: Final = 0.95
"""Confidence in the signs of a name from which a dot in it is ink of its own and no speck."""
_BARE_INITIAL: Final = re.compile(r"(?<![^\W_])[A-Z]$")
_GLUED_INITIAL: Final = re.compile(r"(?<=[a-z]{2})(?=[A-Z]\.(?:\s|$))")
_GLUED_TO_INITIAL: Final = re.compile(r"(?<![^\W_])([A-Z]\.)(?=[^\W\d_]{2})")
"""An initial from which the next word has lost its blank: "A.YAZZIE"."""
_GLUED_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_]{2})(?=O['’][A-Z]{2})")
"""Where a name with an apostrophe has lost the blank before it: "RAVIO'BRIEN"."""
_GLUED_LAST: Final = re.compile(
    r"(?<=[a-z]{3})(?=[A-Z]$)|(?<=[^\W\d_a-z]{2}[BCDFGHKLMNPQRSTVWXZ])(?=J$)"
)
"""Before an initial at the end that its word reaches: "MitchellJ"; no name ends as MITCHELLJ."""
_SPECK_IN_BLANK: Final = re.compile(r"(?<=[^\W\d_]{4})['’](?=[^\W\d_](?![^\W\d_]))")
"""A speck in the blank before an initial: no part of a name ends so ("BRIAN'C")."""
_GLUED_CAPITAL: Final = re.compile(r"(?<![^\W\d_])(?!JR|SR|ESQ|STE\.)[A-Z]{3,}\.")
"""A dot behind capitals that are no title: that of an initial without its blank."""
_GLUED_TITLE: Final = re.compile(r"(?<=[^\W\d_]{2})(?=(?:JR|SR|Jr|Sr)\.?(?:,|$))")
"""Where a title follows on a name without its blank; no name ends in these letters."""
_BETWEEN_WORDS: Final = re.compile(r"[\s,]")
_GLUED_COMMA: Final = re.compile(r",(?=[^\W\d_])")
_TORN_CASE: Final = re.compile(r"(?<![^\W\d_])([^\W\d_])([^\W\d_]+)(?![^\W\d_])")
_AMONG_CAPITALS: Final = re.compile(
    r"(?<![^\W\d_])[A-Z](?![a-z]{1,3}[^\W\d_a-z]+(?![^\W\d_]))(?=[^\W\d_]*[a-z][^\W\d_a-z]{2})"
    r"[^\W\d_]+"
)
"""A word of capitals with a small letter among them: "BjÖRn", but not "McDONALD"."""
_CAPITAL_WORD: Final = re.compile(r"(?<![^\W\d_])[^\W\d_a-z]{3,}(?![^\W\d_])")
_BEGUN_SMALL: Final = re.compile(
    r"(?<![\w'’-])[^\W\d_A-Z][^\W\d_A-Z]*[A-Z]+[^\W\d_A-Z]+[^\W\d_]*(?![\w])"
)
"""A word that begins small and goes back to small letters behind a capital: "ånGström"."""
_FAMILY_DI: Final = re.compile(r"Di[^\Wa-z\d_]{2}")
_SMALL_OR_CAPITAL: Final = frozenset("COSVWXZKPU")
"""Capitals that their small letters look like."""
_MAYBE_THORN: Final = frozenset("P")
"""What a Þ, which the readers do not know, is taken for: its small letter is a p to them."""
_PUT_RIGHT: Final = 0.9
"""Confidence in a name of which a sign was put right."""
_SMALL_L: Final = re.compile(r"(?<![^\s\-])l([a-z]+)(?![^\W_])")
"""A word of a name that begins with the stroke of a small l."""
_PARTICLES: Final = frozenset(
    "abu af al am an ap av bin bint da das de dei del dela della den der des di do dos du e el ibn"
    " la las le les li lo los lu mac mc of op san st te ten ter the und van vander vom von y zu zum"
    " zur".split()
)
"""Words of names that are written small: de la Cruz."""
_SMALL_START: Final = re.compile(r"(?<![\w'’.\-])([a-zóòôõöøúùûüśšçžźż])([^\W\d_]*)(?![\w'’])")
"""A word of a name that begins with a small letter."""
_SPECK_BEHIND: Final = re.compile(r"(?<=[^\W\d_]{4})\.$")
"""A dot at the end of a name behind what is neither an initial nor a title."""
_STROKES: Final = re.compile(r"(?<=[^\W\d_] )[1Il|]{2,3}(?=,|$| )")
"""A numeral behind a name, whose strokes were read as ones."""
_PEN_INITIALS: Final = re.compile(r"(?<= )(?!(?:I{2,3}|IV|VI|JR|SR|MD|NG)$)[A-Z]{2,3}$")
"""What somebody wrote behind a name to say that it was checked: "Mateo Elise MR"."""
_PEN_INITIALS_OF_CAPITALS: Final = re.compile(
    r"(?<= )(?!(?:JR|SR|MD|NG)$)[BCDFGHJKLMNPQRSTVWXZ]{2,3}$"
)
"""The same behind a name in capitals, whose last word may be as short if it has a vowel."""
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_CAPITALISED: Final = re.compile(r"(?<![^\W\d_])[A-Z][a-z]")
_CAPITALISED_WORD: Final = re.compile(r"(?<![^\W\d_])[A-Z][a-z]+(?![^\W\d_])")


def name_on_paper(reading: Reading, certainty: float, seen: float) -> tuple[Reading, float]:
    """A name as it must be printed where a picture shows it a little otherwise.

    Args:
        reading: The name as read.
        certainty: How sure it is that this is the name, 0 to 1.
        seen: How sure the reader is of its letters, 0 to 1.

    Returns:
        The name, and how sure it is then.
    """
    name = str(reading.value)
    clear = _CLEAR if name.isupper() else _CLEAR_OF_MIXED
    if seen < clear and _BARE_INITIAL.search(name):
        certainty = min(certainty, _LOST_SIGN)
    initials = _PEN_INITIALS if _is_in_small_letters(name) else _PEN_INITIALS_OF_CAPITALS
    if initials.search(name):
        certainty = min(certainty, _LOST_SIGN)
    if not _BETWEEN_WORDS.search(name):
        # A person has a first name and a last; blanks are lost in print that stands close.
        certainty = min(certainty, _LOST_SIGN)
    reading, certainty = _written(reading, with_likely_marks(name), certainty, _LOST_SIGN)
    reading, certainty = _with_blank_behind_comma(reading, certainty)
    reading, certainty = _in_one_case(reading, certainty)
    reading, certainty = _with_dotted_capitals(*_with_capitals(reading, certainty))
    return _without_speck(*_with_comma(*_with_blanks(reading, certainty), seen))


def _is_in_small_letters(name: str) -> bool:
    """Whether a name is written as Jane Doe is, and not as LaROSE, AMY or Van DYKE, TOM."""
    return any(word.lower() not in _PARTICLES for word in _CAPITALISED_WORD.findall(name))


def _without_speck(reading: Reading, certainty: float) -> tuple[Reading, float]:
    """A name without the dot behind its last word; among capitals that may be an initial's."""
    name = str(reading.value)
    sure = _LOST_SIGN if name.isupper() else _PUT_RIGHT
    return _written(reading, _SPECK_BEHIND.sub("", name), certainty, sure)


def with_numeral(text: str) -> str:
    """The text of a name with the numeral of a second or third of it: "OKAFOR 11"."""
    return _STROKES.sub(lambda strokes: "I" * len(strokes[0]), text)


def _written(
    reading: Reading, value: str, certainty: float, at_most: float
) -> tuple[Reading, float]:
    """A name as it must be printed, and no surer than that if it was read otherwise."""
    if value == reading.value:
        return reading, certainty
    return reading._replace(value=value), min(certainty, at_most)


def _in_one_case(reading: Reading, certainty: float) -> tuple[Reading, float]:
    """A name with a small letter behind capitals of a word, where none can be: "YUKi"."""
    name = str(reading.value)
    mixed = _AMONG_CAPITALS.sub(lambda word: word[0].upper(), name)
    if _CAPITAL_WORD.search(name):
        mixed = _BEGUN_SMALL.sub(lambda word: word[0].upper(), mixed)
    if mixed != name and mixed.isupper():
        return reading._replace(value=mixed), min(certainty, _LOST_SIGN)
    torn = [word for word in _TORN_CASE.finditer(name) if _is_torn(word)]
    for word in torn:
        if all(letter.islower() or letter in _SMALL_OR_CAPITAL for letter in word[2]):
            small = word[1] + word[2].lower()
            name = name[: word.start()] + small + name[word.end() :]
    return reading._replace(value=name), min(certainty, _LOST_SIGN) if torn else certainty


def _is_torn(word: re.Match[str]) -> bool:
    """Whether a word goes from capitals to small letters; McDONALD and DeMARCO do the opposite."""
    return word[0][:2].isupper() and not word[0].isupper()


def _with_blank_behind_comma(reading: Reading, certainty: float) -> tuple[Reading, float]:
    """A name without the blank behind its comma, which forms print and narrow print hides."""
    value = _GLUED_COMMA.sub(", ", str(reading.value))
    return _written(reading, value, certainty, _LOST_SIGN)


def _with_blanks(reading: Reading, certainty: float) -> tuple[Reading, float]:
    """A name whose initial a picture shows without the blank before it or behind it: "OmarJ."."""
    value = _GLUED_TO_INITIAL.sub(r"\1 ", str(reading.value))
    for lost_blank in (_GLUED_APOSTROPHE, _GLUED_LAST, _SPECK_IN_BLANK):
        value = lost_blank.sub(" ", value)
    reading, certainty = _written(reading, value, certainty, _LOST_SIGN)
    name = str(reading.value)
    if _GLUED_INITIAL.search(name):
        value = _GLUED_INITIAL.sub(" ", name)
        return reading._replace(value=value), min(certainty, _PUT_RIGHT)
    if _GLUED_TITLE.search(name):
        value = _GLUED_TITLE.sub(" ", name)
        return reading._replace(value=value), min(certainty, _LOST_SIGN)
    if _GLUED_CAPITAL.search(name) and "," in name:
        value = _GLUED_CAPITAL.sub(lambda word: f"{word[0][:-2]} {word[0][-2:]}", name)
        return reading._replace(value=value), min(certainty, _LOST_SIGN)
    return reading, certainty


def _with_capitals(reading: Reading, certainty: float) -> tuple[Reading, float]:
    """Names begin with capitals, so the stroke with which one begins is an I: Ian, Rao-Iyer."""
    name = str(reading.value)
    if not _CAPITALISED.search(name):
        return reading, certainty
    value = _SMALL_L.sub(
        lambda word: word[0] if word[0] in _PARTICLES else f"I{word[1]}",
        name,
    )
    return _written(reading, value, certainty, _PUT_RIGHT)


def _with_dotted_capitals(reading: Reading, certainty: float) -> tuple[Reading, float]:
    """A name in which capitals were read as small letters: İbrahim has an İ, Þóra no p."""
    name = str(reading.value)
    value = _WORD.sub(lambda word: _with_dotted_capitals_only(word[0]), name)
    begun_small = [word for word in _SMALL_START.finditer(value) if word[0] not in _PARTICLES]
    if value == name and not (begun_small and any(map(str.isupper, name))):
        return reading, certainty
    for word in begun_small:
        if word[1] == "i" and len(word[0]) > len("ibn"):
            value = f"{value[: word.start()]}İ{value[word.start() + 1 :]}"
        elif _plain_capital(word[1]) in _SMALL_OR_CAPITAL - _MAYBE_THORN:
            value = f"{value[: word.start()]}{word[1].upper()}{value[word.start() + 1 :]}"
    return reading._replace(value=value), min(certainty, _LOST_SIGN)


def _plain_capital(letter: str) -> str:
    return unicodedata.normalize("NFD", letter.replace("ø", "o"))[0].upper()


def _with_dotted_capitals_only(word: str) -> str:
    """A word of capitals but for a small i: the readers have no İ. DiMARCO is seen as such."""
    if _FAMILY_DI.match(word):
        return word
    others = word.replace("i", "")
    return word.replace("i", "İ") if len(others) > 1 and others.isupper() else word


def _with_comma(reading: Reading, certainty: float, seen: float) -> tuple[Reading, float]:
    """A name whose comma a picture shows as a dot: only initials and titles end in one.

    A dot of which the reader is not sure may as well be a speck.
    """
    name = str(reading.value)
    match = _DOT_IN_NAME.match(name)
    if match is None or "," in name:
        return reading, certainty
    if match[2].upper() in _SHORTENED:
        return reading, min(certainty, _DOT_OR_COMMA)
    value = f"{match[1]}{match[2]}, {name[match.end() :]}"
    # Among capitals, the dot may as well be that of an initial that lost its blank: "TYJ. STONE".
    is_clear = seen >= _CLEAR_DOT and not _GLUED_CAPITAL.search(name)
    return reading._replace(value=value), min(certainty, _PUT_RIGHT if is_clear else _LOST_SIGN)
