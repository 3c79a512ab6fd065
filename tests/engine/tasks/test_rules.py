"""Each rule with what it must catch and what it must let through: why it is precise."""

import pytest

from engine.errors import BadSetting
from engine.records import Outcome, StopReason
from engine.tasks.answers import judge
from engine.tasks.rules import ALWAYS, RULES, SWITCHES, rules_off
from engine.tasks.types import task_type

PASSAGE = (
    "The gate opens at nine o’clock. Anna Müller and Tom Weiß hold the keys, and she locks it at "
    "dusk. The fee is 1,200 euros – paid yearly. Visitors may bring dogs to the lower deck only."
)
CHINESE = "港口办公室每天九点开门。带狗的游客使用下层甲板。门票每年一千二百欧元。"
ABSTRACT = "The body mass index is one of the prognostic factors of stage 2 and stage 3a cancer."

BAD = {
    Outcome.OPTIONS_REPEAT: [
        ("mcqa", "Who?\n- Tom\n- Tom\n- Tom", "Tom"),
        ("mcqa", "Where is it?\nA. Ikea\nB. Ikea\nC. ikea.\nD. The shop", "The shop"),
        ("topic_class", "Choose from this list: trade, sport, trade.", "trade"),
        ("wsd", "Which sense? A. a bank B. a bank", "A"),
        ("sent_comp", "Which ending fits?\n(a) and shuts it\n(b) and shuts it", "a"),
    ],
    Outcome.NOT_OFFERED: [
        ("mcqa", "Who is Tom?", "Tom"),
        ("mcqa", "Who holds the gate?\n- Anna\n- Bob", "the gate"),
        ("mcqa", "Who?\nA. Anna\nB. Tom", "C"),
        ("mcqa", "Who: Anna, Tom or Bob?", "Visitors"),
        ("topic_class", "Choose the topic of the text from this list: trade, shipping.", "Sport"),
        ("sent_comp", "The gate opens\nA. at nine\nB. at ten", "at noon"),
    ],
    Outcome.BAD_LABEL: [
        ("ynqa", "May visitors bring dogs?", "dogs"),
        ("ynqa", "May visitors bring dogs?", "The lower deck"),
        ("nli", "Claim: the fee is paid twice a year.", "Friday"),
        ("te", "Does it follow that the gate is shut?", "sometimes"),
        ("sentiment", "What is the mood of this text?", "banana"),
        ("paraphrase_id", "Do both say the same?", "maybe the dog"),
    ],
    Outcome.ANSWER_IN_QUESTION: [
        ("exqa", "When does the gate open at nine o’clock?", "nine o’clock"),
        ("qa", "What does the fee of 1200 euros pay?", "1,200 euros"),
        ("exqa", "Question: Who are Anna Müller and Tom Weiß?", "Anna Müller and Tom Weiß."),
    ],
    Outcome.QUOTED_CLAIM: [
        ("nli", "Claim: Visitors may bring dogs to the lower deck only.", "Neutral"),
        ("nli", "“The fee is 1,200 euros – paid yearly” Is this so?", "Contradiction"),
        ("nli", 'Is the claim "Visitors may bring dogs to the lower deck only." true?', "Neutral"),
        ("te", "Does it follow that: the gate opens at nine o’clock?", "No"),
    ],
    Outcome.OTHER_ANSWER: [
        ("qg", "The answer is: surname\nWhat is the question?", "Whose name is it?"),
        ("qg", "Ask something whose answer is “ten o’clock”.", "When does it close?"),
    ],
    Outcome.WRONG_KIND: [
        ("ynqa", "What is the body mass index?\nAnswer (yes or no):", "Yes"),
        ("qa", "Who holds the keys?", "No."),
        ("qg", "Write a question about this text.", "No."),
        ("qg", "Write a question about this text.", "The gate opens at nine."),
        ("text_gen", "Write a text that fits this title: The gate", "gate"),
        (
            "topic_class",
            "What is it about?",
            "It says that " + "the gate opens " * 2 + "and the "
            "keys are held by two people who lock it at dusk",
        ),
    ],
    Outcome.ECHO: [
        ("qa", "What?", "What?"),
        ("summarization", "Sum up.", PASSAGE),
        ("summarization", "Sum up.", f"{PASSAGE} It is a gate."),
        ("paraphrase", "Say it in other words.", PASSAGE),
        ("paraphrase", "Say in other words:\nDogs are allowed here.", "dogs are allowed here"),
        ("paraphrase", "Say otherwise: Dogs are allowed here.", "Dogs are allowed here."),
        ("paraphrase", "Say otherwise.", "Visitors may bring dogs to the lower deck only."),
    ],
    Outcome.NO_PRONOUN: [
        ("coref", "Whom does “he” mean in this text?", "Tom Weiß"),
        ("coref", "Who is he?", "Tom Weiß"),
        ("coref", "Who does they refer to?", "Anna Müller"),
    ],
    Outcome.CONTROL_TEXT: [
        ("qa", "When?", "</s>"),
        ("qa", "When?", "### Response: at nine"),
        ("qa", "When?", "at nine <|im_end"),
        ("qa", "When? | im_end|>", "at nine"),
        ("qa", "When?", "[/INST] at nine"),
        ("summarization", "Sum up.", "It opens at nine. <end_of_turn>"),
        ("qa", "Who?", "Assistant: Anna Müller"),
        ("qa", "Who?", "Anna Müller\nUser: and when?"),
        ("qa", "Who?", "[INST] Anna"),
    ],
    Outcome.WRONG_SCRIPT: [
        ("qa", "When does it open?", "в девять часов"),
        ("summarization", "Sum up.", "港口办公室每天九点开门"),
    ],
    Outcome.REPETITION: [
        ("qa", "When?", "nine " * 6),
        ("topic_class", "Topic?", "x" * 3000),
        ("summarization", "Sum up.", "The gate is open. " * 5),
    ],
}

