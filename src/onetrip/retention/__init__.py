"""What the house knows of people, and how long: the daily letting go, holds, erasure on request, a person's own data told."""
