"""Damaged codes, numbers, dates, grades and tests, made whole where one reading is clearly best."""
