"""Stacks on moto's CloudFormation, which makes buckets, tables and policies, and leaves what it does not know."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from botocore.exceptions import WaiterError
from tests.library.gallery.aws.cloud import Cloud
from tests.library.gallery.aws.template import REGION, template
from tests.library.gallery.entries import keep

from hwasil.core.errors import InvalidInput, Unavailable
from hwasil.library.gallery.aws.address import Address
from hwasil.library.gallery.aws.clients import Clients
from hwasil.library.gallery.aws.stack import ChangeSet, Edit, Event, Stack, Step
from hwasil.library.gallery.aws.store import AwsStore

# What moto's CloudFormation does not make is passed over there, with a warning.
pytestmark = pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")

NUMBERS = count()
ALWAYS = {name for name, one in template()["Resources"].items() if "Condition" not in one}


@pytest.fixture
def stack(cloud: Cloud) -> Stack:
    return Stack(f"hwasil-{next(NUMBERS)}", Clients(REGION), pace=0.01)


def planned(stack: Stack, parameters: dict[str, str] | None = None) -> ChangeSet:
    plan = stack.plan(parameters or {})
    assert plan is not None
    return plan


def test_there_is_none(stack: Stack) -> None:
    assert stack.state() is None


def test_it_is_made_as_planned(cloud: Cloud, stack: Stack) -> None:
    plan = planned(stack)
    assert plan.new
    # moto lists what a condition leaves out as well.
    assert {(step.action, step.name) for step in plan.steps} >= {("Add", name) for name in ALWAYS}
    events: list[Event] = []
    state = stack.carry_out(plan, events.append)
    assert state.status == "CREATE_COMPLETE"
    assert events
    assert stack.state() == state
    cloud.tell_outputs(stack.name)
    outputs = (stack.state() or state).outputs
    # The stack's own address opens a gallery in what it made.
    at = Address.parse(outputs["Library"])
    assert (at.bucket, at.table, at.region) == (outputs["BucketName"], outputs["TableName"], REGION)
    store = AwsStore(at)
    assert store.get(keep(store).id) is not None


def test_nothing_happens_before_it_is_carried_out(cloud: Cloud, stack: Stack) -> None:
    before = cloud.client("s3").list_buckets()["Buckets"]
    stack.discard(planned(stack))
    assert cloud.client("s3").list_buckets()["Buckets"] == before


def test_what_is_not_named_stays(stack: Stack) -> None:
    stack.carry_out(planned(stack, {"ImportTable": "old", "ImportBucket": "old-bucket"}), lambda _: None)
    assert (state := stack.state()) is not None
    assert state.parameters["ImportTable"] == "old"
    asked: list[dict[str, Any]] = []
    client = stack._client
    client.meta.events.register(
        "before-parameter-build.cloudformation.CreateChangeSet", lambda params, **_: asked.append(dict(params))
    )
    stack.plan({"AppUser": "me"})
    given = {one["ParameterKey"]: one for one in asked[0]["Parameters"]}
    assert given["AppUser"]["ParameterValue"] == "me"
    assert given["ImportTable"] == {"ParameterKey": "ImportTable", "UsePreviousValue": True}
    assert asked[0]["ChangeSetType"] == "UPDATE"


class Scripted:
    """A client whose answers are written down: what moto's CloudFormation never says."""

    def __init__(self, **answers: Any) -> None:
        self._answers = answers
        self.called: list[tuple[str, dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        def call(*_: Any, **asked: Any) -> Any:
            self.called.append((name, asked))
            answer = self._answers.get(name, {})
            return answer.pop(0) if isinstance(answer, list) else answer

        return call


class Waiting:
    """What waits for a change set."""

    def __init__(self, fails: bool) -> None:
        self._fails = fails

    def wait(self, **_: Any) -> None:
        if self._fails:
            raise WaiterError("ChangeSetCreateComplete", "it failed", {})


def scripted(monkeypatch: pytest.MonkeyPatch, stack: Stack, **answers: Any) -> Scripted:
    client = Scripted(**answers)
    monkeypatch.setattr(stack._clients, "cloudformation", client, raising=False)
    return client


def told(status: str) -> dict[str, Any]:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    return {"Stacks": [{"StackStatus": status, "StackStatusReason": "because", "CreationTime": moment}]}


def test_a_change_in_every_detail(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    target = {"Attribute": "Properties", "Name": "BillingMode", "BeforeValue": "PROVISIONED"}
    change = {
        "Action": "Modify",
        "LogicalResourceId": "Table",
        "ResourceType": "AWS::DynamoDB::Table",
        "Replacement": "Conditional",
        "Details": [{"Target": {**target, "AfterValue": "PAY_PER_REQUEST"}}],
    }
    plain = {
        "Action": "Remove",
        "LogicalResourceId": "Old",
        "ResourceType": "AWS::S3::Bucket",
        "Replacement": "False",
    }
    pages = [
        {"Changes": [{"ResourceChange": change}], "NextToken": "more"},
        {"Changes": [{"ResourceChange": plain}]},
    ]
    scripted(
        monkeypatch,
        stack,
        describe_stacks=told("UPDATE_COMPLETE"),
        create_change_set={"Id": "arn:1"},
        get_waiter=Waiting(fails=False),
        describe_change_set=pages,
    )
    edit = Edit("BillingMode", "PROVISIONED", "PAY_PER_REQUEST")
    assert planned(stack) == ChangeSet(
        "arn:1",
        new=False,
        steps=(
            Step("Modify", "Table", "AWS::DynamoDB::Table", "Conditional", (edit,)),
            Step("Remove", "Old", "AWS::S3::Bucket"),
        ),
    )


def failing(monkeypatch: pytest.MonkeyPatch, stack: Stack, reason: str) -> Scripted:
    return scripted(
        monkeypatch,
        stack,
        describe_stacks=told("CREATE_COMPLETE"),
        create_change_set={"Id": "arn:1"},
        get_waiter=Waiting(fails=True),
        describe_change_set={"StatusReason": reason},
    )


def test_nothing_to_change(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    client = failing(monkeypatch, stack, "The submitted information didn't contain changes. Submit different …")
    assert stack.plan({}) is None
    assert client.called[-1] == ("delete_change_set", {"ChangeSetName": "arn:1"})


def test_what_cloudformation_does_not_take(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, stack, "Signed links need LinkPublicKey.")
    with pytest.raises(InvalidInput) as caught:
        stack.plan({"Links": "signed"})
    assert "Signed links need LinkPublicKey." in caught.value.message


def test_a_stack_that_fails(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    event = {"EventId": "1", "LogicalResourceId": "Bucket", "ResourceStatus": "CREATE_FAILED"}
    scripted(
        monkeypatch,
        stack,
        describe_stacks=[told("CREATE_IN_PROGRESS"), told("ROLLBACK_COMPLETE")],
        describe_stack_events=[{"StackEvents": []}, {"StackEvents": [event]}, {"StackEvents": [event]}],
    )
    events: list[Event] = []
    with pytest.raises(Unavailable) as caught:
        stack.carry_out(ChangeSet("arn:1", new=True, steps=()), events.append)
    assert caught.value.key == "aws_stack_failed"
    assert "because" in caught.value.message
    assert [one.status for one in events] == ["CREATE_FAILED"]


def test_nothing_can_delete_a_stack() -> None:
    assert not [name for name in dir(Stack) if "delete" in name or "remove" in name]
