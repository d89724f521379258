"""The words of papers that speak of tests and codes and are no reports."""

from typing import Final

LETTER: Final = """\
Crosswind Corner Flying School, Hangar 13, Nowhere Municipal Airport

November 3, 2026

Dear parents and students,

the knowledge test for private pilots is on Saturday. Bring a photo ID; the name on it must match
the name in IACRA. A score of 70% or more is a pass, and you will be handed your Airman Knowledge
Test Report on the spot. DO NOT LOSE THIS REPORT: the examiner wants to see it at the practical
test.

Last time many of you missed PA.I.C.K2 and PA.VI.A.K1, so please read the weather and navigation
chapters once more.

Yours sincerely, P. Rudderford, chief instructor
"""

STUDY_GUIDE: Final = """\
How to read ACS codes

Private Pilot Airplane (PAR) - ground school handout 4

Every code on your test report has four parts. In PA.XI.A.K1 the letters PA name the standard, XI
the area of operation, A the task and K1 the element.

Codes that classes miss most: PA.I.B.K1a, PA.I.C.K2, PA.I.D.K3b, PA.I.E.K2, PA.III.A.K8,
PA.VI.A.K1, PA.IX.B.R1. A single code may represent more than one incorrect response.

Learning statement codes such as PLT044 and PLT161 are still printed for ground and instrument
instructor tests.

Where to look: FAA-H-8083-25 for weather, 14 CFR part 91 for rules, and the ACS at
http://www.faa.gov/training_testing/testing/acs.

EXAM DATE of the mock test: 12/05/2026. SCORE needed: 70%.
"""

ENDORSEMENTS: Final = """\
Endorsements for the practical test

Student: ____________________ Certificate No.: ______________

A.1 Prerequisites for practical test: 14 CFR section 61.39(a)(6)(i) and (ii). I certify that
____________________ has received and logged training time within 2 calendar months preceding the
month of application in preparation for the practical test and they are prepared for the required
practical test.

A.2 Review of deficiencies identified on airman knowledge test: 14 CFR section 61.39(a)(6)(iii). I
certify that ____________________ has demonstrated satisfactory knowledge of the subject areas in
which they were deficient on the private pilot airman knowledge test.

Subject areas reviewed: PA.I.C.K2, PA.III.A.K8

Date: __________ Instructor: __________________ CFI No.: ____________ Expiration date: __________
"""

TYPED_NOTE: Final = """\
NAME: CHANDELLE, JANE
EXAM: Private Pilot Airplane (PAR)
SCORE: 88%
typed off the paper report, pdf to follow
"""
"""A text file that somebody named .pdf."""
