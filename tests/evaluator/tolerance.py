# SPDX-License-Identifier: Apache-2.0
"""Comparisons as in decimal arithmetic: -0.4 + 0.1 reaches -0.3."""

EPSILON = 1e-9


def at_least(value, limit):
    return value >= limit - EPSILON


def at_most(value, limit):
    return value <= limit + EPSILON


def above(value, limit):
    return value > limit + EPSILON
