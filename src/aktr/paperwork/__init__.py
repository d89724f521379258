"""What has to be signed, brought and known after a knowledge test: wordings, rules, dates."""

from aktr.paperwork.prepare import (
    Endorsement,
    ExaminerQuestion,
    Expiry,
    Paperwork,
    expiry_of,
    official_title,
    prepare,
    ran_out,
)
from aktr.paperwork.wordings import Wordings, WordingsFileError, load_wordings

__all__ = [
    "Endorsement",
    "ExaminerQuestion",
    "Expiry",
    "Paperwork",
    "Wordings",
    "WordingsFileError",
    "expiry_of",
    "load_wordings",
    "official_title",
    "prepare",
    "ran_out",
]
