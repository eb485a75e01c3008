"""Events of the sample bank."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Moment


class MailWritten(Contract):
    """The bank has files for its customer."""

    at = Moment(required=True)


BANK_MAIL_WRITTEN = Event(
    name="bank.mail.written", data=MailWritten, title_zh="示例银行有文件待送", title_en="The sample bank has files to deliver"
)
