"""Text from papers and file names, made safe to show."""


def printable(text: str) -> str:
    """The text on one line, with a mark in place of every character that cannot be seen.

    Such characters could steer a terminal, or begin a formula in a spreadsheet.
    """
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else "�" for character in text)
