"""Finding one interview by what a person calls it."""

from __future__ import annotations

from rrt_qual.domain.errors import NotFound
from rrt_qual.services.shared.project import Project
from rrt_qual.services.texts.names import PublicNames
from rrt_qual.store.interviews import interviews

#: How many interviews are named when the one that was meant is not found.
_NAMED = 12


def find(project: Project, name: str) -> str:
    """The id of the interview of that name, its own or the one that readers see, in any case.

    Raises:
        NotFound: there is none; the sentence says what some of them are called, never their hidden names.
    """
    public = PublicNames(project).interviews
    for known in (interviews.names(project.conn), {shown: i for i, shown in public.items()}):
        if name in known:
            return known[name]
        if meant := [i for shown, i in known.items() if shown.casefold() == name.casefold()]:
            return meant[0]
    have = list(public.values())
    some = ", ".join(have[:_NAMED]) + (" …" if len(have) > _NAMED else "")
    raise NotFound(f"No interview is called '{name}'.", f"Interviews in this project: {some or 'none yet'}.")
