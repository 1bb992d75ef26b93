"""ONNX Runtime, told before it loads to report to nobody.

Its wheels (1.32, Linux too) keep an identifier of the machine in the home folder and look for their maker's host, from threads of
their own. Nothing about a counter's papers leaves the agency; and a process that others are forked from must have one thread, or a
child inherits a lock that nobody will ever open. Everything else imports ONNX Runtime from here.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

__all__ = ["onnxruntime"]
