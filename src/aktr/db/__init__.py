"""Tables, migrations, and every query: nothing above this package writes SQL."""
