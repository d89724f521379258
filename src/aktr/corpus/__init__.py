"""Archives of 100,000s of files: read into one Parquet file, in bounded memory, and resumed."""
