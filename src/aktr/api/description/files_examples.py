"""Details of refusals of files that come to a batch later; they are the examples as well."""

from typing import Final

NOT_TAKEN: Final = (
    "The copy was not taken, and the file of the batch stays as it was; errors says what is wrong "
    "with the copy and what to do about it."
)
NO_FILE_ADDED: Final = (
    "No file was added; errors says for each what is wrong and what to do about it."
)
