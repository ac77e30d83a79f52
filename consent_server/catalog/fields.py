"""marshmallow fields whose errors say what was expected.

A ``ValidationError`` of ours holds that phrase or a ``WrongKey``; ``load`` adds the
line, the path and what came.
"""

import enum
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongKey:
    """The error of a key, where a plain message is the error of a value.

    ``known`` are the keys of which it may be a misspelling.
    """

    expected: str
    known: tuple[str, ...] = ()


class Reader(fields.Field[Any]):
    """A field that reads one plain value; subclasses say how in ``read``."""

    def __init__(self, expected: str, *, required: bool = False) -> None:
        self.expected = expected
        super().__init__(
            required=required, error_messages={"required": expected, "null": expected}
        )

    def _deserialize(
        self,
        value: object,
        attr: str | None,  # noqa: ARG002 - marshmallow's signature
        data: Mapping[str, Any] | None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ANN401, ARG002
    ) -> object:
        return self.read(value)

    def read(self, value: object) -> object:
        """Return the value of the model, or raise ``ValidationError``."""
        raise NotImplementedError

    def refuse(self) -> ValidationError:
        """Make the error that says what was expected."""
        return ValidationError(self.expected)


class Written(Reader):
    """Text with a form of its own, read by a function that may raise ``ValueError``."""

    def __init__(
        self,
        expected: str,
        parse: Callable[[str], object] = str,
        *,
        required: bool = False,
    ) -> None:
        self.parse = parse
        super().__init__(expected, required=required)

    def read(self, value: object) -> object:
        """Read text; empty text is refused."""
        if not isinstance(value, str) or not value.strip():
            raise self.refuse()
        try:
            return self.parse(value.strip())
        except ValueError:
            raise self.refuse() from None


class Flag(Reader):
    """``true`` or ``false``."""

    def __init__(self) -> None:
        super().__init__("true or false")

    def read(self, value: object) -> object:
        """Read a boolean."""
        if not isinstance(value, bool):
            raise self.refuse()
        return value


class ListOf(Reader):
    """A list, read as a tuple; it may have to hold something."""

    def __init__(
        self, inner: Reader, *, required: bool = False, filled: bool = False
    ) -> None:
        self.inner = inner
        self.filled = filled
        expected = "a list that is not empty" if filled else "a list"
        super().__init__(expected, required=required)

    def read(self, value: object) -> tuple[Any, ...]:
        """Read every item, so that every mistake is found."""
        if not isinstance(value, list) or (self.filled and not value):
            raise self.refuse()
        result, errors = _read_all(self.inner, enumerate(value))
        if errors:
            raise ValidationError(errors)
        return tuple(result.values())


class Table(Reader):
    """A mapping whose keys are not known beforehand."""

    def __init__(self, what: str, key: re.Pattern[str], inner: Reader) -> None:
        self.what = what
        self.key = key
        self.inner = inner
        super().__init__(f"a mapping by {what}")

    def read(self, value: object) -> object:
        """Read every item, so that every mistake is found."""
        if not isinstance(value, dict):
            raise self.refuse()
        result, errors = _read_all(self.inner, value.items())
        for key in value:
            if not self.key.fullmatch(key):
                errors[key] = [WrongKey(expected=self.what)]
        if errors:
            raise ValidationError(errors)
        return result


def _read_all(
    inner: Reader, items: Iterable[tuple[Any, object]]
) -> tuple[dict[Any, Any], dict[Any, Any]]:
    result: dict[Any, Any] = {}
    errors: dict[Any, Any] = {}
    for key, item in items:
        try:
            result[key] = inner.read(item)
        except ValidationError as error:
            errors[key] = error.messages
    return result, errors


class Part(Reader):
    """A mapping with a schema of its own."""

    def __init__(self, schema: type["Keyed"], *, required: bool = False) -> None:
        self.schema = schema()
        super().__init__("a mapping (key: value)", required=required)

    def read(self, value: object) -> object:
        """Load with the schema."""
        if not isinstance(value, dict):
            raise self.refuse()
        return self.schema.load(value)


class Keyed(Schema):
    """A mapping with known keys; an unknown one is a mistake that names the nearest."""

    error_messages = {"type": "a mapping (key: value)"}  # noqa: RUF012 - marshmallow's

    class Meta:
        """Unknown keys are reported by ``report_unknown_keys``, in our words."""

        unknown = EXCLUDE

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def report_unknown_keys(
        self,
        data: object,  # noqa: ARG002 - marshmallow's signature
        original: object,
        **kwargs: Any,  # noqa: ANN401, ARG002
    ) -> None:
        """Compare the keys with those of the schema."""
        if not isinstance(original, dict):
            return
        unknown = [key for key in original if key not in self.fields]
        if unknown:
            known = tuple(sorted(self.fields))
            wrong = WrongKey(
                expected="one of the keys " + ", ".join(known), known=known
            )
            raise ValidationError({key: [wrong] for key in unknown})


def text(
    expected: str = "text", pattern: str = r"(?s).+", *, required: bool = False
) -> Written:
    """Make a field for text that a pattern matches whole."""
    compiled = re.compile(pattern)

    def parse(value: str) -> str:
        if not compiled.fullmatch(value):
            raise ValueError(value)
        return value

    return Written(expected, parse, required=required)


def one_of(choices: type[enum.StrEnum], *, required: bool = False) -> Written:
    """Make a field for a word of an enumeration."""
    words = ", ".join(choice.value for choice in choices)
    return Written(f"one of {words}", choices, required=required)
