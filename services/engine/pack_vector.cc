// SPDX-License-Identifier: Apache-2.0
#include "services/engine/pack_vector.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/engine/resemblance.h"
#include "services/engine/table_differences.h"
#include "services/engine/target_name.h"
#include "services/engine/test_offer.h"
#include "services/engine/vector_names.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using Expectation = v1::PackVector::Expectation;
using Names = std::set<std::string>;

template <typename Entries, typename Name>
Names NamesOf(const Entries& entries, Name name) {
  Names names;
  for (const auto& entry : entries) names.insert(name(entry));
  return names;
}

Names TagsThatAre(const v1::Interpretation& interpretation, bool forbidden) {
  Names tags;
  for (const v1::TagRestriction& tag : interpretation.tags()) {
    if (tag.forbidden() == forbidden) tags.insert(tag.tag());
  }
  return tags;
}

// Pairs, by rank.
std::vector<std::string> PairsOf(const v1::Interpretation& interpretation) {
  std::vector<const v1::Decision*> decisions;
  for (const v1::Decision& decision : interpretation.decisions()) {
    if (!decision.partner().empty()) decisions.push_back(&decision);
  }
  std::stable_sort(
      decisions.begin(), decisions.end(),
      [](const auto* a, const auto* b) { return a->rank() < b->rank(); });
  std::vector<std::string> pairs;
  pairs.reserve(decisions.size());
  for (const v1::Decision* decision : decisions) {
    pairs.push_back(
        absl::StrCat(TargetKey(decision->muscle(), decision->side()), ">",
                     TargetKey(decision->partner(), decision->partner_side())));
  }
  return pairs;
}

// The action of a step as cases write it, for example `lengthen`.
std::string StepId(kv1::Action action) {
  constexpr char kPrefix[] = "ACTION_";
  return absl::AsciiStrToLower(
      kv1::Action_Name(action).substr(sizeof(kPrefix) - 1));
}

bool IsStepId(absl::string_view id) {
  for (int i = 1; i < kv1::Action_ARRAYSIZE; ++i) {
    if (StepId(static_cast<kv1::Action>(i)) == id) return true;
  }
  return false;
}

// Compares what came of one case with what was expected.
class Comparison {
 public:
  Comparison(const Knowledge& knowledge, const v1::PackVector& vector)
      : knowledge_(knowledge),
        request_(vector.request()),
        expect_(vector.expect()),
        facts_(FactsOf(request_)),
        day_(ToCivilDay(request_.date())),
        interpretation_(Interpret(knowledge, facts_, day_)) {}

  std::vector<std::string> Run() {
    CompareGate();
    CompareFindings();
    CompareExercises();
    CompareDecisions();
    CompareSteps();
    CompareTests();
    CompareSyndromes();
    DifferAll("see", WhatLacks(expect_.see(), interpretation_));
    DifferAll("see_not", WhatIsThere(expect_.see_not(), interpretation_));
    DifferAll("entries", WhatLacks(expect_.entries(), knowledge_.pack()));
    DifferAll("tables", TableDifferences(expect_.tables(), knowledge_.pack()));
    ComparePlan();
    return std::move(differences_);
  }

 private:
  void Differ(std::string what) { differences_.push_back(std::move(what)); }

  void DifferAll(absl::string_view field,
                 const std::vector<std::string>& differences) {
    for (const std::string& difference : differences) {
      Differ(absl::StrCat(field, ".", difference));
    }
  }

  // Complains about every one of `expected` that is not among `found`.
  template <typename Found, typename Expected>
  void ExpectAmong(absl::string_view field, const Found& found,
                   const Expected& expected) {
    for (const std::string& name : expected) {
      if (absl::c_linear_search(found, name)) continue;
      Differ(absl::StrCat(field, ": `", name, "` is not among [",
                          absl::StrJoin(found, ", "), "]"));
    }
  }

  // The finding of `target`; complains and returns nullptr when there is none.
  const v1::Finding* FindingOf(absl::string_view field,
                               const std::string& target) {
    for (const v1::Finding& finding : interpretation_.findings()) {
      if (TargetKey(finding.muscle(), finding.side()) == target) {
        return &finding;
      }
    }
    Differ(absl::StrCat(field, ": the pack has no target `", target, "`"));
    return nullptr;
  }

