"""Parquet: the same rows as the SPSS file, for R, Python and DuckDB; labels stand in each column's metadata."""

from __future__ import annotations

import io
import json
from dataclasses import asdict

from rrt_qual.domain.report.report import Column, Report, ValueType
from rrt_qual.export.registry import Files, Options


def render(report: Report, options: Options) -> Files:
    """One file; raises ValueError when the report has no matrix."""
    import pyarrow
    import pyarrow.parquet

    if report.matrix is None:
        raise ValueError("the report has no matrix")
    sheet = report.matrix.sheet
    kinds = {
        ValueType.INTEGER: pyarrow.int32(),
        ValueType.SHARE: pyarrow.float64(),
        ValueType.NUMBER: pyarrow.float64(),
    }
    fields = [pyarrow.field(c.key, kinds.get(c.type, pyarrow.string()), metadata=_about(c)) for c in sheet.columns]
    about = {
        "warning": report.matrix.warning,
        "notes": json.dumps(sheet.notes, ensure_ascii=False),
        "provenance": json.dumps(asdict(report.provenance), ensure_ascii=False),
    }
    arrays = [pyarrow.array([row[n] for row in sheet.rows], type=field.type) for n, field in enumerate(fields)]
    out = io.BytesIO()
    table = pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields, metadata=about))
    pyarrow.parquet.write_table(table, out, compression="zstd")
    return {"": out.getvalue()}


def _about(column: Column) -> dict[str, str]:
    out = {"label": column.title, "meaning": column.meaning}
    if column.unit:
        out["unit"] = column.unit
    if column.labels:
        out["values"] = json.dumps({str(value): word for value, word in column.labels}, ensure_ascii=False)
    return out
