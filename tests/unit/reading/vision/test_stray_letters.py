"""A letter that was read beside the ink of its word stops nothing: a file would be lost with it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from aktr.reading.vision.codes.code_numerals import with_counted_numerals
from aktr.reading.vision.codes.numerals import with_counted_strokes
from aktr.reading.vision.codes.shapes import with_seen_code_letters
from aktr.reading.vision.letters.digit_shapes import with_compared_digits
from aktr.reading.vision.letters.shapes import with_seen_letters
from aktr.reading.vision.words.centre_letters import with_known_letters
from aktr.reading.vision.words.words import StripWord
from drawn_words import as_read, printed_word

_WORDS = ("ÅSTRÖM", "Ibrahim", "III", "PA.VIII.E.K1f", "C0683901", "O.", "Ÿ")


@st.composite
def _stray_words(draw: st.DrawFn) -> StripWord:
    printed, read = draw(st.sampled_from(_WORDS)), draw(st.sampled_from(_WORDS))
    word = printed_word(printed, as_read(printed))
    width = word.strip.pixels.shape[1]
    columns = st.floats(-40, width + 40)
    places = sorted(draw(st.lists(columns, min_size=len(read), max_size=len(read))))
    left = draw(st.integers(-10, width - 1))
    right = draw(st.integers(left + 1, width + 20))
    letters = [
        letter._replace(column=place, probability=draw(st.sampled_from((0.5, 0.99))))
        for letter, place in zip(as_read(read), places, strict=True)
    ]
    return word._replace(characters=tuple(letters), left=left, right=right)


@settings(max_examples=300, deadline=None)
@given(_stray_words())
def test_every_look_at_the_shapes_of_a_word_ends_with_a_word(word: StripWord) -> None:
    seen = with_seen_letters(with_counted_strokes(with_known_letters(word)))
    (compared,) = with_compared_digits([with_seen_code_letters(with_counted_numerals(seen))])

    assert compared.strip is word.strip
