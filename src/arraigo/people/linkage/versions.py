"""Which parameters are in force: the newest learnt here, or those shipped with Arraigo."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from arraigo.people.linkage.model import Model
from arraigo.people.linkage.models import LinkageModel

SHIPPED = Path(__file__).with_name("shipped_model.json")


@lru_cache(maxsize=4)
def _parsed(version: str) -> Model:
    if not version:
        return Model.read(SHIPPED)
    return Model.from_data(LinkageModel.objects.get(version=version).parameters)


def model_in_force() -> Model:
    """Return the newest parameters learnt in this installation, else the shipped ones."""
    newest = LinkageModel.objects.order_by("-pk").values_list("version", flat=True).first()
    return _parsed(newest or "")


def keep(model: Model) -> LinkageModel:
    """Keep newly learnt parameters; from now on they are in force. Twice is once."""
    import json

    row, _created = LinkageModel.objects.get_or_create(
        version=model.version,
        defaults={
            "parameters": json.loads(model.to_json()),
            "learnt_from": model.learnt_from,
            "records": model.records,
        },
    )
    return row
