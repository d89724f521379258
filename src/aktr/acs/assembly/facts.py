"""Facts that stand in no table of the sources: which test prints what, and earlier revisions.

Which tests print ACS codes is marked in the FAA's matrix by a colour that its text does not carry.
The column "mark" says how sure each row is: C confirmed by an FAA text or a report, D by one
third-party data set, L inferred from which standards exist, G guessed.
"""

from typing import Final, NamedTuple


class Prints(NamedTuple):
    """What the report of one test prints."""

    prefixes: tuple[str, ...]
    mark: str


class Retired(NamedTuple):
    """A test that is no longer given; None where a number is not known."""

    title: str
    questions: int | None
    minimum_age: int | None
    allotted_minutes: int | None
    prefixes: tuple[str, ...]
    mark: str


class Revision(NamedTuple):
    """A revision of a standard that is known by number and day only."""

    prefix: str
    document: str
    effective: str
    text_in: str | None = None


class Document(NamedTuple):
    """A document of the catalogue that is made from a list of elements."""

    number: str
    file: str
    prefixes: tuple[str, ...]


LISTED_DOCUMENTS: Final = (
    Document("FAA-S-ACS-11A", "AA.json", ("AA",)),
    Document("FAA-S-ACS-25", "FIA.json", ("FI", "AI")),
    Document("FAA-S-ACS-15", "PRH.json", ("PH",)),
    Document("FAA-S-ACS-16", "CRH.json", ("CH",)),
    Document("FAA-S-ACS-14", "IRH.json", ("IH",)),
    Document("FAA-S-ACS-29", "FRH.json", ("HI",)),
    Document("FAA-S-ACS-13", "PPL.json", ("PL",)),
    Document("FAA-S-ACS-2", "CPL.json", ("CP",)),
    Document("FAA-S-ACS-3", "IPL.json", ("IP",)),
    Document("FAA-S-ACS-17", "APL.json", ("AP",)),
    Document("FAA-S-ACS-27", "FIP.json", ("IL",)),
    Document("FAA-S-ACS-28", "IIP.json", ("PI",)),
    Document("FAA-S-ACS-1", "AMA.json", ("AM",)),
    Document("FAA-S-ACS-12", "MCN.json", ("MC",)),
)

PDF_DOCUMENTS: Final = (
    "chcharcharlie-flightlessons/private_airplane_acs_6.pdf",
    "chcharcharlie-flightlessons/commercial_airplane_acs_7.pdf",
    "chcharcharlie-flightlessons/instrument_rating_airplane_acs_8.pdf",
    "doctor-whom-PPL/private_airplane_acs_6B_2018.pdf",
)

PRINTS: Final[dict[str, Prints]] = {
    **dict.fromkeys(("ACM", "ASC", "ATM"), Prints(("AA",), "L")),
    "ATS": Prints(("AA",), "D"),
    "AMG": Prints(("AM.I",), "C"),
    "AMA": Prints(("AM.II",), "C"),
    "AMP": Prints(("AM.III",), "C"),
    "CAX": Prints(("CA",), "C"),
    "CCP": Prints(("CA",), "L"),
    "CRH": Prints(("CH",), "D"),
    "CCH": Prints(("CH",), "G"),
    "AFA": Prints(("AI", "FI"), "L"),
    "FIA": Prints(("AI", "FI"), "C"),
    "FOI": Prints(("FI",), "C"),
    "FRH": Prints(("HI", "FI"), "D"),
    "HFA": Prints(("HI", "FI"), "L"),
    "IRA": Prints(("IR",), "C"),
    **dict.fromkeys(("ICP", "IEP", "IFB", "IFP"), Prints(("IR",), "L")),
    "IRH": Prints(("IH",), "D"),
    "ICH": Prints(("IH",), "G"),
    "PAR": Prints(("PA",), "C"),
    **dict.fromkeys(("PAT", "PCP", "PEP", "PFB"), Prints(("PA",), "L")),
    "PRH": Prints(("PH",), "D"),
    **dict.fromkeys(("PHT", "PCH"), Prints(("PH",), "G")),
    "UAG": Prints(("UA",), "C"),
    "IAR": Prints(("IAR",), "C"),
    **dict.fromkeys(("RIG", "RMC"), Prints(("RIG",), "C")),
    **dict.fromkeys(("FEJ", "FEN", "FEP", "FER", "FET", "FEX"), Prints(("PLT",), "C")),
    # Not known: no text of the standard is held, or the matrix does not say which family it is.
    **dict.fromkeys(("SHF", "IHF", "AGI", "BGI", "IGI", "MCI"), Prints((), "G")),
    "MCN": Prints((), "D"),
}
"""Every test that is not listed prints PLT codes: its standard is still a PTS (mark L)."""

PTS: Final = Prints(("PLT",), "L")

SIXTY_MONTHS: Final = frozenset({"ATM"})
"""The matrix stars this test: its report is valid for 60 calendar months, every other for 24."""

RETIRED: Final[dict[str, Retired]] = {
    "UGR": Retired("Unmanned Aircraft General - Recurrent", None, None, None, ("UA",), "L"),
    "PRE": Retired("PRE (title not known)", None, None, None, (), "G"),
    "RMP": Retired("RMP (title not known)", None, None, None, (), "G"),
}

