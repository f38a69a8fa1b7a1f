"""Goes through the wizard as assistive technology does: by the tree that the window gives to AT-SPI, from
another process, pressing what is called a button. Prints each screen as a line of JSON."""

import json
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 40
STEPS = ["", "ExternalId", "IAM role", "permissions", "dashboard values", "verify"]


def nodes(node):
    """Everything below, in its order. What goes away meanwhile is left out."""
    try:
        yield node
        for index in range(node.get_child_count()):
            child = node.get_child_at_index(index)
            if child is not None:
                yield from nodes(child)
    except GLib.Error:
        return


def described(node):
    states = node.get_state_set()
    attributes = node.get_attributes()
    return {
        "role": node.get_role_name(),
        "name": node.get_name(),
        "description": node.get_description(),
        "level": attributes.get("level", ""),
        "live": attributes.get("container-live", attributes.get("live", "")),
        "focused": states.contains(Atspi.StateType.FOCUSED),
        "focusable": states.contains(Atspi.StateType.FOCUSABLE),
        "showing": states.contains(Atspi.StateType.SHOWING),
    }


def window():
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        yield from nodes(desktop.get_child_at_index(index))


def until(what, look):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = look()
        except GLib.Error:
            continue  # What was looked at has just gone away.
        if found is not None:
            return found
    sys.exit(f"waited in vain for {what}")


def button(name):
    for node in window():
        if node.get_role_name() == "push button" and node.get_name().startswith(name):
            return node
    return None


def press(name):
    until(f"the button `{name}`", lambda: button(name)).do_action(0)


def title(before):
    """The heading that begins another screen, once it has the focus."""
    for node in window():
        if node.get_role_name() == "heading" and node.get_state_set().contains(Atspi.StateType.FOCUSED):
            return None if node.get_name() == before else node.get_name()
    return None


def seen(node):
    try:
        return described(node)
    except GLib.Error:
        return None


program = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    Atspi.init()
    press("Try it in the sandbox")
    heading = None
    for step in STEPS:
        if step:
            press(f"Continue to {step}")
        heading = until(f"the heading of `{step}`", lambda: title(heading))
        screen = [each for each in map(seen, window()) if each is not None]
        print(json.dumps({"heading": heading, "nodes": screen}), flush=True)
finally:
    program.terminate()
    program.wait()
