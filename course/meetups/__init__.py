"""Groups, meetups, who comes, what they read before, and what to talk about."""
