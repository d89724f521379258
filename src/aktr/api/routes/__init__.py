"""Every address of the HTTP interface: what is asked, and what is answered."""
