"""`gongkai law due` and `gongkai law fee` as other programs and people meet them."""

import io
import json
import sys

import pytest

from gongkai.project.cli import main

Capture = pytest.CaptureFixture[str]
PLAIN = {"channel": "counter", "events": [{"type": "submitted", "on": "2024-03-01"}]}


def ask(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, command: str, text: str, *args: str, status: int = 0
) -> dict[str, object]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogateescape"))))
    assert main(["law", command, "--json", *args]) == status
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    answer: dict[str, object] = json.loads(out)
    return answer


def test_the_answer_of_the_contract(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    found = ask(monkeypatch, capsys, "due", json.dumps(PLAIN), "--as-of", "2024-03-01")
    assert list(found) == [
        "received_on",
        "due_on",
        "state",
        "provisional",
        "used_working_days",
        "remaining_working_days",
        "explanation",
        "problems",
    ]
    assert found == found | {
        "received_on": "2024-03-01",
        "due_on": "2024-03-29",
        "state": "running",
        "provisional": False,
        "used_working_days": 0,
        "remaining_working_days": 20,
        "problems": [],
    }
    (step,) = found["explanation"]  # type: ignore[misc]
    assert step["from"] == "2024-03-02"
    assert step["to"] == "2024-03-29"
    assert step["working_days"] == 20
    assert step["rule"] == "条例第三十三条第二款"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        "\udcff",
        "[" * 100_000,
        json.dumps({"events": []}),
        json.dumps({"channel": "counter"}),
        json.dumps({"channel": "pigeon", "events": []}),
        json.dumps({"channel": None, "events": []}),
        json.dumps({"channel": "counter", "events": {}}),
        json.dumps({"channel": "counter", "events": [1]}),
        json.dumps({"channel": "counter", "events": [{"on": "2024-03-01"}]}),
        json.dumps({"channel": "counter", "events": [{"type": "submitted"}]}),
        json.dumps({"channel": "counter", "events": [{"type": "sneezed", "on": "2024-03-01"}]}),
        json.dumps({"channel": "counter", "events": [{"type": "submitted", "on": "2024-02-30"}]}),
        json.dumps({"channel": "counter", "events": [{"type": "submitted", "on": "1024-02-03"}]}),
        json.dumps({"channel": "counter", "events": [{"type": "submitted", "on": "2024-02-03T01:00"}]}),
        json.dumps({"channel": "counter", "events": [{"type": "submitted", "on": 20240203}]}),
        json.dumps({"channel": "counter", "events": [{"type": "extended", "on": "2024-02-03"}]}),
        json.dumps(
            {"channel": "counter", "events": [{"type": "extended", "on": "2024-02-03", "working_days": 0}]}
        ),
        json.dumps(
            {"channel": "counter", "events": [{"type": "extended", "on": "2024-02-03", "working_days": "5"}]}
        ),
        json.dumps({"channel": "counter", "events": [{"type": "delay_set", "on": "2024-02-03"}]}),
        json.dumps({"channel": "counter", "events": [{"type": "decided", "on": "2024-02-03", "way": "owl"}]}),
        json.dumps(
            {"channel": "counter", "events": [{"type": "fee_notified", "on": "2024-02-03", "served": "x"}]}
        ),
        json.dumps(
            {
                "channel": "counter",
                "events": [{"type": "third_party_consulted", "on": "2024-02-03", "party": 1}],
            }
        ),
        json.dumps(PLAIN | {"calendar": {"2024": {"off": ["2025-01-03"]}}}),
        json.dumps(PLAIN | {"calender": {}}),
    ],
)
def test_malformed_input_exits_2_with_one_json_error(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, text: str
) -> None:
    found = ask(monkeypatch, capsys, "due", text, status=2)
    assert found["error"]["code"] == "bad_input"  # type: ignore[index]
    assert any("一" <= sign <= "龥" for sign in found["error"]["message"])  # type: ignore[index]


def test_a_wrong_as_of_is_malformed_too(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    ask(monkeypatch, capsys, "due", json.dumps(PLAIN), "--as-of", "gestern", status=2)


def test_the_end_of_the_calendar_is_said(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    late = {"channel": "counter", "events": [{"type": "submitted", "on": "2100-12-30"}]}
    assert "2100" in ask(monkeypatch, capsys, "due", json.dumps(late), status=2)["error"]["message"]  # type: ignore[index]


def test_the_fee(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    found = ask(monkeypatch, capsys, "fee", '{"basis": "per_page", "pages": 150}')
    assert found["amount"] == 1700
    assert ask(monkeypatch, capsys, "fee", '{"basis": "both"}', status=2)["error"]


def test_people_at_a_terminal_get_words(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(PLAIN).encode())))
    assert main(["law", "due"]) == 0
    out = capsys.readouterr().out
    assert "答复期限：2024-03-29" in out
    assert "条例第三十三条第二款" in out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"basis": "per_page", "pages": 31}')))
    assert main(["law", "fee"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("合计10元")


def test_where_the_input_is_wrong_is_said(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    two = json.dumps(PLAIN) + "\n" + json.dumps(PLAIN)
    assert "第2行第1个字起有多余的内容" in ask(monkeypatch, capsys, "due", two, status=2)["error"]["message"]  # type: ignore[index]
    cut = '{"basis": "per_page",\n "pages": }'
    assert "第2行第11个字处写得不对" in ask(monkeypatch, capsys, "fee", cut, status=2)["error"]["message"]  # type: ignore[index]


def test_an_opinion_still_awaited_and_a_limit_past_are_told_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """条例 Art. 32 and 33: as long as nobody answered, the day given is only what would hold if the answer came today."""
    asked = {"type": "third_party_consulted", "on": "2024-06-11", "party": "甲"}
    history = {"channel": "counter", "events": [{"type": "submitted", "on": "2024-06-03"}, asked]}

    def told(as_of: str) -> str:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(history).encode())))
        assert main(["law", "due", "--as-of", as_of]) == 0
        return capsys.readouterr().out

    assert "先按2024年6月24日收到推算" in told("2024-06-24")
    assert "最多等到2024年7月2日" in told("2024-06-24")
    assert "推算" not in told("2024-07-03")
    assert "已经逾期2个工作日" in told("2024-07-25")
