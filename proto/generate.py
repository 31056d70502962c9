"""Generates the Python code beside the .proto files; with --check, only says whether it is up to date.

The bounds in the .proto files are protovalidate's options. Their declaration, buf/validate/validate.proto, comes as a
descriptor out of the protovalidate package. It is needed to read the options, not to use them: the generated modules
keep them as they are in the descriptors, where protovalidate finds them, and import nothing for them.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import protovalidate
from google.protobuf import descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2
from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet

ROOT = Path(__file__).parent
PACKAGE = Path("turnwise/v1")
GENERATED = "*_pb2*.py*"
OPTIONS = "buf/validate/validate.proto"
WELL_KNOWN = (descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2)


def protoc(*arguments: str) -> None:
    # The plugins lie beside the interpreter, which need not be on the PATH.
    plugins = [
        f"--plugin={name}={Path(sys.executable).parent / name}"
        for name in ("protoc-gen-mypy", "protoc-gen-mypy_grpc")
    ]
    subprocess.run([sys.executable, "-m", "grpc_tools.protoc", *plugins, *arguments], check=True)


def options_declaration() -> FileDescriptorSet:
    """buf/validate/validate.proto and what it imports, as the installed protovalidate knows them."""
    files = [FileDescriptorProto.FromString(module.DESCRIPTOR.serialized_pb) for module in WELL_KNOWN]
    declaration = protovalidate.ViolationPb.desc().file.proto.to_binary()
    return FileDescriptorSet(file=[*files, FileDescriptorProto.FromString(declaration)])


def undocumented(file: FileDescriptorProto) -> Iterator[str]:
    """file:line of each message, field, enum, value, service and method that nothing is said about."""
    containers = {FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER}
    containers.add(FileDescriptorProto.SERVICE_FIELD_NUMBER)
    for location in file.source_code_info.location:
        kind, depth = list(location.path[:1]), len(location.path)
        # The parts of all three (fields, values, methods) stand under number 2.
        named = depth == 2 or (depth == 4 and location.path[2] == 2)
        if named and kind[0] in containers and not (location.leading_comments or location.trailing_comments):
            yield f"{file.name}:{location.span[0] + 1}"


def generate(target: Path) -> None:
    """Writes turnwise/v1/*_pb2* below `target`."""
    names = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / PACKAGE).glob("*.proto"))
    with TemporaryDirectory() as scratch:
        declared, compiled = Path(scratch) / "declared", Path(scratch) / "compiled"
        declared.write_bytes(options_declaration().SerializeToString())
        protoc(
            f"--proto_path={ROOT}",
            f"--descriptor_set_in={declared}",
            "--include_imports",
            "--include_source_info",
            f"--descriptor_set_out={compiled}",
            *names,
        )
        files = FileDescriptorSet.FromString(compiled.read_bytes())
        if missing := [place for file in files.file if file.name in names for place in undocumented(file)]:
            sys.exit(f"without a comment: {', '.join(missing)}")
        for file in files.file:
            if OPTIONS in file.dependency:
                file.dependency.remove(OPTIONS)
        compiled.write_bytes(files.SerializeToString())
        protoc(
            f"--descriptor_set_in={compiled}",
            f"--python_out={target}",
            f"--grpc_python_out={target}",
            f"--mypy_out=quiet:{target}",
            f"--mypy_grpc_out=quiet:{target}",
            *names,
        )


def contents(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / PACKAGE).glob(GENERATED)}


def drift() -> list[str]:
    """The names of the generated files that are missing, superfluous or different."""
    with TemporaryDirectory() as scratch:
        generate(Path(scratch))
        fresh, present = contents(Path(scratch)), contents(ROOT)
    return sorted(name for name in fresh.keys() | present.keys() if fresh.get(name) != present.get(name))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit code 1 when something differs"
    )
    if not parser.parse_args().check:
        for stale in (ROOT / PACKAGE).glob(GENERATED):
            stale.unlink()
        generate(ROOT)
    elif stale_names := drift():
        sys.exit(f"not what the .proto files give, run `make proto`: {', '.join(stale_names)}")


if __name__ == "__main__":
    main()