  void CompareGate();
  void CompareFindings();
  std::string VerdictOn(const std::string& exercise) const;
  void CompareExercises();
  void CompareDecisions();
  void CompareSteps();
  void CompareTests();
  void CompareSyndromes();
  void CompareSessions(const v1::Routine& routine);
  void ComparePlan();

  const Knowledge& knowledge_;
  const v1::InterpretAssessmentRequest& request_;
  const Expectation& expect_;
  const storage::v1::PatientFacts facts_;
  const absl::CivilDay day_;
  const v1::Interpretation interpretation_;
  std::vector<std::string> differences_;
};

void Comparison::CompareGate() {
  if (interpretation_.gate() != expect_.gate()) {
    Differ(absl::StrCat("gate is ", v1::Gate_Name(interpretation_.gate()),
                        ", not ", v1::Gate_Name(expect_.gate())));
  }
  if (interpretation_.directional_preference() !=
      expect_.directional_preference()) {
    Differ(absl::StrCat("directional_preference is ",
                        kv1::DirectionalPreference_Name(
                            interpretation_.directional_preference())));
  }
  ExpectAmong("conditions",
              NamesOf(interpretation_.conditions(),
                      [](const auto& c) { return c.condition(); }),
              expect_.conditions());
  ExpectAmong("forbidden_tags", TagsThatAre(interpretation_, true),
              expect_.forbidden_tags());
  ExpectAmong(
      "rejected",
      NamesOf(interpretation_.rejected_results(),
              [](const auto& r) { return TargetKey(r.test(), r.side()); }),
      expect_.rejected());
  ExpectAmong("requests",
              NamesOf(interpretation_.test_requests(),
                      [](const auto& r) { return r.test(); }),
              expect_.requests());
}

void Comparison::CompareFindings() {
  for (const auto& expected : expect_.statuses()) {
    const v1::Finding* finding = FindingOf("statuses", expected.target());
    if (finding == nullptr || finding->status() == expected.status()) continue;
    Differ(absl::StrCat(expected.target(), " is ",
                        kv1::Status_Name(finding->status()), ", not ",
                        kv1::Status_Name(expected.status())));
  }
  for (const auto& expected : expect_.qualifiers()) {
    const v1::Finding* finding = FindingOf("qualifiers", expected.target());
    if (finding == nullptr) continue;
    for (const int qualifier : expected.qualifiers()) {
      if (absl::c_linear_search(finding->qualifiers(), qualifier)) continue;
      Differ(absl::StrCat(
          expected.target(), " lacks ",
          kv1::Qualifier_Name(static_cast<kv1::Qualifier>(qualifier))));
    }
  }
}

// FORBIDDEN, CAUTION or FREE by tags and by rules on single exercises and on
// families; level and equipment are not asked.
std::string Comparison::VerdictOn(const std::string& exercise) const {
  const kv1::Exercise* found = knowledge_.FindExercise(exercise);
  if (found == nullptr) return "not in the pack";
  const auto carries = [&](bool forbidden) {
    const Names tags = TagsThatAre(interpretation_, forbidden);
    return absl::c_any_of(found->tags(), [&](const std::string& tag) {
      return tags.contains(tag);
    });
  };
  const v1::PlanLimits& limits = interpretation_.limits();
  if (carries(true) ||
      absl::c_linear_search(limits.forbidden_exercises(), exercise) ||
      absl::c_linear_search(limits.forbidden_techniques(),
                            found->technique())) {
    return "FORBIDDEN";
  }
  return carries(false) ? "CAUTION" : "FREE";
}

void Comparison::CompareExercises() {
  const auto expect = [&](absl::string_view field, const auto& exercises,
                          std::initializer_list<absl::string_view> verdicts) {
    for (const std::string& exercise : exercises) {
      const std::string verdict = VerdictOn(exercise);
      if (absl::c_linear_search(verdicts, verdict)) continue;
      Differ(absl::StrCat(field, ": `", exercise, "` is ", verdict));
    }
  };
  expect("forbidden_exercises", expect_.forbidden_exercises(), {"FORBIDDEN"});
  expect("caution_exercises", expect_.caution_exercises(), {"CAUTION"});
  expect("allowed_exercises", expect_.allowed_exercises(), {"FREE", "CAUTION"});
}