GOOD = [
    ("mcqa", "Who? A. Anna B. Tom", "B"),
    ("mcqa", "Who? A. Anna B. Tom", "B. Tom"),
    ("mcqa", "Who? A) Anna\nB) Tom", "(B)"),
    ("mcqa", "Who?\n- Anna\n- Tom", "tom."),
    ("mcqa", "Who: Anna, Tom or Bob?", "Tom"),
    ("mcqa", "Who?\n1. Anna\n2. Tom", "Option 2"),
    ("mcqa", "Who?\nA Anna\nB Tom", "B Tom"),
    ("mcqa", "Who? (a) Anna (b) Tom", "b"),
    ("mcqa", "Who?\n- Anna Müller\n- Tom Weiss", "Tom Weiß"),
    ("mcqa", "Which?\n- red\n- blue", "The answer is blue"),
    ("topic_class", "Choose the topic from this list: trade, shipping.", "Shipping"),
    ("topic_class", "What is this text about?", "Opening hours and fees"),
    ("topic_class", "Is this text about trade or sport?", "Trade"),
    ("topic_class", "Is it fair to call this trade or is it sport?", "Shipping"),
    ("topic_class", 'What do "gate" and "keys" have to do with?', "Security"),
    ("ynqa", "May visitors bring dogs?", "Yes, they may."),
    ("ynqa", "May visitors bring dogs?", "No, not before nine"),
    ("ynqa", "Is the gate ever green?", "not stated"),
    ("ynqa", "Is it cheap?", "It depends"),
    ("ynqa", "Read what the text says.\nMay visitors bring dogs?", "Yes"),
    ("nli", "Claim: dogs are allowed on the upper deck.", "not enough information"),
    ("nli", "Claim: dogs are allowed on the upper deck.", "It's impossible to say"),
    ("nli", "Claim: Visitors may bring dogs to the lower deck only.", "Entailment"),
    ("nli", "Is it always, sometimes or never true that dogs run free?", "sometimes"),
    ("nli", "Claim: visitors may bring dogs.", "Neutral"),
    ("nli", "Premise: The gate opens at nine o’clock.\nClaim: It is shut at six.", "Neutral"),
    ("sentiment", "Is this positive or negative?", "Positive"),
    ("sentiment", "How many stars?", "4"),
    ("sentiment", "Is the writer pleased?", "The writer does not say how he feels"),
    ("paraphrase_id", "Do both say the same?", "No, the second adds a fee"),
    ("exqa", "How much is it?", "1200 euros"),
    ("exqa", "Who holds the keys?", "Anna Muller"),
    ("exqa", "Who holds the keys?", "Anna and Tom"),
    ("exqa", "When does it open?", "9 o'clock"),
    ("exqa", "Does it open at nine o’clock or at ten?", "at nine o’clock"),
    ("qa", "Who holds the keys?", "Anna Müller and Tom Weiß do."),
    ("qa", "May dogs come in, and where?", "Yes, to the lower deck."),
    ("qa", "Is there a fee?", "Yes"),
    ("qg", "The answer is: 1,200 euros\nWhat is the question?", "How high is the fee?"),
    ("qg", "Write a question about this text.", "Name the people who hold the keys?"),
    ("qg", "Ask for the fee.", "At what price may one enter"),
    ("coref", "Whom does “she” mean in this text?", "Anna Müller"),
    ("coref", "What does “it” refer to?", "The gate"),
    ("paraphrase", "Say it in other words.", "At nine the gate is opened."),
    ("summarization", "Sum up.", "The gate opens at nine and costs 1,200 euros a year."),
    ("summarization", "Sum up.", "The gate opens at nine o’clock."),
    ("text_gen", "Write a text that fits this title: The gate", "{{context}}"),
    ("wsd", "Does “gate” mean the same in both sentences?", "No"),
    ("sent_comp", "Finish the sentence: The gate opens", "at nine o’clock."),
    ("qa", "How do I write a bar in R?", "x |> sum gives it, a < b too, and a ## b."),
    ("qa", "What is said?", "No, no, no, said the clerk."),
    ("qa", "Who may open it?", "The user: Anna"),
    ("qg", "Answer: 1,200 euros. What is the question?", "How high is the fee?"),
    ("mcqa", "Options: Anna; Tom; Bob. Who locks the gate?", "Anna"),
    ("wsd", "Same sense? A: The gate is shut. B: A gate of logic.", "No"),
    ("paraphrase", "Say otherwise: Dogs are allowed here.", "Dogs may come in."),
]


