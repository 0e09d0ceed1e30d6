"""Worker process: evaluates queries from outside, one request a line, and can be killed.

Started as a script and importing next to nothing, so that it is ready in no time, or forked from
one that holds a store in memory. It holds no secret, changes no store, and before it
sees a query it gives up what no query needs: the network, other programs, and memory, time and
disk beyond its share.
"""

import contextlib
import ctypes
import errno
import gc
import json
import os
import re
import resource
import socket
import sys
from typing import Any
from xml.parsers import expat

from kg.confinement import die_with_parent, leave_network, limit_space

_LEAST = 2**30  # address space besides the store
_SHOWN = 60  # characters around what XML cannot hold
_OTHER_FORMATS = "ask for JSON, or for Turtle in place of RDF/XML"
_LETTERS = "xyzjkqwv"
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)


def main() -> None:
    """Confine the process, then answer requests, or hold a store for workers."""
    task, *arguments = sys.argv[1:]
    if task == "dump":
        _dump(arguments[0])
        return
    memory, result = (int(argument) for argument in arguments[:2])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (result, result))
    if task == "hold":
        # For now only: its children get more, and no more than their share.
        limit_space(int(arguments[3]) + _LEAST, for_good=False)
    else:
        limit_space(memory)
    # Before the engine is loaded: a filter holds for later threads only.
    offline = leave_network()
    import pyoxigraph  # noqa: F401, PLC0415

    if task == "hold":
        control, data = map(int, arguments[4:])
        _hold(arguments[2], data, socket.socket(fileno=control), (memory, offline))
    else:
        _answer({}, offline)


def _answer(stores: dict[str, Any], offline: bool) -> None:
    """Answer until the input ends."""
    _say({"wrong": "", "offline": offline})
    for line in sys.stdin.buffer:
        _say(_reply(json.loads(line), stores))


def _dump(path: str) -> None:
    import pyoxigraph as ox  # noqa: PLC0415

    ox.Store.read_only(path).dump(sys.stdout.buffer, format=ox.RdfFormat.N_QUADS)


def _hold(path: str, data: int, control: socket.socket, share: tuple[int, bool]) -> None:
    """Load a store into memory; then, on request, fork a worker or report how one ended."""
    import pyoxigraph as ox  # noqa: PLC0415

    store = ox.Store()
    # Not by bulk_load, which would give blank nodes other names than they have on disk.
    store.bulk_extend(ox.parse(path=f"/dev/fd/{data}", format=ox.RdfFormat.N_QUADS, lenient=True))
    os.close(data)
    with contextlib.suppress(AttributeError):  # other libraries of C keep nothing back
        ctypes.CDLL(None).malloc_trim(0)
    if len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208  (pathlib is slow to import)
        return  # A fork would leave the other threads' locks as they are.
    gc.freeze()  # What is not looked at stays shared.
    control.send(b"ready")
    while True:
        message, pipes, _, _ = socket.recv_fds(control, 100, 2)
        if message == b"fork":
            _fork(control, pipes, {path: store}, *share)
        elif message:
            _, status = os.waitpid(int(message.split()[1]), 0)
            control.send(b"%d" % os.waitstatus_to_exitcode(status))
        else:
            return


def _fork(
    control: socket.socket, pipes: list[int], stores: dict[str, Any], memory: int, offline: bool
) -> None:
    child = os.fork()
    if child:
        handle = os.pidfd_open(child)
        socket.send_fds(control, [b"%d" % child], [handle])
        for file in (handle, *pipes):
            os.close(file)
        return
    try:
        die_with_parent()
        control.close()
        for number, pipe in enumerate(pipes):
            os.dup2(pipe, number)
            os.close(pipe)
        with open("/proc/self/statm") as about:  # noqa: PTH123  (pathlib is slow to import)
            limit_space(memory + int(about.read().split()[0]) * resource.getpagesize())
        _answer(stores, offline)
    finally:
        os._exit(0)


def _say(message: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(message).encode() + b"\n")
    sys.stdout.buffer.flush()


def _reply(request: dict[str, Any], stores: dict[str, Any]) -> dict[str, Any]:
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    # A second deadline, of the kernel's, in case nobody is left to kill this process.
    seconds = int(used + request["seconds"] * 2 + 2)
    with contextlib.suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
    try:
        return _evaluated(request, stores)
    except (SyntaxError, ValueError) as error:
        return {"wrong": "query", "text": str(error)}
    except MemoryError:
        return {"wrong": "memory", "text": ""}
    except OSError as error:
        # The engine tells the number in its text only.
        large = f"os error {errno.EFBIG}" in str(error)
        return {"wrong": "size" if large else "store", "text": str(error)}
    except RuntimeError as error:
        return {"wrong": "store", "text": str(error)}


