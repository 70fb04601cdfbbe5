"""What can go wrong with suggestions and be mended by a person."""

from __future__ import annotations

from rrt_qual.domain.errors import RrtError


class ModelMissing(RrtError):  # noqa: N818  faults are named by what they are
    """The folder of a language model is not there, or lacks a file."""


class ModelDamaged(RrtError):  # noqa: N818  faults are named by what they are
    """The weights of a language model are not the ones that were published."""


class DimensionMismatch(RrtError):  # noqa: N818  faults are named by what they are
    """Vectors of another length, so of another model, were mixed with this model's."""


class NothingToLearn(RrtError):  # noqa: N818  faults are named by what they are
    """A codebook without themes, or data without a single usable row."""


class DataFault(RrtError):  # noqa: N818  faults are named by what they are
    """A data file to evaluate on cannot be read; the sentence begins with file:line."""

    exit_code = 2
