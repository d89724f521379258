"""Methods that hand a class to others: a link without names, a comparison, a file."""

from aktr.client import endpoints
from aktr.client.asking import ask
from aktr.client.endpoints import Id
from aktr.client.steps import Steps
from aktr.contract.export_schemas import Format, Names, Table
from aktr.contract.share_schemas import ShareAnswer
from aktr.summary.comparison import ClassComparison
from aktr.summary.privacy import SharedSummary


def share(batch_id: Id) -> Steps[ShareAnswer]:
    """Give a batch a link to its summary without names; the link that it has, if it has one."""
    return ask(endpoints.SHARE_BATCH, places={"batch_id": batch_id})


def withdraw_share(batch_id: Id) -> Steps[None]:
    """Make the shared link of a batch lead nowhere, for ever."""
    return ask(endpoints.WITHDRAW_SHARE, places={"batch_id": batch_id})


def shared(share_id: Id) -> Steps[SharedSummary]:
    """The class without names behind a shared link; needs no key."""
    return ask(endpoints.GET_SHARED, places={"share_id": share_id})


def compare(batch_id: Id, earlier: Id) -> Steps[ClassComparison]:
    """A class beside an earlier one, test by test.

    Args:
        batch_id: The batch.
        earlier: The batch to compare it with.
    """
    places = {"batch_id": batch_id}
    return ask(endpoints.COMPARE_BATCHES, places=places, params={"with": str(earlier)})


def export_batch(
    batch_id: Id,
    format: Format | str,  # noqa: A002 - the name of the contract
    *,
    names: Names | str = Names.WITH,
    table: Table | str = Table.REPORTS,
    compare: Id | None = None,
) -> Steps[bytes]:
    """A finished batch as the bytes of a file.

    Args:
        batch_id: The batch.
        format: "csv", "xlsx", "json" or "pdf".
        names: "without" for the class summary alone, without anything about single people.
        table: CSV only: a row for each of the "reports", or for each report and code ("codes").
        compare: PDF and JSON with names only: an earlier batch to compare this one with.

    Raises:
        NotReadyError: The batch is still being processed.
        ClientError: Anything else that goes wrong.
    """
    params = {"format": str(format), "names": str(names), "table": str(table)}
    if compare is not None:
        params["compare"] = str(compare)
    return ask(endpoints.EXPORT_BATCH, places={"batch_id": batch_id}, params=params)
