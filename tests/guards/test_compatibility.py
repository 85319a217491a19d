"""What `protos/generate.py` calls a breaking change."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from google.protobuf import descriptor_pb2

F = descriptor_pb2.FieldDescriptorProto
Files = descriptor_pb2.FileDescriptorSet
File = descriptor_pb2.FileDescriptorProto

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """The generator, which is a script and no module of a package."""
    spec = importlib.util.spec_from_file_location("generate_protos", ROOT / "protos" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def contracts(name: str = "protos/a/v1/a.proto") -> Files:
    """A message with two fields and a nested message, an enum, and a service."""
    file = File(name=name, package="a.v1")
    message = file.message_type.add(name="M")
    message.field.add(name="one", number=1, type=F.TYPE_STRING, label=F.LABEL_OPTIONAL)
    message.field.add(name="two", number=2, type=F.TYPE_INT64, label=F.LABEL_REPEATED)
    inner = message.nested_type.add(name="Inner")
    inner.field.add(name="deep", number=1, type=F.TYPE_STRING, label=F.LABEL_OPTIONAL)
    file.enum_type.add(name="E").value.add(name="E_UNSPECIFIED", number=0)
    file.service.add(name="S").method.add(name="Do", input_type=".a.v1.M", output_type=".a.v1.M")
    return Files(file=[file])


def remove_field(file: File) -> None:
    del file.message_type[0].field[0]


def rename_field(file: File) -> None:
    file.message_type[0].field[0].name = "eins"


def change_type(file: File) -> None:
    file.message_type[0].field[0].type = F.TYPE_BYTES


def change_label(file: File) -> None:
    file.message_type[0].field[1].label = F.LABEL_OPTIONAL


def renumber(file: File) -> None:
    file.message_type[0].field[0].number = 9


def remove_message(file: File) -> None:
    del file.message_type[0]


def rename_value(file: File) -> None:
    file.enum_type[0].value[0].name = "E_NONE"


def remove_method(file: File) -> None:
    del file.service[0].method[0]


def change_method(file: File) -> None:
    file.service[0].method[0].client_streaming = True


@pytest.mark.parametrize(
    "change",
    [
        remove_field,
        rename_field,
        change_type,
        change_label,
        renumber,
        remove_message,
        rename_value,
        remove_method,
        change_method,
    ],
)
def test_a_change_that_breaks_is_named(generate: ModuleType, change: Callable[[File], None]) -> None:
    new = contracts()
    change(new.file[0])
    sentences = list(generate.breaking(contracts(), new))
    assert sentences
    assert all(sentence.startswith("a.v1.") for sentence in sentences)


def test_additions_break_nothing(generate: ModuleType) -> None:
    new = contracts()
    message = new.file[0].message_type[0]
    message.field.add(name="three", number=3, type=F.TYPE_STRING, label=F.LABEL_OPTIONAL)
    new.file[0].message_type.add(name="N")
    new.file[0].enum_type[0].value.add(name="E_NEW", number=1)
    new.file[0].service[0].method.add(name="More", input_type=".a.v1.M", output_type=".a.v1.M")
    assert list(generate.breaking(contracts(), new)) == []


def test_imported_contracts_are_others_business(generate: ModuleType) -> None:
    assert list(generate.breaking(contracts("google/x.proto"), Files())) == []


def test_the_committed_contracts_break_nothing(generate: ModuleType) -> None:
    baseline, present = (generate._read(ROOT / path) for path in (generate.BASELINE, generate.DESCRIPTORS))
    assert list(generate.breaking(baseline, present)) == []
    assert baseline.file
