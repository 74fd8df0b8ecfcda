"""Where the bytes lie: `base` says what a place does, `registry` which one this house has, `contrib/` holds them."""
