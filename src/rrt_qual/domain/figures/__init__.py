"""What each figure is called and what its columns mean: one definition for commands, exports, screens and documents.

A module here holds one figure: `COLUMNS`, a function that makes its `Sheet` of the frozen values of `domain.report`,
and `reading`, which lays a sheet out for people. Values of which nothing may be published are made by services.
"""
