"""Examples of the answers of :mod:`aktr.api.routes.acs`; tests hold them against real ones."""

from collections.abc import Mapping
from typing import Any, Final

STANDARD_CODE_EXAMPLE: Final[Mapping[str, Any]] = {
    "code": "PA.I.B.K1a",
    "family": "acs",
    "type": "knowledge",
    "description": "Location and expiration dates of required aircraft certificates",
    "full_description": "General airworthiness requirements and compliance for airplanes, "
    "including: Location and expiration dates of required aircraft certificates",
    "parent": {
        "code": "PA.I.B.K1",
        "description": "General airworthiness requirements and compliance for airplanes, "
        "including:",
    },
    "sub_elements": [],
    "area_of_operation": "I. Preflight Preparation",
    "task": "B. Airworthiness Requirements",
    "objective": "To determine the applicant exhibits satisfactory knowledge, risk management, "
    "and skills associated with airworthiness requirements, including airplane certificates.",
    "source": "FAA-S-ACS-6C",
    "source_title": "Private Pilot for Airplane Category",
    "effective": "2024-05-31",
    "in_force": True,
    "in_edition_in_force": True,
    "note": None,
    "archived": False,
    "former_description": None,
    "former_source": None,
    "page_number": 2,
    "pdf_page": 10,
    "references": [
        "14 CFR part 39",
        "14 CFR part 43",
        "14 CFR part 91",
        "FAA-H-8083-2",
        "FAA-H-8083-3",
        "FAA-H-8083-25",
    ],
    "references_borrowed_from": None,
    "publications": [
        {"name": "14 CFR part 39", "title": "Airworthiness Directives", "kind": "regulation"},
        {
            "name": "14 CFR part 43",
            "title": "Maintenance, Preventive Maintenance, Rebuilding, and Alteration",
            "kind": "regulation",
        },
        {
            "name": "14 CFR part 91",
            "title": "General Operating and Flight Rules",
            "kind": "regulation",
        },
        {"name": "FAA-H-8083-2", "title": "Risk Management Handbook", "kind": "handbook"},
        {"name": "FAA-H-8083-3", "title": "Airplane Flying Handbook", "kind": "handbook"},
        {
            "name": "FAA-H-8083-25",
            "title": "Pilot's Handbook of Aeronautical Knowledge",
            "kind": "handbook",
        },
    ],
    "chapters": [
        {
            "handbook": "FAA-H-8083-25C",
            "title": "Pilot's Handbook of Aeronautical Knowledge",
            "chapters": [{"number": "9", "title": "Flight Manuals and Other Documents"}],
            "mapped_by": "aktr",
        }
    ],
    "provenance": "FAA-S-ACS-6C, official PDF private_airplane_acs_6.pdf",
}

SEARCH_EXAMPLE: Final[Mapping[str, Any]] = {"codes": [STANDARD_CODE_EXAMPLE]}

EXAM_EXAMPLE: Final[Mapping[str, Any]] = {
    "code": "PAR",
    "title": "Private Pilot Airplane",
    "questions": 60,
    "minimum_age": 15,
    "allotted_minutes": 120,
    "passing_score": 70,
    "prefixes": ["PA"],
    "prints": "acs",
    "validity_months": 24,
    "retired": False,
    "mark": "C",
}
