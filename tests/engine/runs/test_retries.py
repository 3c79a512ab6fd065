"""Units that are tried again: as tables, and with the scripted worker, always as badly."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from engine import runs
from engine.records import (
    CheckKind,
    Header,
    Outcome,
    PassageText,
    RunState,
    Sampling,
    StopReason,
    TaskDraft,
    Unit,
)
from engine.runs.events import TaskAdded
from engine.runs.retries import Retries, Sent, Terms, refusal
from engine.store import Project
from engine.tasks.attempts import Policy, attempt_seed
from engine.worker import fake
from engine.worker.host import Host
from engine.worker.messages import Generate, Generated, ToWorker
from models.prompting import prompting
from tests.harbour import Events, harbour, request

PASSAGE = PassageText(40, "The gate opens at nine. Dogs stay.")
OFFERED = "Which?\n- red\n- blue\n<|pipe|>\n"


def asked(short: str, **more: object) -> tuple[Retries, Sent]:
    """How a unit is asked for the first time."""
    retries = Retries(prompting("bonito"), Sampling(**more))  # type: ignore[arg-type]
    return retries, retries.first(Unit(7, 1, 3, short, 0, seed=5), PASSAGE)


def said(text: str, tokens: int = 9, stop: StopReason = StopReason.END) -> Generated:
    return Generated(7, text, stop, 20, tokens, 0.5)


@pytest.mark.parametrize(
    ("short", "answers", "outcomes"),
    [
        ("qa", ["a<|pipe|>b"], [Outcome.OK]),
        ("qa", ["nothing", "a<|pipe|>b"], [Outcome.NO_PIPE, Outcome.OK]),
        ("qa", ["nothing", "again"], [Outcome.NO_PIPE, Outcome.NO_PIPE]),
        ("exqa", ["a<|pipe|>ten", "a<|pipe|>nine"], [Outcome.NOT_IN_PASSAGE, Outcome.OK]),
    ],
)
def test_each_answer_is_saved_or_asked_again_until_the_last_attempt(short, answers, outcomes):
    retries, sent = asked(short)
    for text, outcome in zip(answers[:-1], outcomes[:-1], strict=True):
        result = retries.answered(sent, said(text))
        assert isinstance(result, Sent)
        assert result.failed[-1].outcome is outcome
        sent = result
    draft = retries.answered(sent, said(answers[-1]))
    assert isinstance(draft, TaskDraft)
    assert draft.outcome is outcomes[-1]
    assert [one.outcome for one in draft.attempts] == (outcomes if len(outcomes) > 1 else [])


def test_the_message_of_an_attempt_has_its_seed_and_the_last_one_its_grammar():
    retries, sent = asked("ynqa", temperature=0.3, max_tokens=99)
    first = retries.message(sent)
    assert (first.unit_id, first.seed, first.temperature, first.max_tokens) == (7, 5, 0.3, 99)
    assert first.constraint == ""
    again = retries.answered(sent, said("Is it so?<|pipe|>the harbour office"))
    assert isinstance(again, Sent)
    second = retries.message(again)
    assert second.seed == attempt_seed(5, 2)
    assert "root" in second.constraint


def test_a_question_whose_choice_was_wrong_is_kept_while_tokens_are_left_for_an_option():
    retries, sent = asked("mcqa", max_tokens=100)
    kept = retries.answered(sent, said(OFFERED + "green", tokens=52))
    assert isinstance(kept, Sent)
    assert kept.written == 52
    assert retries.message(kept).max_tokens == 48
    assert kept.prompt.opening.endswith("<|pipe|>\n")
    anew = retries.answered(sent, said(OFFERED + "green", tokens=53))
    assert isinstance(anew, Sent)
    assert (anew.written, anew.prompt) == (0, sent.prompt)


def test_evidence_counts_from_the_start_of_the_document():
    retries, sent = asked("exqa")
    draft = retries.answered(sent, said("When?<|pipe|>at nine"))
    assert isinstance(draft, TaskDraft)
    assert draft.evidence.start == PASSAGE.start + PASSAGE.text.index("at nine")


def test_a_refusal_keeps_its_reason_and_the_prompt_it_was_about():
    _, sent = asked("qa")
    draft = refusal(sent, "no memory")
    assert (draft.outcome, draft.raw, draft.detail) == (Outcome.ENGINE_FAILED, "", "no memory")
    assert draft.prompt_sha256 == sent.prompt.sha256


def finish(project: Project, events: Events, *types: str) -> RunState | None:
    wanted = request(project.path.parent, *types)
    return runs.start(project, wanted, events, fake.main).wait(60)


def test_an_answer_that_breaks_its_rule_is_tried_twice_and_every_try_is_kept(tmp_path: Path):
    events = Events()
    with harbour(tmp_path) as project:
        assert finish(project, events, "ynqa") is RunState.FAILED
        assert project.runs.outcomes(1) == {Outcome.BAD_LABEL: 3}
        for unit_id in (1, 2, 3):
            made = project.tasks.attempts.of(unit_id)
            task = project.tasks.get(next(t.id for t in events.tasks if t.unit_id == unit_id))
            first = made[0].seed
            assert [one.number for one in made] == [1, 2]
            assert [one.seed for one in made] == [attempt_seed(first, n) for n in (1, 2)]
            assert [one.is_constrained for one in made] == [False, True]
            assert all(f"Question {one.seed}" in one.raw for one in made)
            assert (task.seed, task.raw) == (made[-1].seed, made[-1].raw)


def test_a_choice_that_was_not_offered_is_made_again_for_the_same_question(
    tmp_path: Path, monkeypatch
):
    events, asked = Events(), list[Generate]()
    send = Host.send

    def note(host: Host, message: ToWorker) -> None:
        asked.extend([message] if isinstance(message, Generate) else [])
        send(host, message)

    monkeypatch.setattr(Host, "send", note)
    with harbour(tmp_path, [f"A short notice. {fake.CHOICE}"]) as project:
        assert finish(project, events, "mcqa") is RunState.DONE
        made = project.tasks.attempts.of(1)
        task = project.tasks.get(events.tasks[0].id)
        assert [one.outcome for one in made] == [Outcome.NOT_OFFERED, Outcome.OK]
        questions = [one.raw.partition("<|pipe|>")[0] for one in made]
        assert questions[0] == questions[1]
        assert (task.outcome, task.output) == (Outcome.OK, "blue")
        assert [bool(one.constraint) for one in asked] == [False, True]
        assert asked[1].max_tokens == asked[0].max_tokens - made[0].generated_tokens


def test_a_good_answer_and_one_that_does_not_fit_are_made_once(tmp_path: Path):
    with harbour(tmp_path, ["A short notice.", "x" * 30_000]) as project:
        assert finish(project, Events(), "exqa") is RunState.DONE
        assert project.runs.outcomes(1) == {Outcome.OK: 1, Outcome.TOO_LONG: 1}
        assert project.tasks.attempts.of(1) == project.tasks.attempts.of(2) == []


def test_a_run_that_is_stopped_leaves_a_unit_open_that_was_to_be_tried_again(tmp_path: Path):
    known = threading.Event()
    handle: list[runs.RunHandle] = []

    def listen(event: object) -> None:
        if isinstance(event, TaskAdded):
            assert known.wait(60)
            handle[0].stop()

    with harbour(tmp_path) as project:
        wanted = request(tmp_path, "ynqa", samples=60, slots=2)
        handle.append(runs.start(project, wanted, listen, fake.main))
        known.set()
        assert handle[0].wait(60) is RunState.STOPPED
        run = project.runs.get(1)
        made = [len(project.tasks.attempts.of(unit)) for unit in range(1, 181)]
        assert set(made) == {0, 2}
        assert made.count(2) == run.units_done < run.units_planned
        assert runs.resume(project, None, Events(), fake.main).wait(100) is RunState.FAILED
        assert project.runs.outcomes(1) == {Outcome.BAD_LABEL: 180}


PRICES = PassageText(40, "A room costs £40, a bed £25, breakfast £9 and a bath £6 in the hostel.")
COSTS = {"£40": "a room", "£25": "a bed", "£9": "breakfast", "£6": "a bath"}


MANY_PRICES = PassageText(40, " ".join(f"Item {name} costs £{7 * n}." for n, name in enumerate(
    "abcdefghij", 3)))  # fmt: skip


def composing(short: str, most: int = 2, passage: PassageText = PRICES) -> tuple[Retries, Sent]:
    retries = Retries(prompting("bonito"), Sampling(), Policy(most), Terms(("mcqa", "qg")))
    return retries, retries.first(Unit(7, 1, 3, short, 0, seed=5), passage)


def led(retries: Retries, sent: Sent, *, answers: bool = True) -> TaskDraft:
    """Play a model that asks for the price it is given, and knows it or never does."""
    for _ in range(40):
        assert sent.chain is not None
        step = sent.chain.step
        if step.short == "qg":
            price = step.opening.partition("The answer is: ")[2].partition("\n")[0]
            text = f"How much is {COSTS.get(price, 'the other thing')}?"
        else:
            prices = [price for price, name in COSTS.items() if f"is {name}?" in step.opening]
            text = prices[0] if prices and answers else "in the street"
        result = retries.answered(sent, said(text))
        if isinstance(result, TaskDraft):
            return result
        sent = result
    raise AssertionError("the chain has no end")


def test_a_model_that_can_not_write_options_is_led_to_a_pair_and_code_adds_them():
    retries, sent = composing("mcqa")
    assert "question generation" in sent.prompt.segments[0].text
    assert (retries.message(sent).temperature, retries.message(sent).max_tokens) == (0.0, 64)
    draft = led(retries, sent)
    assert draft.outcome is Outcome.OK
    assert draft.output in COSTS
    assert all(price in draft.input for price in COSTS)
    assert f"How much is {COSTS[draft.output]}?" in draft.raw
    start = 40 + PRICES.text.index(draft.output)
    assert (draft.evidence.start, draft.evidence.end) == (start, start + len(draft.output))
    assert draft.detail.endswith("wrong options by code")


def test_a_question_is_asked_for_by_the_stretch_that_the_model_answers_it_with():
    draft = led(*composing("qg"))
    assert draft.outcome is Outcome.OK
    price = next(price for price, name in COSTS.items() if f"is {name}?" in draft.output)
    assert price in draft.input.replace(PRICES.text, "")


def test_a_unit_whose_questions_are_never_confirmed_says_so_and_keeps_its_tries():
    draft = led(*composing("qg"), answers=False)
    assert draft.outcome is Outcome.UNCONFIRMED
    assert draft.detail == ""
    assert len(draft.attempts) > 1
    assert {one.outcome for one in draft.attempts} == {Outcome.UNCONFIRMED}
    assert [one.number for one in draft.attempts] == [*range(1, len(draft.attempts) + 1)]


def test_without_second_tries_fewer_stretches_are_asked_about():
    many, few = (led(*composing("qg", most, MANY_PRICES), answers=False) for most in (2, 1))
    assert len(few.attempts) < len(many.attempts)


def topic(text: str, mean: float) -> Generated:
    return replace(said(text), behind_tokens=3, behind_mean=mean, behind_lowest=mean)


def choosing() -> tuple[Retries, Sent]:
    retries = Retries(prompting("nano"), Sampling(0.5), terms=Terms(("topic_class",)))
    return retries, retries.first(Unit(7, 1, 3, "topic_class", 0, seed=5), PRICES)


def test_a_topic_that_a_led_model_is_sure_of_is_kept_and_says_why():
    retries, sent = choosing()
    assert (retries.message(sent).temperature, retries.message(sent).top_p) == (0.0, 1.0)
    draft = retries.answered(sent, topic("hostel breakfast", -0.2))
    assert isinstance(draft, TaskDraft)
    assert (draft.outcome, draft.output) == (Outcome.OK, "hostel breakfast")
    assert "sure" in draft.detail


def test_an_unsure_topic_is_drawn_once_more_and_then_not_confirmed():
    retries, sent = choosing()
    again = retries.answered(sent, topic("hostel breakfast", -3.0))
    assert isinstance(again, Sent)
    assert retries.message(again).temperature == 0.5
    draft = retries.answered(again, topic("Iphone", -0.2))
    assert isinstance(draft, TaskDraft)
    assert (draft.outcome, draft.detail) == (Outcome.UNCONFIRMED, "")
    assert {one.outcome for one in draft.attempts} == {Outcome.UNCONFIRMED}


def test_the_likelihood_of_the_question_is_kept_beside_that_of_the_answer():
    retries, sent = composing("qg")
    draft = led(retries, sent)
    assert draft.outcome is Outcome.OK
    assert CheckKind.FORM in {one.kind for one in draft.checks}


def test_a_prompt_that_does_not_fit_ends_a_chain_too():
    retries, sent = composing("mcqa")
    draft = retries.answered(sent, said("", stop=StopReason.TOO_LONG))
    assert isinstance(draft, TaskDraft)
    assert draft.outcome is Outcome.TOO_LONG


def test_types_that_are_not_composed_are_asked_for_as_they_are():
    retries, sent = composing("qa")
    assert "question answering without choices" in sent.prompt.segments[0].text
    draft = retries.answered(sent, said("How much is a bed?<|pipe|>£25"))
    assert isinstance(draft, TaskDraft)
    assert (draft.outcome, draft.detail) == (Outcome.OK, "")


@pytest.mark.parametrize(
    ("answer", "place"), [("ada;36", (100, 106)), ("name", (7, 11)), ("name;age ada", None)]
)
def test_evidence_in_a_table_is_found_in_its_row_or_in_the_header(answer, place):
    retries, _ = asked("exqa")
    row = PassageText(100, "ada;36", Header(7, 15, 3), "name;age")
    sent = retries.first(Unit(7, 1, 3, "qa", 0, seed=5), row)
    draft = retries.answered(sent, said(f"Who?<|pipe|>{answer}"))
    assert isinstance(draft, TaskDraft)
    found = (draft.evidence.start, draft.evidence.end)
    assert found == (place or (None, None))


def test_an_answer_is_not_judged_by_a_rule_that_is_off():
    echo = said(f"Say it in other words.<|pipe|>{PASSAGE.text}")
    unit = Unit(7, 1, 3, "paraphrase", 0, seed=5)
    for off, expected in (((), Sent), ((Outcome.ECHO,), TaskDraft)):
        retries = Retries(prompting("bonito"), Sampling(), terms=Terms(rules_off=off))
        assert isinstance(retries.answered(retries.first(unit, PASSAGE), echo), expected)


def test_a_resumed_run_is_judged_by_the_rules_it_began_with(tmp_path: Path):
    with harbour(tmp_path, [f"Ferries leave {day}." for day in ("Monday", "Friday")]) as project:
        wanted = request(tmp_path, "paraphrase", rules_off=(Outcome.ECHO,))
        runs.start(project, wanted, Events(), fake.main).wait(60)
        project._connection.write("DELETE FROM tasks WHERE id = 2")
        project.runs.set_state(1, RunState.STOPPED)
        runs.resume(project, None, Events(), fake.main).wait(60)
        assert project.runs.outcomes(1) == {Outcome.OK: 2}  # a copy, so each was an echo
        runs.start(project, request(tmp_path, "paraphrase"), Events(), fake.main).wait(60)
        assert project.runs.outcomes(2) == {Outcome.ECHO: 2}


OWN = (("nli", ("supported", "refuted")), ("topic_class", ("Invoice", "Contract", "Other")))


def test_a_run_s_own_labels_keep_the_question_and_write_the_label_alone_under_their_grammar():
    retries = Retries(prompting("bonito"), Sampling(), terms=Terms(labels=OWN, agree=4))
    sent = retries.first(Unit(7, 1, 3, "topic_class", 0, seed=5), PASSAGE)
    assert retries.message(sent).constraint == ""
    again = retries.answered(sent, said("{{context}}\nWhat is it?\n<|pipe|>\nSport"))
    assert isinstance(again, Sent)
    assert again.failed[0].outcome is Outcome.BAD_LABEL
    message = retries.message(again)
    assert message.segments[-1].text == "{{context}}\nWhat is it?\n<|pipe|>\n"
    assert '"Invoice" | "Contract" | "Other"' in message.constraint
    assert (message.max_tokens, message.samples, message.divider) == (48, 4, "")
    draft = retries.answered(again, said("Contract"))
    assert isinstance(draft, TaskDraft)
    assert (draft.outcome, draft.output, draft.detail) == (Outcome.OK, "Contract", "")
    assert draft.input.endswith("What is it?")


def test_a_question_put_by_code_is_told_and_a_claim_has_to_be_written_anew():
    retries = Retries(prompting("bonito"), Sampling(), terms=Terms(labels=OWN))
    sent = retries.first(Unit(7, 1, 3, "topic_class", 0, seed=5), PASSAGE)
    again = retries.answered(sent, said("nothing of the kind"))
    assert isinstance(again, Sent)
    draft = retries.answered(again, said("Other"))
    assert isinstance(draft, TaskDraft)
    assert draft.detail == "question by code, label by the model"
    assert draft.input.endswith("about: Invoice, Contract or Other?")
    claim = retries.first(Unit(8, 1, 3, "nli", 0, seed=5), PASSAGE)
    anew = retries.answered(claim, said("nothing of the kind"))
    assert isinstance(anew, Sent)
    assert anew.prompt == claim.prompt
    assert 'output ::= " "? ("supported" | "refuted")' in retries.message(anew).constraint


def test_more_labels_than_an_answer_has_room_for_are_not_asked_by_code():
    many = (("topic_class", tuple(f"Label number {n} of a long list" for n in range(50))),)
    retries = Retries(prompting("bonito"), Sampling(max_tokens=200), terms=Terms(labels=many))
    sent = retries.first(Unit(7, 1, 3, "topic_class", 0, seed=5), PASSAGE)
    again = retries.answered(sent, said("nothing of the kind"))
    assert isinstance(again, Sent)
    assert again.prompt == sent.prompt


def test_a_set_input_is_left_out_where_a_run_has_labels_of_its_own():
    unit = Unit(7, 1, 3, "topic_class", 0, seed=5)
    plain, own = (
        Retries(prompting("nano"), Sampling(), terms=terms).first(unit, PASSAGE)
        for terms in (Terms(), Terms(labels=(("topic_class", ("Gates", "Dogs")),)))
    )
    assert "What is this text about?" in plain.prompt.opening
    assert own.prompt.opening == ""


@pytest.mark.parametrize(
    ("text", "off", "outcome"),
    [
        ("What must Ms Varga send?", (), Outcome.ECHO),
        ("What must Ms Varga send?", (Outcome.ECHO,), Outcome.OK),
        ("What does a bed cost?", (), Outcome.OK),
    ],
)
def test_a_name_that_a_model_carries_over_from_an_example_is_an_echo(text, off, outcome):
    retries = Retries(prompting("general-chatml"), Sampling(), Policy(1), Terms(rules_off=off))
    sent = retries.first(Unit(7, 1, 1, "qg", 0, 5), PRICES)
    ended = retries.answered(sent, said(text))
    assert isinstance(ended, TaskDraft)
    assert ended.outcome is outcome
