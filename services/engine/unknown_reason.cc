// SPDX-License-Identifier: Apache-2.0
#include "services/engine/unknown_reason.h"

#include <algorithm>

#include "services/engine/finding.h"

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

v1::UnknownReason WithEvidence(const v1::Finding& finding) {
  if (HasQualifier(finding, kv1::QUALIFIER_NEEDS_DIFFERENTIAL)) {
    return v1::UNKNOWN_REASON_NEEDS_DIFFERENTIAL;
  }
  if (HasQualifier(finding, kv1::QUALIFIER_NEURAL_SUSPECT)) {
    return v1::UNKNOWN_REASON_NEURAL_SUSPECT;
  }
  const auto& all = finding.evidence();
  if (std::none_of(all.begin(), all.end(), Counts)) {
    const bool pain =
        std::any_of(all.begin(), all.end(), [](const v1::Evidence& evidence) {
          return evidence.excluded_by() == kPainLimited;
        });
    return pain ? v1::UNKNOWN_REASON_PAIN_LIMITED
                : v1::UNKNOWN_REASON_SET_ASIDE;
  }
  if (HasQualifier(finding, kv1::QUALIFIER_CONFLICT)) {
    return v1::UNKNOWN_REASON_CONFLICT;
  }
  if (HasQualifier(finding, kv1::QUALIFIER_BORDERLINE)) {
    return v1::UNKNOWN_REASON_BORDERLINE_ONLY;
  }
  if (HasQualifier(finding, kv1::QUALIFIER_LOW_EVIDENCE)) {
    return v1::UNKNOWN_REASON_LOW_EVIDENCE;
  }
  return HasQualifier(finding, kv1::QUALIFIER_PAIN_LIMITED)
             ? v1::UNKNOWN_REASON_PAIN_LIMITED
             : v1::UNKNOWN_REASON_AXIS_MISSING;
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
            : WithEvidence(finding));
  }
}

absl::string_view UnknownSentence(v1::UnknownReason reason) {
  switch (reason) {
    case v1::UNKNOWN_REASON_EXPIRED:
      return "What was measured is too old to be read.";
    case v1::UNKNOWN_REASON_INVALID:
      return "A result for it was given, but could not be accepted.";
    case v1::UNKNOWN_REASON_PAIN_LIMITED:
      return "Pain stopped the test, and a value stopped by pain is no "
             "evidence.";
    case v1::UNKNOWN_REASON_BORDERLINE_ONLY:
      return "The result is borderline, and a borderline result alone decides "
             "nothing.";
    case v1::UNKNOWN_REASON_CONFLICT:
      return "Its results contradict each other.";
    case v1::UNKNOWN_REASON_LOW_EVIDENCE:
      return "What was measured weighs too little for a verdict.";
    case v1::UNKNOWN_REASON_NEEDS_DIFFERENTIAL:
      return "What was measured has several possible causes, which a further "
             "test tells apart.";
    case v1::UNKNOWN_REASON_NEURAL_SUSPECT:
      return "A nerve may explain what was measured.";
    case v1::UNKNOWN_REASON_AXIS_MISSING:
      return "Either its length or its strength is in order, but the other "
             "one, "
             "which decides for this muscle, is still open.";
    case v1::UNKNOWN_REASON_SET_ASIDE:
      return "A rule set aside every result that speaks about it.";
    default:
      return "It was not tested.";
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
      return "R-109";
    default:
      return "R-106";
  }
}

}  // namespace tonus::engine