def test_each_rule_has_its_examples():
    assert set(BAD) == set(RULES)


def outcome(short: str, question: str, output: str, passage: str = PASSAGE, off=()) -> Outcome:
    raw = f"{{{{context}}}}\n\n{question}\n<|pipe|>\n{output}"
    return judge(task_type(short), passage, raw, StopReason.END, off).outcome


@pytest.mark.parametrize(
    ("expected", "short", "question", "output"),
    [(rule, *case) for rule, cases in BAD.items() for case in cases],
)
def test_a_rule_names_what_is_wrong_by_definition(expected, short, question, output):
    assert outcome(short, question, output) is expected


@pytest.mark.parametrize(("short", "question", "output"), GOOD)
def test_what_a_person_would_accept_is_well_formed(short, question, output):
    assert outcome(short, question, output) is Outcome.OK


def test_text_in_another_script_than_the_passage_is_named_and_its_labels_are_not():
    assert outcome("qa", "什么时候开门?", "At nine in the morning", CHINESE) is Outcome.WRONG_SCRIPT
    assert outcome("qa", "什么时候开门?", "九点", CHINESE) is Outcome.OK
    assert outcome("nli", "Claim: dogs may come.", "Neutral", CHINESE) is Outcome.OK
    assert outcome("topic_class", "What is it about?", "Opening hours", CHINESE) is Outcome.OK


def test_a_question_about_no_pronoun_where_none_stands_is_named():
    assert outcome("coref", "Who is meant?", "The body", ABSTRACT) is Outcome.NO_PRONOUN


def test_what_stands_in_the_passage_is_not_held_against_the_answer():
    chat = "Write </s> at the end and ha ha ha ha ha ha in between, he said."
    assert outcome("exqa", "What goes at the end?", "</s> at the end", chat) is Outcome.OK
    assert outcome("exqa", "What is in between?", "ha ha ha ha ha ha", chat) is Outcome.OK


def test_a_rule_can_be_switched_off_but_never_those_of_labels_and_control_text():
    echo = ("summarization", "Sum up.", PASSAGE)
    assert outcome(*echo, off={Outcome.ECHO}) is Outcome.OK
    bad = ("ynqa", "May I?", "banana")
    assert outcome(*bad, off=set(Outcome)) is Outcome.BAD_LABEL
    assert outcome("qa", "When?", "at nine</s>", off=set(Outcome)) is Outcome.CONTROL_TEXT


def test_what_the_model_wrote_is_kept_whatever_the_label_was_taken_for():
    judged = judge(task_type("ynqa"), PASSAGE, "May I?<|pipe|>Yes,  they MAY.", StopReason.END)
    assert (judged.outcome, judged.output) == (Outcome.OK, "Yes,  they MAY.")


def test_rules_are_named_once_each_and_in_their_order():
    assert rules_off(["quoted_claim", " Echo ", "echo"]) == (Outcome.ECHO, Outcome.QUOTED_CLAIM)
    assert rules_off([]) == ()
    assert set(SWITCHES) | ALWAYS == set(RULES)


@pytest.mark.parametrize(
    ("name", "said"),
    [("ecko", "“ecko” is no rule; those"), ("ok", "“ok” is no rule"), ("bad_label", "always on")],
)
def test_the_name_of_no_rule_is_answered_with_those_there_are(name, said):
    with pytest.raises(BadSetting, match=said) as refused:
        rules_off([name])
    assert "repetition, wrong_script" in str(refused.value)
