"""Pictures of pages to the same lines of words that a PDF's text layer gives."""

import os

# ONNX Runtime reports its use to its maker unless this is set before it is loaded; here nothing
# leaves the machine.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
