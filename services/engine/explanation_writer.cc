// SPDX-License-Identifier: Apache-2.0
#include "services/engine/explanation_writer.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/engine/allowance.h"
#include "services/engine/decision_wording.h"
#include "services/engine/eligibility.h"
#include "services/engine/facts.h"
#include "services/engine/lasting_clause.h"
#include "services/engine/rule_subjects.h"
#include "services/engine/steps.h"
#include "services/engine/target_name.h"
#include "services/engine/test_offer.h"
#include "services/engine/tests_read.h"
#include "services/engine/unknown_reason.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Enough to know what to take next; the rest is in the pack.
constexpr size_t kUsefulTests = 3;

// Between the question and what was rejected.
constexpr char kNot[] = "hy not ";

// Whether a rule of `finding` keeps the test from telling anything about it.
bool IsSetAside(const Knowledge& knowledge, const v1::Finding& finding,
                const std::string& test) {
  return absl::c_any_of(finding.rules(), [&](const std::string& id) {
    const kv1::Rule* rule = knowledge.FindRule(id);
    if (rule == nullptr) return false;
    absl::flat_hash_set<absl::string_view> read;
    AddTestsRead(knowledge, rule->when(), &read);
    return absl::c_any_of(rule->effects(), [&](const kv1::Effect& effect) {
      return (effect.force_unknown() == finding.muscle() &&
              !read.contains(test)) ||
             (effect.drop_evidence().muscle() == finding.muscle() &&
              absl::c_linear_search(effect.drop_evidence().tests(), test));
    });
  });
}

template <typename Values, typename Value>
bool Contains(const Values& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// Whether what was considered on one side concerns a target on another.
bool Meets(kv1::Side a, kv1::Side b) {
  return a == b || a == kv1::SIDE_MIDLINE || b == kv1::SIDE_MIDLINE;
}

}  // namespace

ExplanationWriter::ExplanationWriter(const Knowledge& knowledge,
                                     const storage::v1::PatientFacts& facts,
                                     const v1::Interpretation& interpretation,
                                     const v1::Routine& routine,
                                     const std::string& subject)
    : knowledge_(knowledge),
      facts_(facts),
      interpretation_(interpretation),
      routine_(routine),
      sources_(knowledge) {
  explanation_.set_subject(subject);
}

void ExplanationWriter::Say(std::string sentence) {
  if (!Contains(explanation_.sentences(), sentence)) {
    explanation_.add_sentences(std::move(sentence));
  }
}

// Whether `reason` was told, but not as that of another rejection.
bool ExplanationWriter::IsSaid(const std::string& reason) const {
  return absl::c_any_of(explanation_.sentences(),
                        [&](const std::string& sentence) {
                          return absl::StrContains(sentence, reason) &&
                                 !absl::StrContains(sentence, kNot);
                        });
}

// "it" is what was asked about; anything else is named.
template <typename Rejections>
void ExplanationWriter::SayRejected(const Rejections& rejections) {
  for (const v1::RejectedAction& rejected : rejections) {
    const std::string& subject = explanation_.subject();
    const std::string name =
        TargetName(knowledge_, rejected.muscle(), rejected.side());
    const bool understood =
        subject == TargetKey(rejected.muscle(), rejected.side()) ||
        (subject == rejected.muscle() &&
         rejected.side() == kv1::SIDE_MIDLINE) ||
        absl::StrContains(rejected.action(), name);
    if (!understood || !IsSaid(rejected.reason())) {
      Say(Sentence(absl::StrCat(understood ? "" : absl::StrCat(name, ": "),
                                understood ? "W" : "w", kNot, rejected.action(),
                                "? ", rejected.reason())));
    }
    sources_.AddRule(rejected.rule());
  }
}

void ExplanationWriter::SayUsefulTests(const v1::Finding& finding) {
  if (interpretation_.gate() != v1::GATE_OK) return;
  std::vector<const kv1::TestMapping*> mappings;
  for (const kv1::TestMapping* mapping :
       knowledge_.MappingsOfMuscle(finding.muscle())) {
    const bool taken =
        std::any_of(finding.evidence().begin(), finding.evidence().end(),
                    [&](const v1::Evidence& evidence) {
                      return evidence.test() == mapping->test();
                    });
    const kv1::Test& test = *knowledge_.FindTest(mapping->test());
    if (!taken && !test.has_derivation() &&
        !IsSetAside(knowledge_, finding, test.id()) &&
        (MayOffer(interpretation_, test, kv1::ASSESSOR_SELF) ||
         MayOffer(interpretation_, test, kv1::ASSESSOR_CLINICIAN))) {
      mappings.push_back(mapping);
    }
  }
  const auto weight = [&](const kv1::TestMapping* mapping) {
    return knowledge_.FindTest(mapping->test())->weight() * mapping->factor();
  };
  std::stable_sort(
      mappings.begin(), mappings.end(),
      [&](const auto* a, const auto* b) { return weight(a) > weight(b); });
  std::vector<std::string> names;
  for (const v1::TestRequest& request : interpretation_.test_requests()) {
    // What a rule asks for that keeps the target from being read.
    if (names.size() == kUsefulTests || request.has_due_date() ||
        !Contains(finding.rules(), request.rule()) ||
        !Meets(request.side(), finding.side())) {
      continue;
    }
    const std::string& name =
        knowledge_.FindTest(request.test())->display_name();
    if (!Contains(names, name)) names.push_back(name);
  }
  for (const kv1::TestMapping* mapping : mappings) {
    if (names.size() == kUsefulTests) break;
    const std::string& name =
        knowledge_.FindTest(mapping->test())->display_name();
    if (!Contains(names, name)) names.push_back(name);
  }
  if (names.empty()) return;
  Say(absl::StrCat("What would tell most: ", absl::StrJoin(names, "; "), "."));
}

