# SPDX-License-Identifier: Apache-2.0
"""R-004, R-007, R-008: derived ratios, and the band of every reading."""

import datetime

from validity import Reading

MAX_APART = datetime.timedelta(days=7)


def add_ratios(readings, facts):
    """R-004: adds the ratios whose sources are read, painless and near."""
    for ratio, side, sources, formula in _ratios(readings):
        if any(source is None or source.pain_limited for source in sources):
            continue
        times = [source.time for source in sources]
        if max(times) - min(times) > MAX_APART:
            continue
        numerator, denominator = (source.value for source in sources)
        if denominator == 0:
            continue
        # Its sources are valid, so the ratio is, whatever its size.
        value = round(formula(numerator, denominator), 9)  # As in decimals.
        readings[ratio, side] = Reading(
            test=ratio,
            side=side,
            value=value,
            quality=min(source.quality for source in sources),
            pain_limited=False,
            pain_stopped=False,
            protocol=0,
            time=max(times),
        )


def _ratios(readings):
    extensors = readings.get(("sorensen", "M"))
    flexors = readings.get(("trunk_flexor", "M"))
    left, right = (readings.get(("side_bridge", side)) for side in "LR")

    def ratio(numerator, denominator):
        return numerator / denominator

    yield "ratio_flex_ext", "M", (flexors, extensors), ratio
    yield "ratio_side_ext", "L", (left, extensors), ratio
    yield "ratio_side_ext", "R", (right, extensors), ratio
    yield "ratio_side_asym", "M", (right, left), lambda r, l: abs(1 - r / l)


def add_bands(readings, facts, profile, age):
    """R-007, R-008: the band and the excess of every reading."""
    for reading in readings.values():
        test = facts.tests[reading.test]
        bands = _bands(test, reading.protocol, profile, age)
        reading.band = band_of(bands, reading.value)
        if {"NORMAL", "ABNORMAL"} <= {band_of(bands, v) for v in reading.values}:
            reading.quality *= 0.7  # more than one full band.
        reading.excess = bands.HasField("excess") and _holds(
            bands.excess, reading.value
        )


def borderline_of(reading, facts, profile, age):
    """Returns the borderline and abnormal intervals that `reading` met."""
    bands = _bands(facts.tests[reading.test], reading.protocol, profile, age)
    return bands.borderline, bands.abnormal


def band_of(bands, value):
    for band in ("normal", "borderline", "abnormal"):
        if bands.HasField(band) and _holds(getattr(bands, band), value):
            return band.upper()
    raise ValueError(f"no band holds {value}")


def _bands(test, protocol, profile, age):
    """The override with the most conditions that all hold; the later on a
    tie; the test's own bands when none holds or a fact is unknown."""
    best, most = test.bands, 0
    for override in test.overrides:
        wanted = []
        if override.sex:
            wanted.append(override.sex == profile.sex)
        if override.HasField("min_age_years"):
            wanted.append(age is not None and age >= override.min_age_years)
        if override.HasField("athlete"):
            known = profile.HasField("athlete")
            wanted.append(known and profile.athlete == override.athlete)
        if override.protocol:
            wanted.append(override.protocol == protocol)
        if all(wanted) and len(wanted) >= max(most, 1):
            best, most = override.bands, len(wanted)
    return best


def _holds(interval, x):
    if interval.HasField("min"):
        if x < interval.min or (interval.min_excluded and x == interval.min):
            return False
    if interval.HasField("max"):
        if x > interval.max or (interval.max_excluded and x == interval.max):
            return False
    return True
