"""The template, read and filled in as CloudFormation does it, as far as these tests need."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

import yaml
from tests.tree import ROOT

FILE: Final = ROOT / "infra" / "aws" / "hwasil.yaml"
ACCOUNT: Final = "123456789012"  # moto's
REGION: Final = "us-east-1"
_NO_VALUE: Final = object()
_SHORT: Final = {"Ref": "Ref", "Condition": "Condition"}


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's tags as the functions they are short for."""


def _function(loader: _Loader, name: str, node: yaml.Node) -> dict[str, Any]:
    match node:
        case yaml.ScalarNode():
            value: Any = loader.construct_scalar(node)
        case yaml.SequenceNode():
            value = loader.construct_sequence(node, deep=True)
        case _:
            raise ValueError(name)
    if name == "GetAtt":
        value = value.split(".")
    return {_SHORT.get(name, f"Fn::{name}"): value}


_Loader.add_multi_constructor("!", _function)


@cache
def template() -> dict[str, Any]:
    """Return the template, its functions in their long form."""
    read: dict[str, Any] = yaml.load(FILE.read_text("utf-8"), _Loader)  # noqa: S506 (a safe loader)
    return read


class Filled:
    """A stack of the template: what its parameters are, and what its bucket and table are called."""

    def __init__(self, bucket: str, table: str, **parameters: str) -> None:
        defaults = {name: one["Default"] for name, one in template()["Parameters"].items()}
        self._values: dict[str, Any] = {
            **defaults,
            **parameters,
            "Bucket": bucket,
            "Table": table,
            "AWS::Partition": "aws",
            "AWS::AccountId": ACCOUNT,
            "AWS::Region": REGION,
            "AWS::StackName": "hwasil",
            "AWS::NoValue": _NO_VALUE,
        }
        self._attributes = {
            "Bucket.Arn": f"arn:aws:s3:::{bucket}",
            "Table.Arn": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}",
        }

    def value(self, written: Any) -> Any:
        """Return what a part of the template becomes."""
        match written:
            case {"Ref": name}:
                return self._values[name]
            case {"Fn::GetAtt": [name, attribute]}:
                return self._attributes[f"{name}.{attribute}"]
            case {"Fn::Sub": str(text)}:
                return re.sub(r"\$\{([^}]+)\}", self._filled, text)
            case {"Fn::Equals": [one, other]}:
                return self.value(one) == self.value(other)
            case {"Fn::Not": [one]}:
                return not self.value(one)
            case {"Fn::And": parts}:
                return all(self.value(part) for part in parts)
            case {"Fn::If": [condition, one, other]}:
                return self.value(one if self.holds(condition) else other)
            case dict():
                values = {name: self.value(part) for name, part in written.items()}
                return {name: value for name, value in values.items() if value is not _NO_VALUE}
            case list():
                return [value for part in written if (value := self.value(part)) is not _NO_VALUE]
        return written

    def holds(self, condition: str) -> bool:
        """Whether one of the template's conditions holds."""
        return bool(self.value(template()["Conditions"][condition]))

    def resource(self, name: str) -> dict[str, Any]:
        """Return the properties of a resource."""
        properties: dict[str, Any] = self.value(template()["Resources"][name]["Properties"])
        return properties

    def statements(self, policy: str) -> list[dict[str, Any]]:
        """Return the statements of a managed policy."""
        statements: list[dict[str, Any]] = self.value(
            template()["Resources"][policy]["Properties"]["PolicyDocument"]["Statement"]
        )
        return statements

    def _filled(self, place: re.Match[str]) -> str:
        return str(self._attributes.get(place[1]) or self._values[place[1]])


def allows(statements: list[dict[str, Any]], action: str, resource: str) -> bool:
    """Whether statements that only allow, without conditions, allow an action on a resource (IAM's wildcards)."""
    assert all(one["Effect"] == "Allow" and "Condition" not in one for one in statements)
    return any(
        any(fnmatch.fnmatchcase(action, pattern) for pattern in _list(one["Action"]))
        and any(fnmatch.fnmatchcase(resource, pattern) for pattern in _list(one["Resource"]))
        for one in statements
    )


def actions(statements: list[dict[str, Any]]) -> set[str]:
    """Return every action that statements name."""
    return {action for one in statements for action in _list(one["Action"])}


def permissions(service: str, operation: str, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the actions and resources for which a call of the SDK needs permission.

    https://docs.aws.amazon.com/service-authorization/latest/reference/ (Amazon S3, Amazon DynamoDB)
    """
    yield from _s3(operation, asked) if service == "s3" else _dynamodb(operation, asked)


def _s3(operation: str, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    bucket = f"arn:aws:s3:::{asked['Bucket']}"
    match operation:
        case "ListObjectsV2":
            yield "s3:ListBucket", bucket
        case "DeleteObjects":
            for one in asked["Delete"]["Objects"]:
                yield "s3:DeleteObject", f"{bucket}/{one['Key']}"
        case "HeadObject" | "GetObject":
            yield "s3:GetObject", f"{bucket}/{asked['Key']}"
        case "PutObject" | "CreateMultipartUpload" | "UploadPart" | "CompleteMultipartUpload":
            yield "s3:PutObject", f"{bucket}/{asked['Key']}"
        case _:
            yield f"s3:{operation}", f"{bucket}/{asked['Key']}"


def _dynamodb(operation: str, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    tables = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/"
    match operation:
        case "BatchGetItem":
            for name in asked["RequestItems"]:
                yield "dynamodb:BatchGetItem", tables + name
        case "TransactWriteItems":
            for one in asked["TransactItems"]:
                for verb, what in one.items():
                    action = "ConditionCheckItem" if verb == "ConditionCheck" else f"{verb}Item"
                    yield f"dynamodb:{action}", tables + what["TableName"]
        case "Query" if "IndexName" in asked:
            yield "dynamodb:Query", f"{tables}{asked['TableName']}/index/{asked['IndexName']}"
        case _:
            yield f"dynamodb:{operation}", tables + asked["TableName"]


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