void ExplanationWriter::SayStatus(const v1::Finding& finding) {
  if (finding.status() != kv1::STATUS_UNKNOWN) {
    Say(Sentence(absl::StrCat(Verdict(knowledge_, finding), ".")));
    return;
  }
  const std::string name =
      TargetName(knowledge_, finding.muscle(), finding.side());
  if (finding.evidence().empty() &&
      finding.unknown_reason() != v1::UNKNOWN_REASON_EXPIRED &&
      finding.unknown_reason() != v1::UNKNOWN_REASON_INVALID) {
    Say(Sentence(absl::StrCat(
        name, ": not measured, so nothing is known and nothing is decided.")));
  } else {
    Say(Sentence(absl::StrCat(name, ": not known. ",
                              UnknownSentence(finding.unknown_reason()))));
  }
  SayUsefulTests(finding);
}

// "90/90 knee extension (left)" for `pke_9090.L`, "age" for `age_years`.
std::string ExplanationWriter::MissingWords(const std::string& key) const {
  for (const auto& [letter, side] :
       {std::pair(".L", " (left)"), std::pair(".R", " (right)"),
        std::pair(".M", "")}) {
    absl::string_view id = key;
    if (!absl::ConsumeSuffix(&id, letter)) continue;
    const kv1::Test* test = knowledge_.FindTest(id);
    if (test != nullptr) return absl::StrCat(test->display_name(), side);
  }
  const kv1::RedFlag* flag = knowledge_.FindRedFlag(key);
  if (flag != nullptr) return flag->finding();
  return absl::StrReplaceAll(
      key, {{"_years", ""}, {"_mmhg", " blood pressure"}, {"_", " "}});
}

void ExplanationWriter::SayNotAllowed(const kv1::Rule& rule,
                                      const std::string& muscle, kv1::Side side,
                                      kv1::Technique technique) {
  std::string reason = "No exercise may be planned.";
  if (interpretation_.gate() == v1::GATE_OK) {
    const Eligibility eligibility(knowledge_, facts_, interpretation_,
                                  ToCivilDay(routine_.start_date()));
    const std::optional<Refusal> refusal =
        RefuseAllowance(knowledge_, eligibility, muscle, side, technique);
    if (!refusal.has_value()) return;
    reason = refusal->reason;
    sources_.AddRule(refusal->rule);
  }
  Say(Sentence(absl::StrCat(TargetName(knowledge_, muscle, side), ": no ",
                            TechniqueWords(technique), ", although ", rule.id(),
                            " by itself would allow it. ", reason)));
}

// What a rule allows is told only where safety leaves it.
void ExplanationWriter::SayFired(const kv1::Rule& rule,
                                 const v1::RuleTrace& trace,
                                 const v1::Finding& finding) {
  for (const kv1::Effect& effect : rule.effects()) {
    if (!effect.has_allow_technique_for()) continue;
    const kv1::TargetTechnique& allowed = effect.allow_technique_for();
    const std::string& muscle =
        allowed.muscle().empty() ? finding.muscle() : allowed.muscle();
    const auto& limits = interpretation_.limits().allowed_target_techniques();
    if (std::none_of(limits.begin(), limits.end(), [&](const auto& limit) {
          return limit.rule() == rule.id() && limit.muscle() == muscle &&
                 limit.side() == trace.side();
        })) {
      return SayNotAllowed(rule, muscle, trace.side(), allowed.technique());
    }
  }
  Say(rule.text());
}

void ExplanationWriter::SayLasting(const kv1::Rule& rule,
                                   const v1::ClauseTrace& lasts) {
  Say(rule.text());
  Say(absl::StrCat(
      "What keeps that so is old, and lasts until it is taken again: ",
      lasts.saw(), "."));
}

