"""The codebook of a project: its versions, and mappings between them."""
