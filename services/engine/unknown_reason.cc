// SPDX-License-Identifier: Apache-2.0
#include "services/engine/unknown_reason.h"

#include "absl/algorithm/container.h"
#include "services/engine/finding.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using Rejections = google::protobuf::RepeatedPtrField<v1::RejectedResult>;

constexpr char kPainLimited[] = "R-003";

// Whether a result of a test on a side would have spoken about a target.
bool SpeaksAbout(const kv1::TestMapping& mapping, kv1::Side result,
                 kv1::Side target) {
  if (result == kv1::SIDE_MIDLINE || result == kv1::SIDE_UNSPECIFIED ||
      target == kv1::SIDE_MIDLINE) {
    return true;
  }
  const bool opposite =
      mapping.side() == kv1::TestMapping::SIDE_RELATION_OPPOSITE;
  return (result == target) != opposite;
}

v1::UnknownReason WithoutEvidence(const Knowledge& knowledge,
                                  const Rejections& rejected,
                                  const v1::Finding& finding) {
  v1::UnknownReason reason = v1::UNKNOWN_REASON_NOT_TESTED;
  for (const v1::RejectedResult& result : rejected) {
    for (const kv1::TestMapping* mapping :
         knowledge.MappingsOfTest(result.test())) {
      if (mapping->muscle() != finding.muscle() ||
          !SpeaksAbout(*mapping, result.side(), finding.side())) {
        continue;
      }
      // A result that was refused can be given again at once.
      if (result.reason() != "EXPIRED") return v1::UNKNOWN_REASON_INVALID;
      reason = v1::UNKNOWN_REASON_EXPIRED;
    }
  }
  return reason;
}

bool Counts(const v1::Evidence& evidence) {
  return evidence.excluded_by().empty();
}

v1::UnknownReason WithoutCountedEvidence(const v1::Finding& finding) {
  return absl::c_any_of(finding.evidence(),
                        [](const v1::Evidence& evidence) {
                          return evidence.excluded_by() == kPainLimited;
                        })
             ? v1::UNKNOWN_REASON_PAIN_LIMITED
             : v1::UNKNOWN_REASON_SET_ASIDE;
}

bool HasAxis(const v1::Finding& finding, v1::AxisReading::State state) {
  return absl::c_any_of(finding.axes(), [&](const v1::AxisReading& axis) {
    return axis.state() == state;
  });
}

// Whether abnormal and normal results contradict each other on an axis that is
// open.
bool HasConflict(const kv1::FusionConstants& constants,
                 const v1::Finding& finding) {
  const auto has_band = [&](kv1::Axis axis, kv1::Band band) {
    return absl::c_any_of(
        finding.evidence(), [&](const v1::Evidence& evidence) {
          return Counts(evidence) && evidence.axis() == axis &&
                 evidence.band() == band;
        });
  };
  return absl::c_any_of(finding.axes(), [&](const v1::AxisReading& axis) {
    return axis.state() == v1::AxisReading::STATE_INDETERMINATE &&
           Below(axis.agreement(), constants.conflict_agreement()) &&
           has_band(axis.axis(), kv1::BAND_ABNORMAL) &&
           has_band(axis.axis(), kv1::BAND_NORMAL);
  });
}

// Why results that count do not decide: read from the axes as they are in the
// end, since qualifiers tell of each axis by itself and outlast a rule that
// settles it.
v1::UnknownReason Undecided(const kv1::FusionConstants& constants,
                            const v1::Finding& finding) {
  if (HasAxis(finding, v1::AxisReading::STATE_POSITIVE)) {
    return v1::UNKNOWN_REASON_SET_ASIDE;
  }
  if (HasConflict(constants, finding)) return v1::UNKNOWN_REASON_CONFLICT;
  if (HasAxis(finding, v1::AxisReading::STATE_NEGATIVE)) {
    return v1::UNKNOWN_REASON_AXIS_MISSING;
  }
  if (absl::c_all_of(finding.evidence(), [](const v1::Evidence& evidence) {
        return !Counts(evidence) || evidence.band() == kv1::BAND_BORDERLINE;
      })) {
    return v1::UNKNOWN_REASON_BORDERLINE_ONLY;
  }
  const bool weighs_enough =
      absl::c_any_of(finding.axes(), [&](const v1::AxisReading& axis) {
        return AtLeast(axis.confidence(), constants.min_confidence());
      });
  return weighs_enough ? v1::UNKNOWN_REASON_MIXED
                       : v1::UNKNOWN_REASON_LOW_EVIDENCE;
}

