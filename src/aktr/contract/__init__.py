"""How requests and answers look in JSON: one set of shapes for the server and for its client."""
