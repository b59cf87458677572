"""The bundle built from a wheel's networks: their bytes untouched, the same file each time."""

import hashlib
import importlib.util
import io
import zipfile
from pathlib import Path

import flatbuffers
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as tflite

from posecoach.adapters.model_bundle import (
    Network,
    Normalization,
    add_metadata,
    build_bundle,
    is_wheel_with,
    read_networks,
)
from posecoach.adapters.model_store import find_model, load_manifest
from posecoach.errors import ModelError

LANDMARKS = Normalization(mean=0.0, std=255.0, stated_by_network=False)
DETECTOR = Normalization(mean=127.5, std=127.5, stated_by_network=True)


def tiny_network(weights: bytes = b"weights", metadata_names: tuple[str, ...] = ("old",)) -> bytes:
    """Build a TFLite file without layers; with no metadata names, it has no such list."""
    model = tflite.ModelT()
    model.version, model.description = 3, "tiny"
    model.operatorCodes = [tflite.OperatorCodeT()]
    model.subgraphs = [tflite.SubGraphT()]
    model.subgraphs[0].name = "main"
    model.buffers = [tflite.BufferT(), tflite.BufferT()]
    model.buffers[1].data = np.frombuffer(weights, np.uint8)
    model.metadata = [tflite.MetadataT() for _ in metadata_names]
    for entry, name in zip(model.metadata, metadata_names, strict=True):
        entry.name, entry.buffer = name, 1
    model.metadata = model.metadata or None
    model.signatureDefs = [tflite.SignatureDefT()]
    model.signatureDefs[0].signatureKey = "serve"
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def spec_of(content: bytes, name: str, normalization: Normalization = DETECTOR) -> Network:
    digest = hashlib.sha256(content).hexdigest()
    return Network(f"pkg/{name}", name, len(content), digest, normalization)


def metadata_of(network: bytes) -> dict[str, bytes]:
    model = tflite.Model.GetRootAs(network, 0)
    entries = [model.Metadata(i) for i in range(model.MetadataLength())]
    return {
        entry.Name().decode(): model.Buffers(entry.Buffer()).DataAsNumpy().tobytes()
        for entry in entries
    }


def normalization_of(network: bytes) -> tuple[float, float, int]:
    """Read mean, std and colour space of the one input, as MediaPipe would."""
    content = metadata_of(network)["TFLITE_METADATA"]
    root = metadata_schema.ModelMetadata.GetRootAs(content, 0)
    model = metadata_schema.ModelMetadataT.InitFromObj(root)
    (tensor,) = model.subgraphMetadata[0].inputTensorMetadata
    options = next(
        unit.options
        for unit in tensor.processUnits
        if isinstance(unit.options, metadata_schema.NormalizationOptionsT)
    )
    return options.mean[0], options.std[0], tensor.content.contentProperties.colorSpace


