"""The drill: a copy of the centre, synthetic residents through its real pages, and what each link of the chain did."""
