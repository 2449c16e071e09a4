"""What is wrong with a knowledge file or a file of cases: every problem, in plain words, with its line."""
