"""What can go wrong with suggestions and be mended by a person."""

from __future__ import annotations

from rrt_qual.domain.errors import RrtError


class ModelMissing(RrtError):
    """The folder of a language model is not there, or lacks a file."""


class ModelDamaged(RrtError):
    """The weights of a language model are not the ones that were published."""


class DimensionMismatch(RrtError):
    """Vectors of another length, so of another model, were mixed with this model's."""


class NothingToLearn(RrtError):
    """A codebook without themes, or data without a single usable row."""


class DataFault(RrtError):
    """A data file to evaluate on cannot be read; the sentence begins with file:line."""

    exit_code = 2
