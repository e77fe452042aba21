"""What stands in a terminal: commands and what they answered, recordings of both, and the client that is asked."""
