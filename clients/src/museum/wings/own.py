"""Classes of the writer's own: nobody but the writer knows them, so the most a report can say is UNKNOWN."""
import sys
import types

from hall import Hall

own = Hall("own")
module = types.ModuleType("my_model")
sys.modules["my_model"] = module
exec(
    """
import collections, dataclasses, enum, typing

Point = collections.namedtuple("Point", "x y")

class Model(object):
    def __init__(self):
        self.weights = [1.0, 2.0]

class Slotted(object):
    __slots__ = ("a", "b")
    def __init__(self):
        self.a, self.b = 1, 2

class Color(enum.Enum):
    RED = 1

class Bits(enum.IntFlag):
    A = 1
    B = 2

class Words(dict):
    pass

class Row(typing.NamedTuple):
    id: int

@dataclasses.dataclass
class Config:
    lr: float = 0.1
    layers: list = dataclasses.field(default_factory=list)

class Tokenizer(object):
    def __init__(self):
        self.vocabulary = {"a": 1}
    def __getstate__(self):
        return dict(self.__dict__)
    def __setstate__(self, state):
        self.__dict__ = state

def clean(text):
    return text.lower()
""",
    module.__dict__,
)
for name, thing in dict(
    point=module.Point(1, 2), model=module.Model(), slotted=module.Slotted(), color=module.Color.RED, bits=module.Bits.A | module.Bits.B,
    words=module.Words(a=1), row=module.Row(1), config=module.Config(), tokenizer=module.Tokenizer(), function=module.clean,
).items():
    own.pickles(name, thing, (2, 4, 5))
own.close()
