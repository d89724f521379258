"""Where one report of a file ends and the next begins, and what is one."""
