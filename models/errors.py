"""What can be wrong with a model file: one small tree, each error with a title and a next step.

ModelError
├── ModelMissing     no such file, or no such name in the catalogue
├── NotAModel        the file is not a GGUF, or its header is torn or hostile
├── ModelUnsuitable  a sound GGUF that this application can't use
├── ModelChanged     the bytes are not those that were promised or remembered
└── ModelNotFetched  a download that could not be begun or ended
"""


class ModelError(Exception):
    """A known problem with a model; `str()` is one sentence that says what to do."""

    title = "The model can't be used"


class ModelMissing(ModelError):
    """No file at that path and no catalogue entry of that name."""

    title = "Model not found"


class NotAModel(ModelError):
    """The file is no GGUF, or its header can't be trusted."""

    title = "Not a GGUF model"


class ModelUnsuitable(ModelError):
    """A sound GGUF of a kind that can't write tasks (an adapter, a split part, an encoder)."""

    title = "This model can't write tasks"


class ModelChanged(ModelError):
    """Other bytes than the checksum beside it, the catalogue or an earlier look promised."""

    title = "Not the same model"


class ModelNotFetched(ModelError):
    """The download could not be begun or ended; what has arrived is kept for the next try."""

    title = "Model not downloaded"
