"""Why something between offices was refused. The words are for the staff member who asked."""

from django.utils.translation import gettext as _

from custody.models import Envelope


class HandoffRefused(Exception):
    """Base: `code` for machines, the message for people."""

    code = "handoff_refused"


class Overtaken(HandoffRefused):
    """Somebody else was first: the envelope is no longer in the state that this act begins from."""

    code = "overtaken"

    def __init__(self, state: str) -> None:
        self.state = state
        label = Envelope.State(state).label if state in Envelope.State.values else state
        super().__init__(_("Rujukan ini sudah berubah: sekarang “%(state)s”. Muat ulang halaman.") % {"state": label})


class TooEarly(HandoffRefused):
    """The receiver still has time to answer: nobody assigns before the deadline, the ministry not for a day after."""

    code = "too_early"

    def __init__(self) -> None:
        super().__init__(_("Tenggat jawaban rujukan ini belum lewat, jadi belum dapat ditetapkan."))


class OutOfReach(HandoffRefused):
    """Another console's to assign: the receiver's province does, to its own regencies, or the ministry."""

    code = "out_of_reach"

    def __init__(self) -> None:
        super().__init__(_("Penetapan dilakukan provinsi penerima atau kementerian."))


class NoSuchEnvelope(HandoffRefused):
    """There is no such envelope, or it is none of ours."""

    code = "no_such_envelope"

    def __init__(self) -> None:
        super().__init__(_("Rujukan ini tidak ada atau bukan untuk kantor Anda."))


class Forged(HandoffRefused):
    """An envelope of this id is there already and says something else."""

    code = "forged"

    def __init__(self) -> None:
        super().__init__(_("Isi rujukan berbeda dari yang sudah terkirim dengan kode yang sama."))
