"""No input whatever gives anything but a scenario or a ScenarioFileError."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as some

from simulator.engine.sampling import sample
from simulator.errors import ScenarioFileError
from simulator.scenario_files import parse, write
from simulator.scenario_files.plain import Grouped, Listed, Word, Words
from simulator.scenario_files.rendering import document, inline
from tests.laws import examples

ROOT = Path(__file__).parents[2]
FILES = [path.read_bytes() for path in sorted((ROOT / "scenarios").glob("*.yaml"))]
SMALL = min(FILES, key=len)
WORDS = sorted({word for content in FILES for word in content.decode().replace(":", " ").split() if len(word) < 30})
PUNCTUATION = (
    *(":", ": ", "-", "- ", "#", " #", "[", "]", "{", "}", ",", "&a ", "*a", "!", "!!str ", "!<x> ", "|", "|2", ">-"),
    *(">+9", "'", '"', "\\", "\\x", '"\\U00110000"', "%", "%YAML 1.1\n---\n", "%TAG ! x\n", "@", "`", "? ", "?"),
    *("<<: ", "---\n", "...\n", "\t", "\n", "\r", "\r\n", "\x85", "\u2028", "\ufeff", "\0", "~", "=", "0x", ".nan"),
    *("1e400", "-0", "é", "👩"),
)
quick = examples(60)


def reads_or_refuses(content: bytes) -> None:
    try:
        scenario = parse(content)
    except ScenarioFileError as error:
        told = [str(problem) for problem in error.problems]
    else:
        told = ["it can be used"]
        assert parse(write(scenario)) == scenario
        assert write(scenario, onto=content) == content
        sample(scenario, draws=8)
    assert told
    assert all(line and "\n" not in line for line in told)


@quick
@given(some.binary(max_size=400))
def test_random_bytes(content):
    reads_or_refuses(content)


@quick
@given(some.text(max_size=300))
def test_random_text(text):
    reads_or_refuses(text.encode("utf-8", "surrogatepass"))


@quick
@given(some.lists(some.sampled_from((*PUNCTUATION, *WORDS, " ", "  ", "\n  ", "\n")), max_size=80).map("".join))
def test_random_words_and_signs(text):
    reads_or_refuses(text.encode())


@quick
@given(some.data())
def test_files_with_random_changes(data):
    content = bytearray(data.draw(some.sampled_from(FILES) if data.draw(some.booleans()) else some.just(SMALL)))
    for _ in range(data.draw(some.integers(1, 4))):
        start = data.draw(some.integers(0, len(content)))
        end = min(len(content), start + data.draw(some.integers(0, 12)))
        inserted = some.sampled_from((*PUNCTUATION, *WORDS)).map(str.encode) | some.binary(max_size=4)
        content[start:end] = data.draw(inserted)
    reads_or_refuses(bytes(content))


@quick
@given(some.data())
def test_files_with_lines_that_are_moved_doubled_and_lost(data):
    lines = SMALL.splitlines(keepends=True)
    order = data.draw(some.lists(some.integers(0, len(lines) - 1), max_size=len(lines) + 5))
    reads_or_refuses(b"".join(lines[index] for index in order))


KEYS = (
    *("format", "name", "currency", "start", "business", "funnel", "channels", "plans", "targets", "type", "curve"),
    *("stages", "monthly_spend", "amount", "from", "to", "range", "value", "source", "as_of", "at_least", "at_most"),
    *("cost_per_click", "visit_to_lead_rate", "gain_from_doubling", "slope", "seasonality", "metric", "probability"),
)
words = some.sampled_from(
    ("1", "0", "-1", "8 %", "1e13", "1e-13", ".inf", "true", "~", "pay_per_click", "s_shaped", "mqls", "2027-01", "USD")
).map(Word) | some.text(max_size=6).map(Words)
structures = some.recursive(
    words,
    lambda inner: (
        some.lists(inner, max_size=4).map(lambda items: Listed(tuple(items)))
        | some.dictionaries(some.sampled_from(KEYS), inner, max_size=6).map(Grouped)
    ),
    max_leaves=30,
)


@quick
@given(some.dictionaries(some.sampled_from(KEYS), structures, max_size=12).map(Grouped))
def test_random_structures_of_known_keys(structure):
    reads_or_refuses(document(structure).encode("utf-8", "surrogatepass"))


@quick
@given(some.sampled_from(KEYS), structures)
def test_a_valid_file_with_one_structure_put_in(key, structure):
    lines = SMALL.decode().splitlines()
    places = [index for index, line in enumerate(lines) if line.strip().removeprefix("- ").startswith(key + ":")]
    for index in places:
        head = lines[index].split(":")[0]
        changed = [*lines[:index], f"{head}: {inline(structure)}", *lines[index + 1 :]]
        reads_or_refuses("\n".join(changed).encode("utf-8", "surrogatepass"))
