"""Names of the members of an API v2 study: those we read, and those we know and do not keep."""

from __future__ import annotations

from collections import Counter

from msgspec import inspect

from importers.ctgov.shape import Study

NOT_KEPT = frozenset(
    """
    abbrev analyses anticipatedPostingDate asFound assessmentType bmiLimits browseBranches
    browseLeaves calculatePct certainAgreement ciLowerLimit ciLowerLimitComment ciNumSides
    ciPctValue ciUpperLimit ciUpperLimitComment counts creationDate denomUnitsSelected denoms
    dispersionValue estimateComment estimatedResultsFirstSubmitDate firstMcpInfo frequencyThreshold
    groupDescription groupIds hasIcf hasProtocol hasSap interventionMappedName issuedDate
    limitationsAndCaveats locations_nested maxBmi mcpReleaseN minBmi modelPredictions moreInfoModule
    nPtrsToThisExpAccNctId nonInferiorityComment nonInferiorityType notes numAffected numAtRisk
    numEvents numUnits organSystem otherAnalysisDescription otherDetails otherEvents pValue
    pValueComment paramValue piSponsorEmployee pointOfContact postDateStruct postedDate
    preAssignmentDetails recruitmentDetails releaseDate relevance resetDate restrictionType
    restrictiveAgreement seriousEvents sourceVocabulary statisticalComment statisticalMethod stats
    submissionInfos submissionTracking testedNonInferiority typeUnitsAnalyzed units
    unpostedResponsibleParty unreleaseDate violationAnnotation violationEvents
    """.split()
)
"""Known members that no field of a Trial holds; the record's own bytes keep them."""


def _members(shape: inspect.Type) -> list[str]:
    """Names of the members of a shape and of all below it, as often as they stand there."""
    if isinstance(shape, inspect.UnionType):
        return [name for one in shape.types for name in _members(one)]
    if isinstance(shape, inspect.VarTupleType):
        return _members(shape.item_type) * 2  # an item's members can occur any number of times
    if not isinstance(shape, inspect.StructType):
        return []
    below = [name for field in shape.fields for name in _members(field.type)]
    return [field.encode_name for field in shape.fields] + below


_READ = Counter(_members(inspect.type_info(Study)))
KNOWN = frozenset(name.encode() for name in (*_READ, *NOT_KEPT))
"""As they stand in the bytes of a record."""
_ALSO_NOT_READ = {"organization"}  # of the results' point of contact
ONCE = frozenset(
    name.encode() for name, times in _READ.items() if times == 1 and name not in _ALSO_NOT_READ
)
"""Members that we read and that a record has at most once."""
