"""Reading back the catalog of a policy that was published earlier."""

import dataclasses
import enum
import json
import types
import typing
from collections.abc import Mapping
from typing import Any

from consent_server.catalog.model import Catalog
from consent_server.kernel.errors import MalformedEvidenceError


def read_catalog(content: bytes) -> Catalog:
    """Read the catalog out of a policy's ``content``.

    Fields that the content lacks, because older software wrote it, get their defaults;
    fields that this software does not know are passed over.

    Raises:
        MalformedEvidenceError: The content is not that of a policy.
    """
    try:
        catalog: Catalog = read_value(Catalog, json.loads(content)["catalog"])
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise MalformedEvidenceError(
            f"expected the content of a policy, got something else ({error})"
        ) from error
    return catalog


def read_value(kind: Any, value: Any) -> Any:  # noqa: ANN401 - as wide as JSON
    """Undo ``compose.to_json`` for a value of a known kind.

    Raises:
        LookupError, TypeError, ValueError, RecursionError: It is of another kind.
    """
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return None if value is None else read_value(inner[0], value)
    if origin in {tuple, frozenset}:
        return origin(read_value(inner[0], item) for item in _require(list, value))
    if origin is Mapping:
        items = _require(dict, value).items()
        return {key: read_value(inner[1], item) for key, item in items}
    if dataclasses.is_dataclass(kind):
        return _read_fields(kind, _require(dict, value))
    if issubclass(kind, enum.Enum):
        return kind(value)
    return _require(kind, value)


def _read_fields(kind: Any, values: dict[str, Any]) -> Any:  # noqa: ANN401 - likewise
    kinds = typing.get_type_hints(kind)
    return kind(
        **{
            name: read_value(kinds[name], value)
            for name, value in values.items()
            if name in kinds
        }
    )


def _require(kind: type, value: Any) -> Any:  # noqa: ANN401 - likewise
    if not isinstance(value, kind):
        raise TypeError(f"{value!r:.40} is not {kind.__name__}")
    return value
