"""The lessons, quizzes and words that instructors write, read from files into immutable values."""
