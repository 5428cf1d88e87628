from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.library.gallery.aws.template import ACCOUNT, FILE, Filled, actions, allows, permissions, template

from hwasil.library.gallery.aws.template import template as packaged

MODEL = "arn:aws:bedrock:us-west-2::foundation-model/"


def test_the_linter_finds_nothing(tmp_path: Path) -> None:
    # One run for both, which takes seconds: a file that is wrong shows that it looked.
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        FILE.read_text("utf-8").replace("BillingMode: PAY_PER_REQUEST", "BillingMode: FREE"), "utf-8"
    )
    command = [sys.executable, "-c", "from cfnlint.runner import main; main()", "--include-checks", "I"]
    ran = subprocess.run(
        [*command, "--format", "parseable", "--", str(FILE), str(broken)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = (ran.stdout + ran.stderr).splitlines()
    assert any("FREE" in line for line in found), found
    assert not [line for line in found if not line.startswith(str(broken))]


def test_it_is_the_one_that_is_deployed() -> None:
    assert packaged() == FILE.read_text("utf-8")


def test_nothing_is_public() -> None:
    bucket = Filled("b", "t").resource("Bucket")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    for name, resource in template()["Resources"].items():
        if resource["Type"] == "AWS::S3::BucketPolicy":
            statements = Filled("b", "t", Distribution="D").resource(name)["PolicyDocument"]["Statement"]
            assert [one["Effect"] for one in statements if one.get("Principal") == "*"] == ["Deny"]


def test_pictures_outlive_the_stack() -> None:
    for name in ("Bucket", "Table"):
        resource = template()["Resources"][name]
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_cloudfront_reads_pictures_only() -> None:
    policy = Filled("b", "t", Links="plain", Distribution="D1").resource("BucketPolicy")
    allowed = next(one for one in policy["PolicyDocument"]["Statement"] if one["Effect"] == "Allow")
    assert allowed["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert allowed["Resource"] == ["arn:aws:s3:::b/originals/*", "arn:aws:s3:::b/thumbnails/*"]
    source = {"aws:SourceArn": f"arn:aws:cloudfront::{ACCOUNT}:distribution/D1"}
    assert allowed["Condition"] == {"StringEquals": source}


@pytest.mark.parametrize(
    ("action", "resource", "allowed"),
    [
        ("bedrock:InvokeModel", f"{MODEL}stability.sd3-5-large-v1:0", True),
        ("bedrock:InvokeModelWithResponseStream", f"{MODEL}anthropic.claude-3-5-sonnet-20240620-v1:0", True),
        ("bedrock:InvokeModel", f"arn:aws:bedrock:us-west-2:{ACCOUNT}:inference-profile/us.stability.x", True),
        ("bedrock:ListFoundationModels", "*", True),
        ("bedrock:InvokeModel", f"{MODEL}meta.llama3", False),
        ("bedrock:CreateModelInvocationJob", "*", False),
        ("iam:PassRole", "*", False),
    ],
)
def test_what_bedrock_may_be_asked(action: str, resource: str, allowed: bool) -> None:
    assert allows(Filled("b", "t").statements("BedrockPolicy"), action, resource) is allowed


@pytest.mark.parametrize(
    ("service", "operation", "asked"),
    [
        ("s3", "GetObject", {"Bucket": "other", "Key": "originals/x"}),
        ("s3", "PutObject", {"Bucket": "b", "Key": "elsewhere/x"}),
        ("s3", "DeleteBucket", {"Bucket": "b", "Key": ""}),
        ("dynamodb", "Scan", {"TableName": "t"}),
        ("dynamodb", "Query", {"TableName": "other"}),
        ("dynamodb", "DeleteTable", {"TableName": "t"}),
    ],
)
def test_what_the_policy_does_not_allow(service: str, operation: str, asked: dict[str, str]) -> None:
    statements = Filled("b", "t").statements("GalleryPolicy")
    needed = list(permissions(service, operation, asked))
    assert needed
    assert not any(allows(statements, *one) for one in needed)


def test_importing_needs_reading_only() -> None:
    filled = Filled("b", "t", ImportTable="old", ImportBucket="old-bucket")
    assert filled.holds("HasImport")
    statements = filled.statements("ImportPolicy")
    assert actions(statements) == {"dynamodb:Scan", "s3:GetObject", "s3:ListBucket"}
    assert not allows(statements, "dynamodb:Scan", "arn:aws:dynamodb:us-east-1:123456789012:table/t")
    assert not Filled("b", "t").holds("HasImport")
