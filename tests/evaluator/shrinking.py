# SPDX-License-Identifier: Apache-2.0
"""Makes a failing assessment small: drops what the difference does not need."""

from google.protobuf import descriptor


def shrink(request, fails):
    """Returns the smallest request found by dropping entries and fields of
    `request` for which `fails` still holds."""
    shrunk = True
    while shrunk:
        shrunk = False
        for smaller in _smaller(request):
            if fails(smaller):
                request, shrunk = smaller, True
                break
    return request


def _smaller(request):
    """Yields copies of `request` with one thing less, large things first."""
    results = len(request.assessment.results)
    half = results // 2
    while half > 1:
        for start in range(0, results, half):
            copy = _copy(request)
            del copy.assessment.results[start : start + half]
            yield copy
        half //= 2
    for path in PATHS:
        yield from _without_field(request, path)
    for index in range(results):
        yield from _without_result_field(request, index)


PATHS = ("assessment", "assessment.screening", "assessment.history", "profile", "")
# What a request cannot do without.
KEPT = {"date", "assessment", "assessment_time", "screening", "profile"} | {
    *("test", "side", "value"),
}


def _without_field(request, path):
    message = _at(request, path)
    for field, value in message.ListFields():
        if field.name in KEPT:
            continue
        if field.label == descriptor.FieldDescriptor.LABEL_REPEATED:
            for index in range(len(value)):
                copy = _copy(request)
                del getattr(_at(copy, path), field.name)[index]
                yield copy
        else:
            copy = _copy(request)
            _at(copy, path).ClearField(field.name)
            yield copy


def _without_result_field(request, index):
    for field, _ in request.assessment.results[index].ListFields():
        if field.name not in KEPT:
            copy = _copy(request)
            copy.assessment.results[index].ClearField(field.name)
            yield copy


def _at(message, path):
    for part in filter(None, path.split(".")):
        message = getattr(message, part)
    return message


def _copy(request):
    copy = type(request)()
    copy.CopyFrom(request)
    return copy