def members_of(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


@given(weights=st.binary(max_size=70), metadata=st.binary(min_size=1, max_size=70))
def test_network_bytes_stay_whole_and_aligned(weights: bytes, metadata: bytes) -> None:
    """Whatever the lengths, the network follows unchanged at a multiple of 16 bytes."""
    network = tiny_network(weights)
    wrapped = add_metadata(network, metadata)
    start = len(wrapped) - len(network) - (-len(network) % 16)
    assert start % 16 == 0
    assert wrapped[start : start + len(network)] == network
    assert not any(wrapped[start + len(network) :])


@given(names=st.sampled_from([(), ("old",), ("old", "older")]))
def test_every_old_part_is_reached_from_the_new_root(names: tuple[str, ...]) -> None:
    """The wrapped network reads as the old one, with one more buffer and metadata entry."""
    network = tiny_network(metadata_names=names)
    wrapped = add_metadata(network, b"statement")
    old = tflite.ModelT.InitFromObj(tflite.Model.GetRootAs(network, 0))
    new = tflite.ModelT.InitFromObj(tflite.Model.GetRootAs(wrapped, 0))
    assert tflite.Model.ModelBufferHasIdentifier(wrapped, 0)
    assert (new.version, new.description) == (old.version, old.description)
    assert len(new.operatorCodes) == len(old.operatorCodes) == 1
    assert new.subgraphs[0].name == b"main"
    assert new.signatureDefs[0].signatureKey == b"serve"
    assert len(new.buffers) == len(old.buffers) + 1
    assert new.buffers[1].data.tobytes() == b"weights"
    expected = dict.fromkeys(names, b"weights") | {"TFLITE_METADATA": b"statement"}
    assert metadata_of(wrapped) == expected


def test_bundle_states_how_its_input_is_normalised() -> None:
    """A network that says nothing of its input gets mean, std and RGB; the other stays."""
    detector, landmarks = b"states it itself", tiny_network()
    bundle = build_bundle(
        [
            (spec_of(detector, "pose_detector.tflite"), detector),
            (spec_of(landmarks, "pose_landmarks_detector.tflite", LANDMARKS), landmarks),
        ]
    )
    members = members_of(bundle)
    assert list(members) == ["pose_detector.tflite", "pose_landmarks_detector.tflite"]
    assert members["pose_detector.tflite"] == detector
    stated = normalization_of(members["pose_landmarks_detector.tflite"])
    assert stated == (0.0, 255.0, metadata_schema.ColorSpaceType.RGB)


@given(
    names=st.lists(st.text("abcxyz", min_size=1, max_size=20), min_size=1, max_size=4, unique=True)
)
def test_members_are_stored_and_aligned(names: list[str]) -> None:
    """MediaPipe reads members in place: not deflated, their data at multiples of 16 bytes."""
    bundle = build_bundle((spec_of(name.encode(), name), name.encode()) for name in names)
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        for info in archive.infolist():
            assert info.compress_type == zipfile.ZIP_STORED
            header = bundle[info.header_offset : info.header_offset + 30]
            name_bytes, extra_bytes = int.from_bytes(header[26:28], "little"), header[28]
            data_offset = info.header_offset + 30 + name_bytes + extra_bytes
            assert data_offset % 16 == 0
            assert bundle[data_offset:].startswith(info.filename.encode())


def test_bundle_is_the_same_bytes_everywhere() -> None:
    """The hash of a bundle built from fixed networks is fixed, on any machine and any day.

    If a new flatbuffers package breaks this, the built bundle's hash in the manifest no
    longer holds either.
    """
    network = tiny_network()
    bundle = build_bundle([(spec_of(network, "pose.tflite", LANDMARKS), network)])
    assert (
        hashlib.sha256(bundle).hexdigest()
        == "18e1c20997197b59b694599d544fe32473b779c8357fc12356197517e344d5f7"
    )
    (info,) = zipfile.ZipFile(io.BytesIO(bundle)).infolist()
    assert info.date_time == (1980, 1, 1, 0, 0, 0)


def wheel_of(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_networks_are_read_in_the_order_asked_for(tmp_path: Path) -> None:
    """Each network comes out of the wheel as it went in."""
    wheel = wheel_of(tmp_path / "a.whl", {"pkg/b": b"bb", "pkg/a": b"a", "pkg/other": b""})
    networks = [spec_of(b"a", "a"), spec_of(b"bb", "b")]
    assert read_networks(wheel, networks) == [b"a", b"bb"]
    assert is_wheel_with(wheel, networks)


def test_wheel_without_a_network_is_refused(tmp_path: Path) -> None:
    """The message names the member that is missing."""
    wheel = wheel_of(tmp_path / "a.whl", {"pkg/a": b"a"})
    networks = [spec_of(b"a", "a"), spec_of(b"b", "b")]
    assert not is_wheel_with(wheel, networks)
    with pytest.raises(ModelError, match="holds no pkg/b"):
        read_networks(wheel, networks)


@pytest.mark.parametrize("changed", [b"X", b"longer", b""])
def test_changed_network_is_refused(tmp_path: Path, changed: bytes) -> None:
    """A network of another content or size never gets into a bundle."""
    wheel = wheel_of(tmp_path / "a.whl", {"pkg/a": changed})
    with pytest.raises(ModelError, match="pkg/a in the wheel is not the network wanted"):
        read_networks(wheel, [spec_of(b"a", "a")])


def test_broken_wheel_is_refused(tmp_path: Path) -> None:
    """Text, a cut-off ZIP and a ZIP with a damaged member are errors of the model, no crash."""
    networks = [spec_of(b"a" * 999, "a")]
    whole = wheel_of(tmp_path / "whole.whl", {"pkg/a": b"a" * 999}).read_bytes()
    damaged = bytearray(whole)
    damaged[40] ^= 0xFF  # inside the deflated data
    for content in (b"no zip at all", whole[: len(whole) // 2], bytes(damaged), b""):
        wheel = tmp_path / "broken.whl"
        wheel.write_bytes(content)
        with pytest.raises(ModelError, match=r"broken\.whl is not a readable wheel"):
            read_networks(wheel, networks)
    assert not is_wheel_with(tmp_path / "missing.whl", networks)


def test_mediapipe_without_the_schema_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A mediapipe that has lost its metadata schema, or none at all, gives a clear error."""
    network = tiny_network()
    (tmp_path / "mediapipe").mkdir()
    (tmp_path / "mediapipe" / "__init__.py").touch()
    init = tmp_path / "mediapipe" / "__init__.py"
    found = importlib.util.spec_from_file_location("mediapipe", init)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: found)
    with pytest.raises(ModelError, match="no metadata schema"):
        build_bundle([(spec_of(network, "a", LANDMARKS), network)])
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="mediapipe is not installed"):
        build_bundle([(spec_of(network, "a", LANDMARKS), network)])


@pytest.fixture
def real_bundle() -> Path:
    """Give the model that is installed, if it was built from the wheel."""
    model = find_model()
    if model is None:
        pytest.skip("the pose model is not installed; run `posecoach model fetch`")
    if model.sha256 != load_manifest().wheel.bundle.sha256:
        pytest.skip("the installed model is Google's own bundle, not one built from the wheel")
    return model.path


@pytest.mark.model
def test_real_bundle_holds_the_two_networks_untouched(real_bundle: Path) -> None:
    """Both networks are in the built bundle byte for byte, and build the very same bundle."""
    networks = load_manifest().wheel.networks
    content = real_bundle.read_bytes()
    members = members_of(content)
    originals = []
    for network in networks:
        member = members[network.bundle_member]
        padding = 0 if network.normalization.stated_by_network else -network.size_bytes % 16
        end = len(member) - padding
        originals.append(member[end - network.size_bytes : end])
    hashes = [hashlib.sha256(original).hexdigest() for original in originals]
    assert hashes == [network.sha256 for network in networks]
    assert build_bundle(zip(networks, originals, strict=True)) == content


@pytest.mark.model
def test_real_bundle_states_the_normalisation_of_the_manifest(real_bundle: Path) -> None:
    """What either network says about its input is what the manifest says."""
    members = members_of(real_bundle.read_bytes())
    for network in load_manifest().wheel.networks:
        wanted = network.normalization
        stated = normalization_of(members[network.bundle_member])
        assert stated == (wanted.mean, wanted.std, metadata_schema.ColorSpaceType.RGB)


@pytest.mark.model
def test_real_bundle_loads_and_runs(real_bundle: Path) -> None:
    """MediaPipe takes both networks with what they state, and sees nobody in a grey image."""
    import mediapipe as mp  # noqa: PLC0415 - heavy, and only for this test
    from mediapipe.tasks.python import vision  # noqa: PLC0415

    grey = mp.Image(mp.ImageFormat.SRGB, np.full((256, 256, 3), 128, np.uint8))
    with vision.PoseLandmarker.create_from_model_path(str(real_bundle)) as landmarker:
        assert landmarker.detect(grey).pose_landmarks == []
