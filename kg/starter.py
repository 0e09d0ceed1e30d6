"""The commented folder that a new source starts from, to be filled in by hand."""

import re
from pathlib import Path

from kg.errors import BadInput
from kg.vocab import DCTERMS, ENTITY, OA, SKOS, SOURCE, TP

__all__ = ["start"]

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TEMPLATES = Path(__file__).parent / "templates"


def start(folder: Path, slug: str) -> Path:
    """A commented folder for a new source in a workspace, which is made if it is not there."""
    if not SLUG.fullmatch(slug):
        raise BadInput(
            f"{slug!r} cannot name a source: write lower-case letters and digits with single "
            "hyphens between, such as 'alicloud-nvidia'"
        )
    place = folder / "sources" / slug
    names = {
        "slug": slug,
        "title": slug.replace("-", " ").capitalize(),
        "source": SOURCE[slug],
        "entity": ENTITY,
        "tp": str(TP),
        "dcterms": str(DCTERMS),
        "oa": OA,
        "skos": str(SKOS),
    }
    try:
        place.mkdir(parents=True)
        (place / "article.txt").touch()
        _fill(place / "claims.ttl", names)
        if not (folder / "entities.ttl").exists():
            _fill(folder / "entities.ttl", names)
    except FileExistsError as error:
        raise BadInput(f"{place} is there already: choose another name, or edit it") from error
    except OSError as error:
        raise BadInput(f"{place} cannot be made: {error.strerror}") from error
    return place


def _fill(path: Path, names: dict[str, str]) -> None:
    template = (TEMPLATES / path.name).read_text(encoding="utf-8")
    path.write_text(template.format(**names), encoding="utf-8")
