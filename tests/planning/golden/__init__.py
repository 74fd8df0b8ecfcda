"""Plans whose bytes are kept: 200 synthetic residents on a small fixed catalogue, so that the engine's version is honest.

The catalogue and the residents here are fixed for ever: a change of theirs would look like a change of the engine.
`python -m tests.planning.golden` writes the digests anew, once `planning.ENGINE` names the change.
"""
