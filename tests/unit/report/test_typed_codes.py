"""Codes as people type and paste them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktr.acs.catalogue import load_catalogue
from aktr.report.repair.typed_codes import typed_codes


def read(text: str) -> list[tuple[str, str | None]]:
    return [(one.typed, one.code) for one in typed_codes(text, load_catalogue())]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("pa.i.c.k2", "PA.I.C.K2"),
        ("PA,I,C,K2", "PA.I.C.K2"),
        ("PA.I.C K2", "PA.I.C.K2"),
        ("PA I C K2", "PA.I.C.K2"),
        ("pa i c k2", "PA.I.C.K2"),
        ("PA-I-C-K2", "PA.I.C.K2"),
        ("PA.I.CK2", "PA.I.C.K2"),
        ("PAICK2", "PA.I.C.K2"),
        ("P A . I . C . K 2", "PA.I.C.K2"),
        ("PA.I.C.K02", "PA.I.C.K2"),
        ("PA.l.C.K2", "PA.I.C.K2"),
        ("PA.1.C.K2", "PA.I.C.K2"),
        ("PA.VIIl.A.K1", "PA.VIII.A.K1"),
        ("PA.I.C.KZ", "PA.I.C.K2"),
        ("PA.I.G.K1I", "PA.I.G.K1i"),
        ("ir i b k3 c", "IR.I.B.K3c"),
        ("AM I A K7 a", "AM.I.A.K7a"),
        ("plt044", "PLT044"),
        ("PLT 44", "PLT044"),
        ("PLT-044", "PLT044"),
        ("PLT O44", "PLT044"),
        ("amg 31", "AMG031"),
    ],
)
def test_a_code_is_read_in_any_form(text: str, code: str) -> None:
    assert read(text) == [(text, code)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Learning codes: PLT044, PLT012; PLT044.", ["PLT044", "PLT012"]),
        ("PA.I.C.K2\tPA.I.C.K3\n(PA.I.D.K1)", ["PA.I.C.K2", "PA.I.C.K3", "PA.I.D.K1"]),
        ("PA.I.C.K2PA.I.C.K3", ["PA.I.C.K2", "PA.I.C.K3"]),
        ("PA I C K2 PA I C K 3 l", ["PA.I.C.K2", "PA.I.C.K3l"]),
        (" , ;", []),
        ("", []),
    ],
)
def test_lists_are_taken_apart_however_they_are_separated(text: str, codes: list[str]) -> None:
    assert [code for _, code in read(text)] == codes


def test_what_is_no_code_is_named() -> None:
    assert read("PA.I.C.K2 PLT044 PA.I.C.K99 foo") == [
        ("PA.I.C.K2", "PA.I.C.K2"),
        ("PLT044", "PLT044"),
        ("PA.I.C.K99", "PA.I.C.K99"),
        ("foo", None),
    ]
    assert read("PA.I.B.K1 a certificate of airworthiness, PLT044") == [
        ("PA.I.B.K1", "PA.I.B.K1"),
        ("a certificate of airworthiness", None),
        ("PLT044", "PLT044"),
    ]


def test_a_code_that_does_not_exist_is_not_read_as_another() -> None:
    """K11 looks like K1l and K1i: a well-formed code stays what it is."""
    assert read("PA.I.G.K11") == [("PA.I.G.K11", "PA.I.G.K11")]
    assert read("PLT999") == [("PLT999", "PLT999")]


def test_only_what_changed_more_than_its_case_counts_as_read_otherwise() -> None:
    text = "pa.i.c.k2 PLT 12"
    said = {one.typed: one.is_read_otherwise for one in typed_codes(text, load_catalogue())}
    assert said == {"pa.i.c.k2": False, "PLT 12": True}


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_every_code_is_read_back_from_every_way_of_writing_it(data: st.DataObject) -> None:
    catalogue = load_catalogue()
    prefix = data.draw(st.sampled_from([*catalogue.prefixes, "PLT", "AMG", "AMA", "AMP"]))
    code = data.draw(st.sampled_from(catalogue.codes_of_prefix(prefix)))
    mark = data.draw(st.sampled_from([".", ",", " ", "-", "", ". "]))
    typed = code.replace(".", mark)
    if data.draw(st.booleans()):
        typed = typed.lower()
    assert [one.code for one in typed_codes(typed, catalogue)] == [code]


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=80))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    for one in typed_codes(text, load_catalogue()):
        assert one.typed
        assert one.is_shaped or one.code is None