v1::UnknownReason WithEvidence(const kv1::FusionConstants& constants,
                               const v1::Finding& finding) {
  if (HasQualifier(finding, kv1::QUALIFIER_NEEDS_DIFFERENTIAL)) {
    return v1::UNKNOWN_REASON_NEEDS_DIFFERENTIAL;
  }
  if (HasQualifier(finding, kv1::QUALIFIER_NEURAL_SUSPECT)) {
    return v1::UNKNOWN_REASON_NEURAL_SUSPECT;
  }
  return absl::c_none_of(finding.evidence(), Counts)
             ? WithoutCountedEvidence(finding)
             : Undecided(constants, finding);
}

}  // namespace

void ExplainUnknowns(
    const Knowledge& knowledge, const Rejections& rejected,
    google::protobuf::RepeatedPtrField<v1::Finding>* findings) {
  for (v1::Finding& finding : *findings) {
    if (finding.status() != kv1::STATUS_UNKNOWN) continue;
    finding.set_unknown_reason(
        finding.evidence().empty()
            ? WithoutEvidence(knowledge, rejected, finding)
            : WithEvidence(knowledge.pack().fusion(), finding));
  }
}

absl::string_view UnknownSentence(v1::UnknownReason reason) {
  switch (reason) {
    case v1::UNKNOWN_REASON_EXPIRED:
      return "What was measured is too old to be read.";
    case v1::UNKNOWN_REASON_INVALID:
      return "A result was given, but could not be accepted.";
    case v1::UNKNOWN_REASON_PAIN_LIMITED:
      return "Pain stopped the test, and a value stopped by pain is no "
             "evidence.";
    case v1::UNKNOWN_REASON_BORDERLINE_ONLY:
      return "What was measured is borderline, and that alone decides nothing.";
    case v1::UNKNOWN_REASON_CONFLICT:
      return "The results contradict each other.";
    case v1::UNKNOWN_REASON_MIXED:
      return "The results differ, and none of them outweighs the others "
             "clearly "
             "enough for a verdict.";
    case v1::UNKNOWN_REASON_LOW_EVIDENCE:
      return "What was measured weighs too little for a verdict.";
    case v1::UNKNOWN_REASON_NEEDS_DIFFERENTIAL:
      return "What was measured has several possible causes, which a further "
             "test tells apart.";
    case v1::UNKNOWN_REASON_NEURAL_SUSPECT:
      return "A nerve may explain what was measured.";
    case v1::UNKNOWN_REASON_AXIS_MISSING:
      return "Either length or strength is in order, but the other one, which "
             "decides for this muscle, is still open.";
    case v1::UNKNOWN_REASON_SET_ASIDE:
      return "A rule set aside every result that speaks about this target.";
    default:
      return "No test was taken.";
  }
}

std::string UnknownRule(const Knowledge& knowledge,
                        const v1::Finding& finding) {
  switch (finding.unknown_reason()) {
    case v1::UNKNOWN_REASON_EXPIRED:
      return "R-006";
    case v1::UNKNOWN_REASON_INVALID:
      return "R-001";
    case v1::UNKNOWN_REASON_PAIN_LIMITED:
      return kPainLimited;
    case v1::UNKNOWN_REASON_NEEDS_DIFFERENTIAL:
    case v1::UNKNOWN_REASON_NEURAL_SUSPECT:
    case v1::UNKNOWN_REASON_SET_ASIDE:
      return LastRule(knowledge, finding, "R-111");
    case v1::UNKNOWN_REASON_AXIS_MISSING:
      return "R-111";
    case v1::UNKNOWN_REASON_BORDERLINE_ONLY:
    case v1::UNKNOWN_REASON_CONFLICT:
    case v1::UNKNOWN_REASON_LOW_EVIDENCE:
    case v1::UNKNOWN_REASON_MIXED:
      return "R-109";
    default:
      return "R-106";
  }
}

}  // namespace tonus::engine
