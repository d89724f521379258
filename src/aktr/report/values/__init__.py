"""What a few printed words say as a value: labels, dates, numbers, tests, centres, codes."""
