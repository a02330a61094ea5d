"""Medians, percentiles, ratios, and lines of a table."""


def percentile(values, part):
    """The value below which that part of all lies; nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(part * 1000) * len(ordered) // 1000) - 1))]


def median(values):
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def line(name, seconds):
    """One row: what it is, and its times in milliseconds."""
    ms = [s * 1000 for s in seconds]
    return "%-44s median %7.1f ms   p95 %7.1f   min %7.1f   (%d runs)" % (
        name, median(ms), percentile(ms, 0.95), min(ms), len(ms))


def quotient(name, above, below, target=""):
    return "%-44s %5.2f%s" % (name, above / below, "   (target: %s)" % target if target else "")
