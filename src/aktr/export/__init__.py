"""Reports and class summaries as files to hand over: PDF, XLSX, CSV, JSON."""
