"""What `course check` says about lessons and quizzes: one list of rules, each with its reason and two examples."""
