"""Every problem the engine knows, as one tree; anything else that is raised is a bug.

    BonitoError
    ├── ProjectError
    │   ├── ProjectMissing      no file there
    │   ├── ProjectExists       `new` would overwrite
    │   ├── NotAProject         another program's file
    │   ├── ProjectNewer        written by a later version of this application
    │   ├── ProjectLocked       open in another process
    │   ├── ProjectMoved        its file is no longer at its path
    │   ├── ProjectReadOnly     the medium or the folder can't be written
    │   ├── ProjectProtected    it asks for its passphrase
    │   │   └── PassphraseWrong another one
    │   ├── ProjectDamaged      SQLite reports corruption
    │   └── DiskFull            nothing more can be saved
    ├── RequestError            what was asked for can't be done as asked
    │   ├── UnknownTaskType
    │   ├── NothingToDo         no documents, no passages, no such run, no matching tasks
    │   ├── BadSetting          a number or a name outside its range
    │   └── PacketRefused       it does not belong to this project as it is; nothing was merged
    ├── MachineUnreadable       the system does not tell its cores and its memory
    ├── DocumentRefused         one file could not become a document; carries a FileStatus
    ├── WorkerError
    │   ├── ModelNotLoaded      llama.cpp refused the file
    │   │   └── LoadingHung     no progress any more
    │   ├── WorkerNotStarted    the system allows no more processes, threads or open files
    │   ├── WorkerCrashed       the child died; committed tasks are safe
    │   │   └── IllegalInstruction  the processor lacks what a library uses
    │   └── NoTasksWritten      the model answers, and none of it is a task
    └── ExportError
        ├── TargetExists
        └── TargetUnwritable

`models.errors.ModelError` stands beside it, because models knows nothing of the engine;
`KNOWN_ERRORS` is what a door catches. Each has a title for a dialog; `str(error)` is one
sentence that says what happened and what to do next. Shape after httpx and maestral.
"""

from engine.records import FileStatus
from models.errors import ModelError


class BonitoError(Exception):
    """A known problem; `str()` is one sentence that says what to do next."""

    title = "Something went wrong"


class ProjectError(BonitoError):
    """The project file can't be opened or written."""

    title = "The project can't be used"


class ProjectMissing(ProjectError):
    """There is no file at that path."""

    title = "Project not found"


class ProjectExists(ProjectError):
    """A new project would overwrite a file."""

    title = "File exists"


class NotAProject(ProjectError):
    """The file belongs to another program."""

    title = "Not a Bonito project"


class ProjectNewer(ProjectError):
    """The file was written by a later version of this application."""

    title = "Made by a newer version"


class ProjectLocked(ProjectError):
    """Another process has the project open."""

    title = "Project is open elsewhere"


class ProjectMoved(ProjectError):
    """The file was moved, deleted or replaced while it was open; what was committed is in it."""

    title = "Project file is gone"


class ProjectReadOnly(ProjectError):
    """The file or its folder can't be written."""

    title = "Project can't be written"


class ProjectProtected(ProjectError):
    """The file is encrypted and no passphrase was given."""

    title = "Passphrase needed"


class PassphraseWrong(ProjectProtected):
    """The passphrase doesn't open the file."""

    title = "Wrong passphrase"


class ProjectDamaged(ProjectError):
    """SQLite found the file corrupt."""

    title = "Project is damaged"


class DiskFull(ProjectError):
    """There is no room to save; what was committed stays."""

    title = "Disk is full"


class RequestError(BonitoError):
    """What was asked for can't be done as asked."""

    title = "Can't do that"


class UnknownTaskType(RequestError):
    """A name that is none of the 16 task types."""

    title = "Unknown task type"


class NothingToDo(RequestError):
    """The request is valid but there is nothing it applies to."""

    title = "Nothing to do"


class BadSetting(RequestError):
    """A setting outside its range."""

    title = "Setting out of range"


class PacketRefused(RequestError):
    """A packet does not belong to this project as it is; nothing of it was merged."""

    title = "Packet not merged"


class MachineUnreadable(BonitoError):
    """The system does not tell how many cores and how much memory there are."""

    title = "This computer can't be measured"


class DocumentRefused(BonitoError):
    """One file could not become a document; `status` names the reason."""

    title = "File not imported"

    def __init__(self, status: FileStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class WorkerError(BonitoError):
    """The process that runs llama.cpp can't go on."""

    title = "Generation stopped"


class ModelNotLoaded(WorkerError):
    """llama.cpp refused the model file."""

    title = "Model not loaded"


class LoadingHung(ModelNotLoaded):
    """Loading the model makes no progress any more."""


class WorkerNotStarted(WorkerError):
    """The system does not allow another process, thread or open file."""

    title = "No process can be started"


class WorkerCrashed(WorkerError):
    """The worker process died; committed tasks are safe."""

    title = "The worker stopped"


class IllegalInstruction(WorkerCrashed):
    """The worker met an instruction that the processor does not have."""


class NoTasksWritten(WorkerError):
    """The model answers, and what it writes is no task; the sentence says what to try instead."""

    title = "The model writes no tasks"


class ExportError(BonitoError):
    """The export could not be written."""

    title = "Export failed"


class TargetExists(ExportError):
    """The target holds something that is not an export of ours."""

    title = "Target exists"


class TargetUnwritable(ExportError):
    """The target can't be written."""

    title = "Target can't be written"


class PersonalDataUndecided(ExportError):
    """Rows would hold possible personal data on which nobody has decided."""

    title = "Personal data not decided"


KNOWN_ERRORS = (BonitoError, ModelError)
