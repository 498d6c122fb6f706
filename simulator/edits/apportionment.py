"""Dividing an amount of money in proportion, without losing a cent."""

UNIT = 100
"""Hundredths in one unit of money."""


def shared_out(amount: int, weights: list[int], *, unit: int = UNIT) -> list[int]:
    """``amount`` in proportion to the weights, equally if all are 0; the shares add up to it exactly.

    Amounts and weights are whole hundredths, not negative; or other small coins, of which ``unit`` make what shares
    are rounded to. Each share is a whole unit of money where possible, as a person would write it: whole units go by
    largest remainder, and the coins that are left go to the largest weight. A weight of 0 gets nothing beside larger
    ones.
    """
    weights = weights if any(weights) else [1] * len(weights)
    whole, odd = divmod(amount, unit)
    shares = [divmod(whole * weight, sum(weights)) for weight in weights]
    missing = whole - sum(share for share, _ in shares)
    by_remainder = sorted(range(len(shares)), key=lambda place: -shares[place][1])
    lifted = set(by_remainder[:missing])
    result = [unit * (share + (place in lifted)) for place, (share, _) in enumerate(shares)]
    result[weights.index(max(weights))] += odd
    return result
