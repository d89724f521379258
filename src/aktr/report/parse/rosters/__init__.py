"""Pages on which each row is a report: tables of a class, and data records."""
