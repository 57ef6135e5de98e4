"""The people of a case, their parts in it, and what they consented to. Identity is sealed, what is counted coarse."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.keys import rising_key
from cases.models import codes
from cases.models.case import Case
from safeguards.fields import SealedText


class Person(models.Model):
    """A person as one case knows them. Region fields are Kemendagri codes of kabupaten/kota ("33.73"), blank: unknown.

    Residence (by identity papers), domicile and present place are three different facts, and the place of the incident
    a fourth (on Incident): UU 12/2022 art. 39 lets a victim report where they are or where it happened.
    """

    class Sex(models.TextChoices):
        FEMALE = "P", _("Perempuan")
        MALE = "L", _("Laki-laki")

    id = models.UUIDField(primary_key=True, default=rising_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="people")
    name = SealedText()
    nik = SealedText()
    phone = SealedText()
    address = SealedText()
    birth_date = SealedText(help_text="ISO 8601 date")
    safe_contact = SealedText(help_text="how and when it is safe to call")
    nik_index = models.BinaryField(null=True, max_length=32)
    phone_index = models.BinaryField(null=True, max_length=32)
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=Sex, blank=True)
    age_band = models.CharField(_("kelompok umur"), max_length=6, blank=True)
    education = models.CharField(_("pendidikan"), max_length=24, blank=True)
    occupation = models.CharField(_("pekerjaan"), max_length=24, blank=True)
    marital = models.CharField(_("status perkawinan"), max_length=24, blank=True)
    disabilities = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    residence = models.CharField(_("wilayah menurut KTP/KK"), max_length=5, blank=True)
    domicile = models.CharField(_("wilayah domisili"), max_length=5, blank=True)
    presence = models.CharField(_("berada sekarang di"), max_length=5, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]
        indexes = [
            models.Index(fields=["nik_index"], name="person_nik"),
            models.Index(fields=["phone_index"], name="person_phone"),
        ]
        constraints = (
            *codes.shaped("person", codes.REGENCY, "residence", "domicile", "presence"),
            *codes.shaped("person", codes.CODE, "age_band", "education", "occupation", "marital"),
            codes.one_of("person", "sex", codes.SEXES),
        )


class Role(models.Model):
    """A part a person has in the case. One person may be victim and reporter at once; a respondent is not a culprit."""

    class Kind(models.TextChoices):
        VICTIM = "victim", _("Korban")
        REPORTER = "reporter", _("Pelapor")
        RESPONDENT = "respondent", _("Terlapor")
        COMPANION = "companion", _("Pendamping")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=10, choices=Kind)
    relation = models.CharField(_("hubungan dengan korban"), max_length=24, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], condition=Q(ended_at=None), name="one_part_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["victim", "reporter", "respondent", "companion"]), name="role_kind_known"
            ),
            *codes.shaped("role", codes.CODE, "relation"),
        ]


class Consent(models.Model):
    """What a person agreed to or not: rows, each with its time, its way and its withdrawal (UU 27/2022 art. 20-24).

    A consent to a referral names what goes (`scope`, see cases.carrying) and to whom (`receiver`, a region's code).
    Way `duty` is no consent: where a guardian is the respondent and a child must be protected, the law's duty stands in
    its place (art. 20 (2)), with the reason in `note`.
    """

    class Kind(models.TextChoices):
        SERVICE = "service", _("Mengikuti layanan dan proses penanganan kasus")
        RECORD = "record", _("Pencatatan data pribadi")
        INTERVIEW = "interview", _("Wawancara dan asesmen")
        REFERRAL = "referral", _("Berbagi data untuk rujukan")
        HOME_VISIT = "home_visit", _("Penjangkauan ke tempat tinggal")
        MEDIATION = "mediation", _("Mediasi")

    class Way(models.TextChoices):
        SIGNED = "signed", _("tertulis")
        SPOKEN = "spoken", _("lisan, dicatat petugas")
        GUARDIAN = "guardian", _("oleh orang tua atau wali")
        DUTY = "duty", _("tanpa persetujuan, demi keselamatan korban")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents", null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    given = models.BooleanField()
    way = models.CharField(max_length=8, choices=Way)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = SealedText()
    scope = ArrayField(models.CharField(max_length=12), default=list, help_text="what goes along: cases.carrying.SCOPE")
    receiver = models.CharField(max_length=5, blank=True, help_text="to whom: a regency's or province's code")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("at")), name="consent_withdrawn_after_given"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["service", "record", "interview", "referral", "home_visit", "mediation"]),
                name="consent_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(way__in=["signed", "spoken", "guardian", "duty"]), name="consent_way_known"
            ),
            models.CheckConstraint(
                condition=~Q(way="duty") | Q(note__isnull=False, given=True), name="consent_by_duty_says_why"
            ),
            models.CheckConstraint(
                condition=Q(receiver__regex=r"^([0-9]{2}(\.[0-9]{2})?)?$"), name="consent_receiver_is_a_code"
            ),
            models.CheckConstraint(
                condition=Q(
                    scope__contained_by=["identity", "contact", "story", "assessment", "notes", "appointments"]
                ),
                name="consent_scope_known",
            ),
        ]

    @property
    def explained(self) -> bool:
        """Whether something is written beside it; the words stay sealed."""
        if "note" in self.get_deferred_fields():
            self.refresh_from_db(fields=["note"])
        return self.__dict__.get("note") is not None

    @property
    def refuses(self) -> bool:
        """Whether it is a no: said as one, or a yes withdrawn."""
        return not self.given or self.withdrawn_at is not None
