"""The codes of a report: which words are its list, and what else on the sheet is one."""
