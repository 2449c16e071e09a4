"""What must be true of the poses of a knowledge file, and of the steps that name them."""

from collections.abc import Iterator

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.checking.problems import Problem
from spasm_cli.files.words_file import say, suggest


def poses_resolve(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield names of poses in steps that no pose has."""
    for step in knowledge.steps:
        for name in step.pose:
            if name not in knowledge.pose:
                message = say("check.no_pose", name=name, hint=suggest(name, list(knowledge.pose)))
                yield Problem("steps", step.id, message, (name,))


def poses_are_shown(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield a warning for each pose that no step shows."""
    drawn = {name for step in knowledge.steps for name in step.pose}
    for pose in knowledge.poses:
        if pose.id not in drawn:
            yield Problem("poses", pose.id, say("check.pose_unused"), warning=True)
