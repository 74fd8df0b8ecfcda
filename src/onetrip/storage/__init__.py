"""Where the house keeps what is no row of a table: pictures of papers and files of results, always encrypted by us first.

`collections` names what is kept, `store` is the one way in and out, `backings` where the bytes lie (files, or an object store
of the city). `pictures` makes harmless what somebody sends, `malware` asks a scanner, `receiving` is the door for both.
"""
