"""Sentence vectors: the models, how each is opened, where vectors are kept."""
