"""The reference of the Python interface, from its docstrings: `make python-docs`."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import kg
from kg.analysis.measures import MEASURES, uses
from kg.export import FORMATS

TARGET = Path(__file__).parent / "python.md"
START = """# The Python interface
Written from the docstrings by `make python-docs`. [tour.ipynb](tour.ipynb) is a notebook that shows
it at work, and [network.md](network.md) tells what the network's numbers mean. `kg.network` is
`kg.analysis.network`.
"""
PLAIN = (str, int, float, bool, tuple, type(None))


def reference() -> str:
    """The whole reference as Markdown."""
    seen: set[int] = {id(kg.analysis), id(kg.export)}
    parts = (part for module in (kg, kg.analysis, kg.export) for part in of_module(module, seen))
    return START + "\n" + "\n\n".join(parts) + "\n"


def of_module(module: ModuleType, seen: set[int]) -> Iterator[str]:
    """The parts about a module: its docstring, its names, and last the modules in it."""
    yield f"## {module.__name__}\n{documentation(module)}"
    inner = []
    for name in public_names(module):
        value = getattr(module, name)
        # What two modules offer is explained once; the version is no more than a text.
        if id(value) in seen or name == "__version__":
            continue
        if inspect.ismodule(value):
            if value.__name__ == f"{module.__name__}.{name}":
                inner.append(value)
            continue
        seen.add(id(value))
        yield from of_value(f"{module.__name__}.{name}", value)
    for value in inner:
        seen.add(id(value))
        yield from of_module(value, seen)


def public_names(module: ModuleType) -> list[str]:
    """The names that a module offers: those of `__all__`, else what is defined in it."""
    own = [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
    ]
    return list(getattr(module, "__all__", own))


def of_value(name: str, value: Any) -> Iterator[str]:
    """The parts about one public name."""
    if value is MEASURES:
        yield f"### {name}\nThe measures by name.\n\n{table_of_measures()}"
    elif value is FORMATS:
        rows = [
            f"| `{kind}` | `.{each.extension}` | {each.purpose} |" for kind, each in value.items()
        ]
        head = "| format | file | purpose |\n|---|---|---|"
        yield f"### {name}\nThe formats by name.\n\n" + "\n".join([head, *rows])
    elif inspect.isclass(value):
        yield from of_class(name, value)
    elif isinstance(value, FunctionType):
        yield f"### {name}\n{code(signature(name, value))}\n{documentation(value)}"


def of_class(name: str, kind: type) -> Iterator[str]:
    """The parts about a class: its fields with their comments, then its methods."""
    fields = field_lines(kind)
    yield f"### {name}\n{documentation(kind)}" + (f"\n{code(fields)}" if fields else "")
    for method, value in vars(kind).items():
        if method.startswith("_"):
            continue
        heading = f"#### {name.rpartition('.')[2]}.{method}\n"
        if isinstance(value, property):
            yield heading + documentation(value)
        elif isinstance(value, FunctionType):
            yield heading + code(signature(method, value)) + "\n" + documentation(value)


def field_lines(kind: type) -> str:
    """The fields of a class as they stand in its source, after those of the class it extends."""
    above = field_lines(kind.__base__) if is_dataclass(kind.__base__) else ""
    source = textwrap.dedent(inspect.getsource(kind))
    [definition] = ast.parse(source).body
    assert isinstance(definition, ast.ClassDef)
    lines = source.splitlines()
    fields = [node for node in definition.body if isinstance(node, ast.AnnAssign)]
    return "\n".join(filter(None, [above, *(lines[n.lineno - 1].strip() for n in fields)]))


def signature(name: str, function: Callable[..., Any]) -> str:
    """The signature as it is written, with the values that stand in for what is not given."""
    plain = inspect.unwrap(function)
    [definition] = ast.parse(textwrap.dedent(inspect.getsource(plain))).body
    assert isinstance(definition, ast.FunctionDef)
    given = definition.args
    for place, value in enumerate(plain.__defaults__ or ()):
        given.defaults[place] = written(value) or given.defaults[place]
    for place, argument in enumerate(given.kwonlyargs):
        default = (plain.__kwdefaults__ or {}).get(argument.arg, ...)
        given.kw_defaults[place] = written(default) or given.kw_defaults[place]
    for node in ast.walk(given):
        if isinstance(node, ast.arg):
            node.annotation = unquoted(node.annotation)
    text = ast.unparse(given).removeprefix("self, ").removeprefix("self")
    returned = unquoted(definition.returns)
    return f"{name}({text})" + (f" -> {ast.unparse(returned)}" if returned else "")


def written(value: Any) -> ast.expr | None:
    """A plain value as an expression."""
    return ast.parse(repr(value), mode="eval").body if isinstance(value, PLAIN) else None


def unquoted(annotation: ast.expr | None) -> ast.expr | None:
    """A type without the quotes that keep Python from reading it early."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return ast.parse(annotation.value, mode="eval").body
    return annotation


def table_of_measures() -> str:
    """The measures with their subject, what they read of edges, and their meaning."""
    rows = ["| measure | about | attributes of edges | meaning |", "|---|---|---|---|"]
    for name, each in MEASURES.items():
        read = ", ".join(f"`{attribute}`" for attribute in uses(name)) or "none"
        rows.append(f"| `{name}` | {each.about} | {read} | {each.meaning} |")
    return "\n".join(rows)


def documentation(value: Any) -> str:
    """A docstring as Markdown, with formula and source on lines of their own."""
    told = inspect.getdoc(value) or ""
    return re.sub(r"(?<=\S)\n(?=(?:Formula|Source): )", "\\\\\n", told)


def code(text: str) -> str:
    """A block of Python."""
    return f"```py\n{text}\n```"


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