void Comparison::CompareDecisions() {
  const std::vector<std::string> pairs = PairsOf(interpretation_);
  if (expect_.no_pairs() && !pairs.empty()) {
    Differ(absl::StrCat("no_pairs: found ", absl::StrJoin(pairs, ", ")));
  }
  if (!expect_.top_pair().empty() &&
      (pairs.empty() || pairs.front() != expect_.top_pair())) {
    Differ(absl::StrCat("top_pair is `", pairs.empty() ? "" : pairs.front(),
                        "`, not `", expect_.top_pair(), "`"));
  }
  ExpectAmong("pairs", pairs, expect_.pairs());
  for (const std::string& pair : expect_.excluded_pairs()) {
    if (absl::c_linear_search(pairs, pair)) {
      Differ(absl::StrCat("excluded_pairs: found `", pair, "`"));
    }
    // A misspelt pair is never found, and would prove nothing.
    for (const absl::string_view target : absl::StrSplit(pair, '>')) {
      FindingOf("excluded_pairs", std::string(target));
    }
  }
  ExpectAmong("decisions",
              NamesOf(interpretation_.decisions(),
                      [](const auto& decision) { return decision.id(); }),
              expect_.decisions());
}

// What must not be decided or done. Names of targets are looked up, since a
// misspelt one is never found, and would prove nothing.
void Comparison::CompareSteps() {
  for (const std::string& id : expect_.excluded_decisions()) {
    for (const absl::string_view target :
         absl::StrSplit(id.substr(id.find(':') + 1), '>')) {
      FindingOf("excluded_decisions", std::string(target));
    }
  }
  Names steps;
  for (const v1::Decision& decision : interpretation_.decisions()) {
    if (absl::c_linear_search(expect_.excluded_decisions(), decision.id())) {
      Differ(absl::StrCat("excluded_decisions: found `", decision.id(), "`"));
    }
    for (const v1::Step& step : decision.steps()) {
      steps.insert(absl::StrCat(StepId(step.action()), ":",
                                TargetKey(step.muscle(), step.side())));
    }
  }
  for (const std::string& id : expect_.excluded_steps()) {
    if (steps.contains(id)) {
      Differ(absl::StrCat("excluded_steps: found `", id, "`"));
    }
    const size_t colon = id.find(':');
    if (!IsStepId(id.substr(0, colon))) {
      Differ(absl::StrCat("excluded_steps: `", id, "` begins with no action"));
    }
    FindingOf("excluded_steps", id.substr(colon + 1));
  }
}

void Comparison::CompareTests() {
  const auto may_offer = [&](const std::string& id, kv1::Assessor assessor) {
    const kv1::Test* test = knowledge_.FindTest(id);
    return test != nullptr && MayOffer(interpretation_, *test, assessor);
  };
  for (const std::string& id : expect_.withheld_tests()) {
    if (may_offer(id, kv1::ASSESSOR_CLINICIAN) ||
        may_offer(id, kv1::ASSESSOR_SELF)) {
      Differ(absl::StrCat("withheld_tests: `", id, "` may be offered"));
    }
  }
  for (const std::string& id : expect_.supervised_tests()) {
    if (may_offer(id, kv1::ASSESSOR_SELF)) {
      Differ(absl::StrCat("supervised_tests: `", id,
                          "` may be offered to the person alone"));
    }
  }
}

void Comparison::CompareSyndromes() {
  if (!expect_.has_syndromes()) return;
  Names full;
  Names partial;
  for (const v1::DetectedSyndrome& syndrome : interpretation_.syndromes()) {
    if (syndrome.side() != kv1::SIDE_MIDLINE) continue;
    (syndrome.full() ? full : partial).insert(syndrome.syndrome());
  }
  const auto expect = [&](absl::string_view field, const Names& found,
                          const auto& expected) {
    if (found == Names(expected.begin(), expected.end())) return;
    Differ(absl::StrCat("syndromes.", field, " is [",
                        absl::StrJoin(found, ", "), "], not [",
                        absl::StrJoin(expected, ", "), "]"));
  };
  expect("full", full, expect_.syndromes().full());
  expect("partial", partial, expect_.syndromes().partial());
}

