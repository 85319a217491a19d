"""Generates the Python code beside the protos, and the descriptor set that carries their comments.

`python protos/generate.py` writes; `python protos/generate.py --check` regenerates into a temporary
folder and fails where the committed files differ, or where a message has changed incompatibly against
`protos/baseline.binpb` (a field number reused, a type changed, a field, method or value removed).
`python protos/generate.py --accept` makes the present contracts the new baseline.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from google.api import annotations_pb2
from google.protobuf import descriptor_pb2
from grpc_tools import protoc

ROOT = Path(__file__).resolve().parent.parent
DESCRIPTORS = Path("protos/descriptors.binpb")
BASELINE = Path("protos/baseline.binpb")


def sources() -> list[str]:
    """The proto files, relative to the repository."""
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / "protos").rglob("*.proto"))


def generate(target: Path) -> None:
    """Writes the generated files below `target`; exits where protoc refuses a proto."""
    (target / "protos").mkdir(exist_ok=True)
    includes = [str(ROOT), str(Path(protoc.__file__).parent / "_proto"), str(_site(annotations_pb2))]
    arguments = ["protoc", *(f"-I{include}" for include in includes)]
    outputs = [f"--{kind}_out={target}" for kind in ("python", "pyi", "grpc_python")]
    described = [f"--descriptor_set_out={target / DESCRIPTORS}", "--include_imports", "--include_source_info"]
    if protoc.main([*arguments, *outputs, *described, *sources()]) != 0:
        raise SystemExit("protoc refused the protos; the reason stands above.")


def _site(module: object) -> Path:
    return Path(str(getattr(module, "__file__", ""))).parents[2]


def check() -> list[str]:
    """The reasons why the committed files do not follow from the protos; empty where they do."""
    with tempfile.TemporaryDirectory() as scratch:
        generate(Path(scratch))
        fresh = {str(path.relative_to(scratch)) for path in Path(scratch).rglob("*") if path.is_file()}
        stale = [name for name in sorted(fresh) if not _same(ROOT / name, Path(scratch) / name)]
    problems = [f"{name} is out of date: run `make protos` and commit it" for name in stale]
    return problems + list(breaking(_read(ROOT / BASELINE), _read(ROOT / DESCRIPTORS)))


def _same(committed: Path, fresh: Path) -> bool:
    return committed.exists() and committed.read_bytes() == fresh.read_bytes()


def _read(path: Path) -> descriptor_pb2.FileDescriptorSet:
    return descriptor_pb2.FileDescriptorSet.FromString(path.read_bytes())


def breaking(old: descriptor_pb2.FileDescriptorSet, new: descriptor_pb2.FileDescriptorSet) -> Iterator[str]:
    """What an old process could not read, or call, any more: one sentence each."""
    before, after = dict(_facts(old)), dict(_facts(new))
    for name, fact in before.items():
        if name not in after:
            yield f"{name} was removed: deployed processes still use it"
        elif after[name] != fact:
            yield f"{name} changed from {fact} to {after[name]}: old and new processes would disagree"


def _facts(files: descriptor_pb2.FileDescriptorSet) -> Iterator[tuple[str, str]]:
    for file in files.file:
        if not file.name.startswith("protos/"):
            continue
        for message in file.message_type:
            for field in message.field:
                shape = f"{field.name} type {field.type}{field.type_name} label {field.label}"
                yield f"{file.package}.{message.name} field {field.number}", shape
        for enum in file.enum_type:
            for value in enum.value:
                yield f"{file.package}.{enum.name} value {value.number}", value.name
        for service in file.service:
            for method in service.method:
                yield f"{file.package}.{service.name}/{method.name}", _signature(method)


def _signature(method: descriptor_pb2.MethodDescriptorProto) -> str:
    streams = f"{method.client_streaming}/{method.server_streaming}"
    return f"{method.input_type} -> {method.output_type} (streaming {streams})"


def main(arguments: list[str]) -> None:
    """Runs one of the three modes; exits non-zero where a check fails."""
    if "--check" in arguments:
        problems = check()
        if problems:
            raise SystemExit("\n".join(problems))
        print(f"protos: {len(sources())} files, generated code and baseline agree")
        return
    generate(ROOT)
    if "--accept" in arguments or not (ROOT / BASELINE).exists():
        (ROOT / BASELINE).write_bytes((ROOT / DESCRIPTORS).read_bytes())
    print(f"protos: generated from {len(sources())} files")


if __name__ == "__main__":
    main(sys.argv[1:])
