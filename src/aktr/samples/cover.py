"""A covering letter, such as a school puts in front of a report."""

from datetime import timedelta
from random import Random

from aktr.samples.exams import draw_codes, knowledge_test
from aktr.samples.facts import ReportFacts
from aktr.samples.people import invent_pilot_name
from aktr.samples.sheet import Sheet
from aktr.samples.wording import DateFormat


def write_cover_letter(sheet: Sheet, facts: ReportFacts, rng: Random) -> None:
    """Write the letter on an empty sheet.

    It names the applicant, another date and a code that is not on the report: none of it may be
    taken for the report.
    """
    left, y = 72.0, 90.0
    test = knowledge_test(facts.exam_code)
    drawn = draw_codes(rng, test, facts.exam_date, len(facts.codes) + 1)
    other = next(code for code in drawn if code not in facts.codes)
    sender = invent_pilot_name(rng)
    lines = (
        "Crosswind Corner Flying School",
        "Hangar 13, Nowhere Municipal Airport",
        "",
        DateFormat.LONG.printed(facts.exam_date + timedelta(3)),
        "",
        f"Re: knowledge test of {facts.person.first} {facts.person.last}",
        "",
        "Dear colleague,",
        "",
        f"please find enclosed the knowledge test report of our student {facts.person.first}.",
        f"We talked about code {other} last week, which many in the class find hard; the",
        "report itself is on the next page. Ground school goes on as agreed on Tuesdays at",
        "18:30, and the invoice no. 2040117 for the headset rental is still open.",
        "",
        "With kind regards,",
        "",
        sender,
        "Ground instructor",
    )
    for line in lines:
        sheet.text(left, y, line)
        y += sheet.leading * 1.2