REVISIONS: Final = (
    Revision("PA", "FAA-S-ACS-6", "2016-06-01"),
    Revision("PA", "FAA-S-ACS-6 (Change 1)", "2016-06-15"),
    Revision("PA", "FAA-S-ACS-6A (Change 1)", "2017-06-12"),
    Revision("PA", "FAA-S-ACS-6B (with Change 1)", "2019-06-06", "FAA-S-ACS-6B"),
    Revision("CA", "FAA-S-ACS-7 (Changes 1 & 2)", "2017-06-12"),
    Revision("CA", "FAA-S-ACS-7 (Changes 1, 2, & 3)", "2018-04-19"),
    Revision("CA", "FAA-S-ACS-7A", "2018-06-11"),
    Revision("CA", "FAA-S-ACS-7A (Change 1)", "2019-06-06"),
    Revision("IR", "FAA-S-ACS-8", "2016-06-01"),
    Revision("IR", "FAA-S-ACS-8 (Change 1)", "2016-06-15"),
    Revision("IR", "FAA-S-ACS-8A", "2017-06-12"),
    Revision("IR", "FAA-S-ACS-8B", "2018-06-11"),
    Revision("IR", "FAA-S-ACS-8B (with Change 1)", "2019-06-06"),
)
"""From the revision history of FAA-S-ACS-6C, -7B and -8C, page ii."""

SUCCESSORS: Final = {"FAA-S-ACS-6B": "chcharcharlie-flightlessons/private_airplane_acs_6.pdf"}
"""The next edition of one that was changed before it; its page iii lists the codes it adds.

Codes that it has, the changed one lacks and that list does not name must come from the change.
"""

GUIDE_SLIPS: Final = {
    "PA.IX.C.K1a": "Engine roughness or overheat",
    "PA.IX.C.K1b": "Carburetor or induction icing",
}
"""Former texts that section 8 of the Companion Guide prints wrongly: the line of PA.VIII.F.S3
again, and the next one a row too low. Section 3 of the same guide reprints the task as it was."""

MECHANIC_TESTS_PRINT_ACS_FROM: Final = "2023-08-01"
"""FAA Learning Statement Reference Guide of that day, heading of the mechanic codes."""

BORROWS_FROM: Final[dict[str, tuple[str, ...]]] = {
    "AA": ("CA", "IR", "AI", "PA"),
    "PH": ("PA", "CA"),
    "CH": ("CA", "PA"),
    "IH": ("IR",),
    "HI": ("AI", "CA", "PA", "IR"),
    "PL": ("PA", "CA", "IR"),
    "CP": ("CA", "PA", "IR"),
    "IP": ("IR",),
    "AP": ("CA", "IR", "PA", "AI"),
    "IL": ("AI", "CA", "PA", "IR"),
    "PI": ("IR", "AI", "CA"),
    "MC": ("CA", "PA"),
}
"""Whose task of the same title lends its references, the nearest relative first."""

NOT_FOR_ROTORCRAFT: Final = ("FAA-H-8083-3", "FAA-P-8740-66")
"""Airplane Flying Handbook and "Flying Light Twins Safely": left out of what helicopters borrow."""

ROTORCRAFT: Final = frozenset({"PH", "CH", "IH", "HI"})

ADDED_TITLES: Final = {
    "14 CFR part 47": "Aircraft Registration",
    "14 CFR part 48": "Registration and Marking Requirements for Small Unmanned Aircraft",
    "14 CFR part 89": "Remote Identification (RID)",
    "14 CFR part 107": "Small Unmanned Aircraft Systems (sUAS)",
    "AC 00-6": "Aviation Weather",
    "AC 107-2": "Small Unmanned Aircraft Systems (sUAS)",
    "AC 150/5200-32": "Reporting Wildlife Aircraft Strikes",
    "FAA-G-8082-22": "Remote Pilot – Small Unmanned Aircraft Systems Study Guide",
    "SAFO 09013": "Fighting Fires Caused by Lithium Type Batteries in Portable Electronic Devices",
    "SAFO 10015": "Flying in the Wire Environment",
    "SAFO 10017": "Risks in Transporting Lithium Batteries in Cargo by Aircraft",
    "SAFO 15010": "Carriage of Spare Lithium Batteries in Carry-on and Checked Baggage",
    "AC 00-45": "Aviation Weather Services",
    "AC 00-54": "Pilot Windshear Guide",
    "FAA-H-8083-6": "Advanced Avionics Handbook",
    "IFR Navigation Charts": "IFR Enroute Low Altitude and IFR Enroute High Altitude Charts",
    "Navigation Charts": "Navigation Charts",
    "Terminal Procedures Publications": "Terminal Procedures Publications",
    "USCG Navigation Rules, International-Inland": "USCG Navigation Rules, International-Inland",
}
"""Titles that the Companion Guide lacks: from appendix 4 of FAA-S-ACS-10B and appendix 9 of -6B
(AC 00-54 from its own title page), and names that the standards spell otherwise than the guide."""
