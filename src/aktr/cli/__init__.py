"""The command line: ``aktr extract``, ``serve``, ``db``, ``acs`` and ``samples``."""
