"""A gallery in a folder of this machine: pictures as files, and what is known of them in an SQLite database."""
