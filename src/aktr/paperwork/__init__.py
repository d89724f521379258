"""What has to be signed, brought and known after a knowledge test: wordings, rules, dates."""

from aktr.paperwork.prepare import (
    Endorsement,
    ExaminerQuestion,
    Paperwork,
    official_title,
    prepare,
    ran_out,
)
from aktr.paperwork.wordings import Wordings, load_wordings

__all__ = [
    "Endorsement",
    "ExaminerQuestion",
    "Paperwork",
    "Wordings",
    "load_wordings",
    "official_title",
    "prepare",
    "ran_out",
]
