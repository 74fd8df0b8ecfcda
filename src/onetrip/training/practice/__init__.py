"""Ten minutes a day: questions from the catalogue, repeated by FSRS, each judged by the engine at once."""
