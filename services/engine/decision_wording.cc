// SPDX-License-Identifier: Apache-2.0
#include "services/engine/decision_wording.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/finding_traits.h"
#include "services/engine/placeholder.h"
#include "services/engine/target_name.h"
#include "services/engine/unknown_reason.h"
#include "services/measured_value.h"

namespace tonus::engine {

namespace {

// Whether what was measured on `axis` is what the status says.
bool Decides(knowledge::v1::Status status, knowledge::v1::Axis axis) {
  switch (status) {
    case knowledge::v1::STATUS_TIGHT:
    case knowledge::v1::STATUS_OVERLENGTHENED:
      return axis == knowledge::v1::AXIS_LENGTH;
    case knowledge::v1::STATUS_WEAK:
      return axis == knowledge::v1::AXIS_STRENGTH;
    default:
      return true;
  }
}

bool Supports(const v1::Finding& finding, const v1::Evidence& evidence) {
  if (!evidence.excluded_by().empty() ||
      !Decides(finding.status(), evidence.axis())) {
    return false;
  }
  switch (finding.status()) {
    case knowledge::v1::STATUS_NORMAL:
      return evidence.band() == knowledge::v1::BAND_NORMAL;
    case knowledge::v1::STATUS_OVERLENGTHENED:
      return evidence.excess();
    default:
      // A borderline result speaks for the verdict, too, and may weigh more.
      return evidence.band() == knowledge::v1::BAND_ABNORMAL ||
             evidence.band() == knowledge::v1::BAND_BORDERLINE;
  }
}

// The weightiest results that say the verdict, at most two.
std::string Results(const Knowledge& knowledge, const v1::Finding& finding) {
  std::vector<const v1::Evidence*> results;
  for (const v1::Evidence& evidence : finding.evidence()) {
    if (Supports(finding, evidence)) results.push_back(&evidence);
  }
  std::stable_sort(results.begin(), results.end(),
                   [](const v1::Evidence* a, const v1::Evidence* b) {
                     return a->weight() > b->weight();
                   });
  if (results.size() > 2) results.resize(2);
  return absl::StrJoin(
      results, "; ", [&](std::string* out, const v1::Evidence* evidence) {
        const knowledge::v1::Test* test = knowledge.FindTest(evidence->test());
        if (test == nullptr) {
          absl::StrAppend(out, evidence->test(), " ", evidence->value());
          return;
        }
        absl::StrAppend(out, test->display_name(), " ",
                        MeasuredValue(evidence->value(), test->unit()));
      });
}

std::string NameOf(const Knowledge& knowledge, const v1::Finding* finding) {
  return finding == nullptr
             ? ""
             : TargetName(knowledge, finding->muscle(), finding->side());
}

std::string OtherSideOf(const Knowledge& knowledge,
                        const ReasonSubject& subject) {
  return TargetName(knowledge, subject.finding->muscle(),
                    OtherSide(subject.finding->side()));
}

std::string BarrierOf(const Knowledge& knowledge,
                      const ReasonSubject& subject) {
  const knowledge::v1::Muscle* muscle =
      knowledge.FindMuscle(subject.finding->muscle());
  if (muscle == nullptr) return "";
  const auto* barrier = BarrierTo(knowledge, *muscle, *subject.finding);
  return barrier == nullptr ? "" : barrier->reason();
}

// As the end of a sentence, without a capital and without its full stop.
std::string WhyUnknown(const Knowledge& /*knowledge*/,
                       const ReasonSubject& subject) {
  std::string words(UnknownSentence(subject.finding->unknown_reason()));
  words.front() = absl::ascii_tolower(words.front());
  words.pop_back();
  return words;
}

// A name in a reason and what it stands for.
struct Name {
  absl::string_view id;
  std::string (*words)(const Knowledge&, const ReasonSubject&);
};

constexpr Name kNames[] = {
    {"verdict",
     [](const Knowledge& knowledge, const ReasonSubject& subject) {
       return Verdict(knowledge, *subject.finding);
     }},
    {"target",
     [](const Knowledge& knowledge, const ReasonSubject& subject) {
       return NameOf(knowledge, subject.finding);
     }},
    {"partner_verdict",
     [](const Knowledge& knowledge, const ReasonSubject& subject) {
       return subject.partner == nullptr ? ""
                                         : Verdict(knowledge, *subject.partner);
     }},
    {"partner",
     [](const Knowledge& knowledge, const ReasonSubject& subject) {
       return NameOf(knowledge, subject.partner);
     }},
    {"other_side", OtherSideOf},
    {"barrier", BarrierOf},
    {"unknown", WhyUnknown},
};

}  // namespace

absl::string_view ActionId(knowledge::v1::DecisionAction action) {
  switch (action) {
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER:
      return "release_and_activate_partner";
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE:
      return "release_and_integrate";
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN:
      return "release_and_strengthen";
    case knowledge::v1::DECISION_ACTION_ACTIVATE:
      return "activate";
    case knowledge::v1::DECISION_ACTION_MOBILISE:
      return "mobilise";
    case knowledge::v1::DECISION_ACTION_FLOSS:
      return "floss";
    case knowledge::v1::DECISION_ACTION_STRENGTHEN_SHORTENED:
      return "strengthen_shortened";
    case knowledge::v1::DECISION_ACTION_RETEST:
      return "retest";
    case knowledge::v1::DECISION_ACTION_MAINTAIN_LENGTH:
      return "maintain_length";
    case knowledge::v1::DECISION_ACTION_MAINTAIN_STRENGTH:
      return "maintain_strength";
    default:
      return "leave_alone";
  }
}

std::string Verdict(const Knowledge& knowledge, const v1::Finding& finding) {
  const std::string results = Results(knowledge, finding);
  // Order is not the whole truth then.
  const bool hurts =
      finding.status() == knowledge::v1::STATUS_NORMAL &&
      absl::c_linear_search(finding.qualifiers(),
                            knowledge::v1::QUALIFIER_PAIN_LIMITED);
  return absl::StrCat(FindingWords(knowledge, finding),
                      results.empty() ? "" : absl::StrCat(" (", results, ")"),
                      hurts ? ", though pain stopped another measurement" : "");
}

void Reject(absl::string_view action,
            std::initializer_list<knowledge::v1::Action> rules_out,
            absl::string_view rule, std::string reason,
            v1::Decision* decision) {
  v1::RejectedAction* rejected = decision->add_rejected();
  rejected->set_action(std::string(action));
  rejected->set_rule(std::string(rule));
  rejected->set_reason(std::move(reason));
  rejected->set_muscle(decision->muscle());
  rejected->set_side(decision->side());
  for (const knowledge::v1::Action ruled_out : rules_out) {
    rejected->add_actions(ruled_out);
  }
}

bool IsReasonName(absl::string_view name) {
  return absl::c_any_of(kNames,
                        [&](const Name& one) { return one.id == name; });
}

std::string ReasonOf(const Knowledge& knowledge, absl::string_view text,
                     const ReasonSubject& subject) {
  return Sentence(FillIn(text, [&](absl::string_view name) {
    const auto* const found = absl::c_find_if(
        kNames, [&](const Name& one) { return one.id == name; });
    return found == std::end(kNames) ? std::string()
                                     : found->words(knowledge, subject);
  }));
}

}  // namespace tonus::engine
