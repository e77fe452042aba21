"""Reading lessons, answering questions and the progress that follows."""
