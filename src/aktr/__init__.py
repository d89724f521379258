"""Reads FAA Airman Knowledge Test Reports."""