void Comparison::CompareSessions(const v1::Routine& routine) {
  for (const auto& order : expect_.orders()) {
    for (const std::string& exercise : {order.first(), order.later()}) {
      if (knowledge_.FindExercise(exercise) == nullptr) {
        Differ(absl::StrCat("orders: `", exercise, "` is not in the pack"));
      }
    }
  }
  // One session is enough to find the mistake.
  const auto with_items = absl::c_find_if(
      routine.sessions(),
      [](const v1::Session& session) { return !session.items().empty(); });
  if (expect_.no_exercises() && with_items != routine.sessions().end()) {
    Differ(absl::StrCat("no_exercises: session ", with_items->number(), " has ",
                        with_items->items_size()));
  }
  for (const v1::Session& session : routine.sessions()) {
    const auto position = [&](const std::string& exercise) {
      return absl::c_find_if(session.items(), [&](const auto& item) {
        return item.exercise() == exercise;
      });
    };
    for (const auto& order : expect_.orders()) {
      const auto first = position(order.first());
      const auto later = position(order.later());
      if (later != session.items().end() && later < first &&
          first != session.items().end()) {
        Differ(absl::StrCat("orders: session ", session.number(), " has `",
                            order.later(), "` before `", order.first(), "`"));
      }
    }
  }
}

// Planning takes longest, so it is done only when asked for.
void Comparison::ComparePlan() {
  if (expect_.orders().empty() && !expect_.no_exercises() &&
      !expect_.has_plan() && !expect_.has_plan_not()) {
    return;
  }
  const v1::Routine routine =
      PlanRoutine(knowledge_, facts_, interpretation_, day_);
  CompareSessions(routine);
  DifferAll("plan", WhatLacks(expect_.plan(), routine));
  DifferAll("plan_not", WhatIsThere(expect_.plan_not(), routine));
}

bool IsDate(const v1::Date& date) {
  const absl::CivilDay day(date.year(), date.month(), date.day());
  return date.year() >= 1900 && date.year() <= 9999 &&
         day.month() == date.month() && day.day() == date.day();
}

}  // namespace

storage::v1::PatientFacts FactsOf(
    const v1::InterpretAssessmentRequest& request) {
  storage::v1::PatientFacts facts;
  storage::v1::ProfileFact& profile = *facts.add_profiles();
  profile.set_fact_id("profile");
  *profile.mutable_effective_time() = request.assessment().assessment_time();
  *profile.mutable_profile() = request.profile();
  storage::v1::AssessmentFact& assessment = *facts.add_assessments();
  assessment.set_fact_id("assessment");
  *assessment.mutable_effective_time() = request.assessment().assessment_time();
  *assessment.mutable_results() = request.assessment().results();
  *assessment.mutable_screening() = request.assessment().screening();
  if (request.assessment().has_history()) {
    *assessment.mutable_history() = request.assessment().history();
  }
  *assessment.mutable_measures() = request.assessment().measures();
  *facts.mutable_clearances() = request.clearances();
  return facts;
}

std::vector<std::string> DifferencesOf(const Knowledge& knowledge,
                                       const v1::PackVector& vector) {
  if (!IsDate(vector.request().date())) return {"request.date is no date"};
  if (vector.expect().gate() == v1::GATE_UNSPECIFIED) {
    return {"expect.gate is not given"};
  }
  std::vector<std::string> differences = UnknownNames(knowledge, vector);
  for (std::string& difference : Comparison(knowledge, vector).Run()) {
    differences.push_back(std::move(difference));
  }
  return differences;
}

Complaints CheckVectors(
    const Knowledge& knowledge,
    const google::protobuf::RepeatedPtrField<v1::PackVector>& vectors,
    const Stop& stop) {
  Complaints complaints;
  if (vectors.empty()) {
    complaints.push_back(MakeComplaint(
        kv1::PACK_CHECK_VECTOR, "vectors", "",
        "has no case, so that nothing proves what the pack does; add cases to "
        "the folder vectors/"));
  }
  absl::flat_hash_set<std::string> ids;
  for (int i = 0; i < vectors.size() && !stop(); ++i) {
    const v1::PackVector& vector = vectors[i];
    const std::string id =
        vector.id().empty() ? absl::StrCat("#", i + 1) : vector.id();
    const auto complain = [&](absl::string_view problem) {
      complaints.push_back(
          MakeComplaint(kv1::PACK_CHECK_VECTOR, "vectors", id, problem));
    };
    if (vector.id().empty()) complain("id is empty");
    if (!ids.insert(id).second) complain("id is given twice");
    for (const std::string& difference : DifferencesOf(knowledge, vector)) {
      complain(difference);
    }
  }
  return complaints;
}

}  // namespace tonus::engine
