"""Commands that read, check and change a codebook, and map an older one onto it."""
