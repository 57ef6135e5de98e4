"""Every template of ours, read as Django would: a tag that is misspelt is found before its page is opened.

Started by `rangkul templates`.
"""

import sys
from pathlib import Path

from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

from infra.build.django_ready import ready

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("frontend/templates", "tenants/templates", "platform/*/templates", "api/templates")


def names(root: Path = ROOT) -> list[str]:
    """Return the names of our templates, as `get_template` takes them."""
    folders = [folder for pattern in FOLDERS for folder in root.glob(pattern)]
    files = [(folder, path) for folder in folders for path in folder.rglob("*") if path.suffix in {".html", ".txt"}]
    return sorted(path.relative_to(folder).as_posix() for folder, path in files)


def main() -> int:
    """Read each template; print what is wrong with any; return the exit code."""
    ready()
    found = names()
    broken = 0
    for name in found:
        try:
            get_template(name)
        except (TemplateSyntaxError, TemplateDoesNotExist) as problem:
            broken += 1
            sys.stderr.write(f"{name}: {problem}\n")
    sys.stdout.write(f"{len(found)} templat, {broken} rusak\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
