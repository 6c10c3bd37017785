"""Qt's messages, in the log and on the standard error."""

from __future__ import annotations

import logging
import sys

from PySide6.QtCore import (
    QMessageLogContext,
    QtMsgType,
    qFormatLogMessage,
    qInstallMessageHandler,
)

log = logging.getLogger("qt")

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def install_message_handler() -> None:
    """Log Qt's messages until another handler is installed."""
    qInstallMessageHandler(_log_message)


def _log_message(message_type: QtMsgType, context: QMessageLogContext, text: str) -> None:
    log.log(LEVELS[message_type], "%s: %s", context.category or "", text)
    if sys.stderr is not None:  # None in a Windows GUI program
        sys.stderr.write(f"{qFormatLogMessage(message_type, context, text)}\n")
