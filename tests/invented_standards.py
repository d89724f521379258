"""Invented standards: editions, and the pages of documents in the three layouts of the FAA."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from aktr.acs.editions import Edition, Element, Task
from aktr.acs.standards import HeldEdition


def edition(document: str, effective: date, wordings: Mapping[str, str]) -> Edition:
    return Edition(
        document=document,
        title="Kite Pilot",
        published="November 2023",
        effective=effective,
        source=f"{document}, invented",
        source_sha256="0" * 64,
        areas={f"{next(iter(wordings))[:2]}.I": "Preflight Preparation"},
        tasks={"ZZ.I.A": Task("Kite Selection", references="14 CFR part 91; AC 00-6")},
        elements={code: Element(text, 10, 2) for code, text in wordings.items()},
    )


def held(item: Edition) -> HeldEdition:
    return HeldEdition(item.document, item.title, item.effective, item.prefixes, lambda: item)


def write_pdf(path: Path, pages: Sequence[str]) -> Path:
    data = BytesIO()
    canvas = Canvas(data, pagesize=(612, 792))
    for page in pages:
        for number, line in enumerate(page.replace("\x02", "-").splitlines()):
            canvas.drawString(40, 750 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    path.write_bytes(data.getvalue())
    return path


COVER = """Kite Pilot for Tethered Category
Airman Certification Standards
FAA-S-ACS-99A
Flight Standards Service
Washington, DC 20591
November 2031"""

CHANGES = """Kite Pilot ACS (FAA-S-ACS-99A) iii
Major Enhancements to FAA-S-ACS-99A
ZZ.I.A.K7
ZZ.I.A.R1"""

CONTENTS = """Kite Pilot ACS (FAA-S-ACS-99A) iv
Area of Operation I. Preflight Preparation
Task A. Kite Selection and Other Things That Take More Than One Line of This
Contents Page ..................................................................... 2
Task B. Strings ................................................................... 3"""

BODY = [
    """2
Kite Pilot ACS (FAA-S-ACS-99A)
Area of Operation I. Preflight Preparation
Area of Operation I. Preflight Preparation
Task A. Kite Selection and Other Things That Take More Than One Line of a
Heading (TETHERED)
References: 14 CFR part 91; AC 00-6; FAA-H-8083-25,
FAA-H-8083-28
Objective: To determine the applicant selects kites
well.
Note: One kite is enough.
Knowledge: The applicant demonstrates understanding of:
ZZ.I.A.K1 Kites, including:
ZZ.I.A.K1a a. Box kites
ZZ.I.A.K1b b. Delta kites
ZZ.I.A.K2 A long element that goes over the end of this page and on the
Kite Pilot ACS (FAA-S-ACS-99A) 2""",
    """3
Kite Pilot ACS (FAA-S-ACS-99A)
Area of Operation I. Preflight Preparation
next one, as VY , and VX do.
ZZ.I.A.K3 [Archived]
Risk
Management: The applicant is able to identify, assess, and mitigate risk associated with:
ZZ.I.A.R1 Single\x02Kite tangles and Risk
taking.
Skills: The applicant exhibits the skill to:
ZZ.I.A.S1 Choose a kite.
Task B. Strings
References: AIM
Objective: To determine the applicant knows strings.
Knowledge: The applicant demonstrates understanding of:
ZZ.I.B.K1 Knots.
Area of Operation II. In Flight
Task A. Launch
References: AIM
Objective: To determine the applicant launches.
Skills: The applicant exhibits the skill to:
ZZ.II.A.S1 Launch.""",
]

APPENDIX = """Kite Pilot ACS (FAA-S-ACS-99A) 4
Appendix 1: Practical Test Roles
ZZ.I.A.K1 Not an element of the body.
Task A. Kite Selection"""

WHOLE_DOCUMENT = [COVER, CHANGES, CONTENTS, *BODY, APPENDIX]

WITHOUT_COLONS = """I. Preflight Preparation
4
Task A. Kite Selection
References 14 CFR part 91; AC 00-6
Objective
To determine that the applicant
selects kites.
Knowledge The applicant demonstrates understanding of:
ZZ.I.A.K1
Kites, to include:
Note: If K1 is selected, one kite is enough.
ZZ.I.A.K1a a. Box kites
Risk
Management The applicant demonstrates the ability to identify, assess and mitigate risks:
ZZ.I.A.R1 Tangles.
Skills The applicant demonstrates the ability to:
ZZ.I.A.S1 Choose a kite."""

CODES_ALONE = """I. Regulations
Task A. General
References
14 CFR part 107, subpart A; AIM
Objective
To determine that the applicant knows kites.
Knowledge
The applicant demonstrates understanding of:
ZZ.I.A.K1
Kites.
ZZ.I.A.K1a
a. Box kites
Risk Management
[Reserved]
Skills
[Not Applicable]
7"""