def _evaluated(request: dict[str, Any], stores: dict[str, Any]) -> dict[str, Any]:
    import pyoxigraph as ox  # noqa: PLC0415  (only after this process is confined)

    query, prefixes = request["query"], request["prefixes"]
    options: dict[str, Any] = {}
    if request["default"] is not None:
        options["default_graph"] = [ox.NamedNode(iri) for iri in request["default"]]
        options["named_graphs"] = [ox.NamedNode(iri) for iri in request["named"]]
    without = _without_service(query)
    if without != query:
        # If the word was a keyword anywhere, this text does not parse, and nothing is evaluated.
        ox.Store().query(without, prefixes={_without_service(k): v for k, v in prefixes.items()})
    if request["star"]:
        query = _in_order(query, prefixes, *request["star"])
    path = request["path"]
    if path not in stores:
        stores.clear()
        stores[path] = ox.Store.read_only(path)
    found = stores[path].query(query, prefixes=prefixes, **options)
    media, out = request["media_type"], request["out"]
    if isinstance(found, ox.QueryTriples):
        form = ox.RdfFormat.from_media_type(media)
        triples = found if form == ox.RdfFormat.N_TRIPLES else list(found)
        used = _used(prefixes, triples) if isinstance(triples, list) else None
        if form == ox.RdfFormat.RDF_XML:
            _write_xml(out, rdf_xml(triples, used))
        else:
            ox.serialize(triples, out, form, prefixes=used)
    elif media.endswith("xml"):
        written = found.serialize(format=ox.QueryResultsFormat.from_media_type(media))
        _write_xml(out, checked_xml(written))
    else:
        found.serialize(out, ox.QueryResultsFormat.from_media_type(media))
    return {"wrong": ""}


def _write_xml(out: str, content: bytes) -> None:
    with open(out, "wb") as file:  # noqa: PTH123  (pathlib is slow to import)
        file.write(content)


def rdf_xml(triples: Any, prefixes: dict[str, str] | None = None) -> bytes:
    """Triples as RDF/XML; ValueError where it has no way to write them."""
    import pyoxigraph as ox  # noqa: PLC0415

    try:
        written = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=prefixes) or b""
    except OSError as error:  # a predicate that is a word of RDF/XML itself
        raise ValueError(f"{error}; {_OTHER_FORMATS}") from error
    # Each predicate has to be an element: a namespace, then a name that begins with a letter.
    return checked_xml(written)


def checked_xml(content: bytes) -> bytes:
    """Well-formed XML that keeps its carriage returns; ValueError where it cannot be."""
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(content, True)
    except expat.ExpatError as error:
        line = content.split(b"\n")[error.lineno - 1].decode("utf-8", "replace")
        place = line[max(error.offset - _SHOWN, 0) : error.offset + _SHOWN].strip()
        raise ValueError(
            f"XML cannot hold this answer, as it has a control character, or a predicate that "
            f"does not end in a name (near {place!a}); {_OTHER_FORMATS}"
        ) from error
    # A reader of XML takes a bare one for the end of a line.
    return content.replace(b"\r", b"&#13;")


def _in_order(query: str, prefixes: dict[str, str], at: int, names: list[str]) -> str:
    """SELECT * with its columns as they appear in the query; the engine sorts them by name."""
    import pyoxigraph as ox  # noqa: PLC0415

    # Only the engine knows which of them can be seen from outside.
    found: Any = ox.Store().query(query, prefixes=prefixes)
    seen = {variable.value for variable in found.variables}
    columns = [f"?{name}" for name in names if name in seen]
    return f"{query[:at]}{' '.join(columns)}{query[at + 1 :]}" if columns else query


def _used(prefixes: dict[str, str], triples: list[Any]) -> dict[str, str]:
    """The prefixes that some triples need."""
    terms = {t for x in triples for t in (x.subject, x.predicate, x.object) if hasattr(t, "value")}
    terms |= {term.datatype for term in terms if hasattr(term, "datatype")}
    names = {term.value for term in terms if not hasattr(term, "datatype")}
    spaces = {name[: max(name.rfind("#"), name.rfind("/")) + 1] for name in names}
    return {prefix: space for prefix, space in sorted(prefixes.items()) if space in spaces}


def _without_service(text: str) -> str:
    """The text with every "service" respelled alike, so that names stay names of their own.

    In a name, a string or a comment that changes nothing for the parser; as a keyword it
    becomes a fault. So the engine's own parser says which it is.
    """
    if not _SERVICE.search(text):
        return text
    letter = next((c for c in _LETTERS if f"{c}ervice" not in text.lower()), "")
    if not letter:
        raise ValueError("the query spells the word service in too many ways")
    return _SERVICE.sub(
        lambda found: (letter.upper() if found[0][0] == "S" else letter) + found[0][1:], text
    )


if __name__ == "__main__":
    main()
