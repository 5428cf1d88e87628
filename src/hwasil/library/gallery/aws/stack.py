"""The CloudFormation stack of a gallery: what would change, making it so, and how it is. Nothing here deletes one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError, WaiterError

from hwasil.core.errors import InvalidInput, Unavailable
from hwasil.library.gallery.aws.clients import Clients
from hwasil.library.gallery.aws.failures import reaching
from hwasil.library.gallery.aws.template import template

if TYPE_CHECKING:
    from types_boto3_cloudformation import CloudFormationClient
    from types_boto3_cloudformation.type_defs import DescribeChangeSetOutputTypeDef

_REVIEWED: Final = "REVIEW_IN_PROGRESS"  # a stack of which there is nothing yet but a change set
_NOTHING: Final = ("didn't contain changes", "No updates are to be performed")
_PACE: Final = 3.0  # seconds between two looks at a stack that is changing


@dataclass(frozen=True, slots=True)
class Edit:
    """A property of a resource that changes, and from what to what; None where AWS does not say."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to a resource: ``Add``, ``Modify`` or ``Remove``; ``replaced`` is ``True`` or ``Conditional``."""

    action: str
    name: str
    kind: str
    replaced: str | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Everything that would happen to a stack, in CloudFormation's own words, and the id to carry it out by."""

    id: str
    new: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class State:
    """How a stack is: its status, why, its outputs, and whether it was found to differ from its template."""

    name: str
    status: str
    reason: str
    changed: datetime
    drift: str
    drift_checked: datetime | None = None
    outputs: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a resource while a stack changed."""

    name: str
    kind: str
    status: str
    reason: str


class Stack:
    """One stack, by its name."""

    def __init__(self, name: str, clients: Clients, *, pace: float = _PACE) -> None:
        self.name: Final = name
        self._clients = clients
        self._pace = pace

    def state(self) -> State | None:
        """Return how the stack is, or None where there is none."""
        with reaching():
            try:
                found = self._client.describe_stacks(StackName=self.name)["Stacks"][0]
            except ClientError as problem:
                if "does not exist" in str(problem):
                    return None
                raise
        drift = found.get("DriftInformation")
        return State(
            name=self.name,
            status=found["StackStatus"],
            reason=found.get("StackStatusReason", ""),
            changed=found.get("LastUpdatedTime", found["CreationTime"]),
            drift=drift["StackDriftStatus"] if drift else "NOT_CHECKED",
            drift_checked=drift.get("LastCheckTimestamp") if drift else None,
            outputs={one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])},
            parameters={one["ParameterKey"]: one["ParameterValue"] for one in found.get("Parameters", [])},
        )

    def plan(self, parameters: Mapping[str, str]) -> ChangeSet | None:
        """Ask AWS what the template would change; None for nothing. A parameter that is not given stays as it is."""
        state = self.state()
        new = state is None or state.status == _REVIEWED
        kept = {} if state is None or new else state.parameters
        asked = [{"ParameterKey": name, "ParameterValue": value} for name, value in sorted(parameters.items())]
        stay: list[Any] = [
            {"ParameterKey": name, "UsePreviousValue": True} for name in sorted(kept.keys() - parameters.keys())
        ]
        with reaching():
            made = self._client.create_change_set(
                StackName=self.name,
                ChangeSetName=f"hwasil-{datetime.now(UTC):%Y%m%d%H%M%S%f}",
                ChangeSetType="CREATE" if new else "UPDATE",
                TemplateBody=template(),
                Parameters=asked + stay,
                Capabilities=["CAPABILITY_IAM"],
            )
            waiter = self._client.get_waiter("change_set_create_complete")
            try:
                waiter.wait(ChangeSetName=made["Id"], WaiterConfig={"Delay": max(1, round(self._pace))})
            except WaiterError as problem:
                told = self._client.describe_change_set(ChangeSetName=made["Id"])
                self._client.delete_change_set(ChangeSetName=made["Id"])
                reason = told.get("StatusReason", str(problem))
                if any(words in reason for words in _NOTHING):
                    return None
                raise InvalidInput("aws_stack_refused", reason=reason) from problem
            return ChangeSet(made["Id"], new, tuple(self._steps(made["Id"])))

    def discard(self, planned: ChangeSet) -> None:
        """Delete a change set that is not to be carried out."""
        with reaching():
            self._client.delete_change_set(ChangeSetName=planned.id)

    def carry_out(self, planned: ChangeSet, tell: Callable[[Event], None]) -> State:
        """Carry a change set out and wait until it is done; ``tell`` hears of every event.

        Raises Unavailable when it fails; CloudFormation then takes back what was done.
        """
        heard = set(self._events())
        with reaching():
            self._client.execute_change_set(ChangeSetName=planned.id)
        while True:
            events = self._events()
            for event_id, event in events.items():
                if event_id not in heard:
                    tell(event)
            heard |= events.keys()
            state = self.state()
            if state is None:
                raise Unavailable("aws_stack_failed", stack=self.name, status="–", reason="–")
            if not state.status.endswith("_IN_PROGRESS"):
                break
            threading.Event().wait(self._pace)
        if state.status not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
            raise Unavailable("aws_stack_failed", stack=self.name, status=state.status, reason=state.reason or "–")
        return state

    def _steps(self, change_set: str) -> Iterator[Step]:
        """Yield the steps of a change set, all of its pages."""
        asked: dict[str, Any] = {"ChangeSetName": change_set, "IncludePropertyValues": True}
        while True:
            page: DescribeChangeSetOutputTypeDef = self._client.describe_change_set(**asked)
            for change in page["Changes"]:
                if (told := change.get("ResourceChange")) is not None:
                    yield _step(told)
            if not page.get("NextToken"):
                return
            asked["NextToken"] = page["NextToken"]

    def _events(self) -> dict[str, Event]:
        """Return the latest events, by their ids, the oldest first."""
        with reaching():
            try:
                told = self._client.describe_stack_events(StackName=self.name)["StackEvents"]
            except ClientError as problem:
                if "does not exist" in str(problem):
                    return {}
                raise
        return {
            one["EventId"]: Event(
                one.get("LogicalResourceId", ""),
                one.get("ResourceType", ""),
                one.get("ResourceStatus", ""),
                one.get("ResourceStatusReason", ""),
            )
            for one in reversed(told)
        }

    @property
    def _client(self) -> CloudFormationClient:
        return self._clients.cloudformation


def _step(told: Mapping[str, Any]) -> Step:
    targets = [detail.get("Target", {}) for detail in told.get("Details", [])]
    edits = {
        target.get("Path") or target.get("Name") or target.get("Attribute", ""): (
            target.get("BeforeValue"),
            target.get("AfterValue"),
        )
        for target in targets
    }
    replaced = told.get("Replacement")
    return Step(
        told["Action"],
        told["LogicalResourceId"],
        told["ResourceType"],
        replaced if replaced in {"True", "Conditional"} else None,
        tuple(Edit(name, *values) for name, values in sorted(edits.items())),
    )
