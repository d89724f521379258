"""The sums behind the rules: months, percentages, and the words for them."""

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache


def end_of_month_after(day: date, months: int) -> date | None:
    """The last day of the month that lies a number of calendar months after a day's month.

    Returns:
        The day; None where it would lie beyond the calendar (year 9999).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return None
    return date(year, month + 1, monthrange(year, month + 1)[1])


def day_after(day: date, days: int) -> date | None:
    """The day that lies a number of days after another one.

    Returns:
        The day; None where it would lie beyond the calendar (year 9999).
    """
    return None if days > (date.max - day).days else day + timedelta(days=days)


def percent_score(correct: int, questions: int) -> int:
    """The score a report prints: per cent of correct answers, rounded half up.

    Args:
        correct: Number of questions answered correctly, 0 to ``questions``.
        questions: Number of scored questions, at least 1.
    """
    return (200 * correct + questions) // (2 * questions)


@lru_cache(maxsize=1024)
def possible_correct(score: int, questions: int) -> tuple[int, ...]:
    """Every number of correct answers that gives a score; empty if none does.

    Args:
        score: Per cent as printed.
        questions: Number of scored questions, at least 1.
    """
    return tuple(
        correct for correct in range(questions + 1) if percent_score(correct, questions) == score
    )


@lru_cache(maxsize=1024)
def most_missed(score: int, questions: int) -> int:
    """The largest number of questions that can have been missed with a score.

    A score that no number of correct answers gives is taken as up to one per cent too high, so
    that a withdrawn question does not turn a true list of codes into one that is too long.
    """
    possible = possible_correct(score, questions)
    if possible:
        return questions - possible[0]
    return questions * min(max(101 - score, 0), 100) // 100


def on_form(day: date) -> str:
    """A date as the form prints it: 02/14/2026."""
    return f"{day.month:02}/{day.day:02}/{day.year:04}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 code", "2 codes"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(items: list[str], most: int = 6) -> str:
    """Items as words: "A, B and 3 more"."""
    if len(items) <= most:
        return ", ".join(items)
    return f"{', '.join(items[:most])} and {len(items) - most} more"