void ExplanationWriter::AddRules(const v1::Finding& finding) {
  std::vector<const kv1::Rule*> open;
  std::vector<std::string> missing;
  for (const v1::RuleTrace& trace : interpretation_.rules()) {
    const kv1::Rule* rule = knowledge_.FindRule(trace.rule());
    if (rule == nullptr || !Meets(trace.side(), finding.side())) continue;
    const v1::ClauseTrace* lasts = LastingClause(trace);
    const bool changed = Contains(finding.rules(), trace.rule()) &&
                         (trace.truth() == kv1::TRUTH_TRUE || lasts != nullptr);
    const bool about = trace.muscle().empty()
                           ? Concerns(*rule, finding.muscle())
                           : trace.muscle() == finding.muscle() &&
                                 trace.side() == finding.side();
    if (!about && !changed) continue;
    *explanation_.add_rules() = trace;
    sources_.AddRule(trace.rule());
    if (trace.truth() == kv1::TRUTH_TRUE) SayFired(*rule, trace, finding);
    if (lasts != nullptr) SayLasting(*rule, *lasts);
    if (trace.truth() != kv1::TRUTH_UNKNOWN || lasts != nullptr) continue;
    if (!Contains(open, rule)) open.push_back(rule);
    for (const std::string& key : trace.missing()) {
      std::string words = MissingWords(key);
      if (!Contains(missing, words)) missing.push_back(std::move(words));
    }
  }
  if (open.empty()) return;
  Say(absl::StrCat("Not known yet: ", absl::StrJoin(missing, "; "), "."));
  for (const kv1::Rule* rule : open) {
    Say(absl::StrCat("Open until then, by rule ", rule->id(), ": ",
                     rule->text()));
  }
}

void ExplanationWriter::AddFinding(const v1::Finding& finding) {
  *explanation_.add_findings() = finding;
  SayStatus(finding);
  AddRules(finding);
  SayRejected(finding.rejected());
  for (const std::string& rule : finding.rules()) sources_.AddRule(rule);
  for (const v1::AxisReading& axis : finding.axes()) {
    sources_.AddRule(axis.rule());
  }
  for (const v1::Evidence& evidence : finding.evidence()) {
    sources_.AddTest(evidence.test());
  }
}

void ExplanationWriter::AddDecision(const v1::Decision& decision) {
  // As read again, since only that has the whole ledger whenever the routine
  // was made.
  const auto& again = interpretation_.decisions();
  const auto found = std::find_if(
      again.begin(), again.end(),
      [&](const v1::Decision& other) { return other.id() == decision.id(); });
  const v1::Decision& told = found == again.end() ? decision : *found;
  *explanation_.add_decisions() = told;
  Say(told.reason());
  if (routine_.gate() != v1::GATE_OK) {
    Say("Nothing of this is done while no exercise may be planned.");
  } else if (decision.rank() > 0 && !decision.kept() && HasWork(decision)) {
    Say("It waits for a later block, since what matters more comes first.");
  }
  SayRejected(told.rejected());
  for (const v1::Step& step : told.steps()) sources_.AddRule(step.rule());
  if (!told.partner().empty()) {
    sources_.AddPair(told.muscle(), told.partner());
  }
  for (const v1::Uncovered& uncovered : routine_.uncovered()) {
    if (uncovered.decision() == decision.id()) Say(uncovered.reason());
  }
  for (const v1::Dropped& refused : routine_.refused()) {
    if (refused.decision() == decision.id()) AddRefused(refused);
  }
  for (const v1::Session& session : routine_.sessions()) {
    for (const v1::Dropped& dropped : session.dropped()) {
      if (dropped.decision() == decision.id()) AddRefused(dropped);
    }
  }
  sources_.AddRule(told.rule());
}

void ExplanationWriter::AddRefused(const v1::Dropped& refused) {
  const auto& known = explanation_.refused();
  const bool there =
      std::any_of(known.begin(), known.end(), [&](const v1::Dropped& other) {
        return other.exercise() == refused.exercise() &&
               other.decision() == refused.decision() &&
               other.rule() == refused.rule() &&
               other.reason() == refused.reason();
      });
  if (there) return;
  *explanation_.add_refused() = refused;
  sources_.AddRule(refused.rule());
}

const v1::SessionItem* ExplanationWriter::AddSessions(
    absl::FunctionRef<bool(const v1::SessionItem&)> fits) {
  const v1::SessionItem* first = nullptr;
  for (const v1::Session& session : routine_.sessions()) {
    const auto item =
        std::find_if(session.items().begin(), session.items().end(), fits);
    const bool in_session = item != session.items().end();
    if (in_session && first == nullptr) first = &*item;
    if (in_session ||
        std::any_of(
            session.home_items().begin(), session.home_items().end(),
            [&](const v1::HomeItem& home) { return fits(home.item()); })) {
      explanation_.add_sessions(session.number());
    }
  }
  return first;
}

v1::Explanation ExplanationWriter::Finish() {
  *explanation_.mutable_sources() = sources_.Sorted();
  return std::move(explanation_);
}

}  // namespace tonus::engine
