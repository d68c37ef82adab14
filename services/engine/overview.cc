// SPDX-License-Identifier: Apache-2.0
#include "services/engine/overview.h"

#include <cmath>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/dose_words.h"
#include "services/engine/finding_table.h"
#include "services/engine/override_words.h"
#include "services/engine/overrides.h"
#include "services/engine/policy.h"
#include "services/engine/steps.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

namespace {

// "Tight: left iliopsoas, right iliopsoas." or nothing.
void AddList(const Knowledge& knowledge,
             const v1::Interpretation& interpretation, absl::string_view label,
             bool (*belongs)(const v1::Finding&),
             std::vector<std::string>* sentences) {
  std::vector<std::string> names;
  for (const v1::Finding& finding : interpretation.findings()) {
    if (belongs(finding)) {
      names.push_back(TargetName(knowledge, finding.muscle(), finding.side()));
    }
  }
  if (names.empty()) return;
  sentences->push_back(
      absl::StrCat(label, ": ", absl::StrJoin(names, "; "), "."));
}

bool IsStiff(const v1::Finding& finding) {
  return finding.status() == knowledge::v1::STATUS_STIFF;
}

bool IsLong(const v1::Finding& finding) {
  return finding.status() == knowledge::v1::STATUS_OVERLENGTHENED;
}

bool IsSensitiveNerve(const v1::Finding& finding) {
  return finding.status() == knowledge::v1::STATUS_NEURAL_POSITIVE;
}

void AddPatterns(const Knowledge& knowledge,
                 const v1::Interpretation& interpretation,
                 std::vector<std::string>* sentences) {
  for (const v1::DetectedSyndrome& detected : interpretation.syndromes()) {
    if (detected.side() != knowledge::v1::SIDE_MIDLINE) continue;
    for (const knowledge::v1::Syndrome& syndrome :
         knowledge.pack().syndromes()) {
      if (syndrome.id() != detected.syndrome()) continue;
      sentences->push_back(absl::StrCat(
          syndrome.display_name(), detected.full() ? "" : ", in part",
          ": a pattern that orders the work, not a diagnosis."));
    }
  }
}

void AddSession(const Knowledge& knowledge, const v1::Session& session,
                std::vector<std::string>* sentences) {
  std::vector<std::string> steps;
  for (const v1::SessionItem& item : session.items()) {
    const knowledge::v1::Exercise* exercise =
        knowledge.FindExercise(item.exercise());
    if (exercise == nullptr) continue;
    steps.push_back(absl::StrCat(exercise->display_name(), " (",
                                 DoseWords(*exercise, item), ")"));
  }
  if (steps.empty()) return;
  sentences->push_back(absl::StrCat(
      "Session ", session.number(), ", ", std::round(session.total_minutes()),
      " minutes, in this order: ", absl::StrJoin(steps, "; "), "."));
}

// What a tenant or a clinician chose where there is a choice.
void AddPolicies(const Knowledge& knowledge, const v1::Routine& routine,
                 std::vector<std::string>* sentences) {
  for (const v1::PolicyInForce& in_force : routine.policies()) {
    const auto* policy = FindPolicy(knowledge, in_force.policy());
    const auto* choice =
        policy == nullptr ? nullptr : FindChoice(*policy, in_force.choice());
    if (choice == nullptr) continue;
    sentences->push_back(
        absl::StrCat(policy->question(), " ", choice->text(), " Chosen by ",
                     in_force.chosen_by() == kTenantChose ? "the organisation"
                                                          : "a clinician",
                     "."));
  }
}

// Whether the routine tells of the choice that an override makes.
bool IsToldAsPolicy(const v1::Routine& routine, const v1::Override& override) {
  return absl::c_any_of(
      routine.policies(), [&](const v1::PolicyInForce& in_force) {
        return in_force.policy() == override.policy().policy() &&
               in_force.choice() == override.policy().choice();
      });
}

// What shaped the routine, and what of it is refused.
void AddClinicianWord(const Knowledge& knowledge,
                      const storage::v1::PatientFacts& facts,
                      const v1::Routine& routine,
                      std::vector<std::string>* sentences) {
  for (const auto& fact : facts.overrides()) {
    const std::string id = OverrideId(fact);
    const bool shaped =
        absl::c_any_of(routine.overrides(), [&](const std::string& name) {
          return name == id || absl::EndsWith(name, absl::StrCat("/", id));
        });
    if (shaped && !IsToldAsPolicy(routine, fact.override())) {
      sentences->push_back(OverrideWords(knowledge, fact.override()));
    }
  }
  for (const v1::Dropped& refused : routine.refused()) {
    const auto* exercise = knowledge.FindExercise(refused.exercise());
    if (!refused.decision().empty() || exercise == nullptr) continue;
    sentences->push_back(
        absl::StrCat("A clinician wants ", ExerciseName(*exercise),
                     ", which is refused: ", refused.reason()));
  }
}

// The questions that keep a gate closed.
void AddQuestions(const Knowledge& knowledge,
                  const v1::Interpretation& interpretation,
                  std::vector<std::string>* sentences) {
  std::vector<std::string> questions;
  for (const std::string& id : interpretation.open_questions()) {
    questions.push_back(knowledge.FindRedFlag(id)->finding());
  }
  if (questions.empty()) return;
  sentences->push_back(
      absl::StrCat("These questions are open, never answered or answered too "
                   "long ago; an assessment that answers them clears this: ",
                   absl::StrJoin(questions, "; "), "."));
}

}  // namespace

std::vector<std::string> Overview(const Knowledge& knowledge,
                                  const storage::v1::PatientFacts& facts,
                                  const v1::Interpretation& interpretation,
                                  const v1::Routine& routine) {
  std::vector<std::string> sentences;
  for (const v1::SafetyNotice& notice : routine.notices()) {
    sentences.push_back(notice.text());
  }
  for (const std::string& advice : routine.advice()) {
    // That of a referral stands in its notice.
    if (absl::c_none_of(routine.notices(), [&](const auto& notice) {
          return absl::StrContains(notice.text(), advice);
        })) {
      sentences.push_back(advice);
    }
  }
  if (routine.gate() != v1::GATE_OK) {
    sentences.emplace_back("No exercise is planned until this is cleared.");
  }
  AddQuestions(knowledge, interpretation, &sentences);
  AddList(knowledge, interpretation, "Tight", IsTight, &sentences);
  AddList(knowledge, interpretation, "Weak", IsWeak, &sentences);
  AddList(knowledge, interpretation, "Stiff", IsStiff, &sentences);
  AddList(knowledge, interpretation, "Sensitive nerve", IsSensitiveNerve,
          &sentences);
  AddList(knowledge, interpretation, "Longer than usual, never stretched",
          IsLong, &sentences);
  AddPatterns(knowledge, interpretation, &sentences);
  AddPolicies(knowledge, routine, &sentences);
  AddClinicianWord(knowledge, facts, routine, &sentences);
  if (routine.gate() != v1::GATE_OK) return sentences;
  for (const v1::Decision& decision : routine.decisions()) {
    if (decision.rank() == 0 && !decision.kept()) continue;
    // Nothing waits where nothing can be done.
    const bool waits = !decision.kept() && HasWork(decision);
    sentences.push_back(absl::StrCat(waits ? "Waits for a later block: " : "",
                                     decision.reason()));
  }
  for (const v1::Decision& decision : routine.decisions()) {
    if (decision.rank() == 0) sentences.push_back(decision.reason());
  }
  for (const v1::Uncovered& uncovered : routine.uncovered()) {
    sentences.push_back(uncovered.reason());
  }
  if (!routine.sessions().empty()) {
    AddSession(knowledge, routine.sessions(0), &sentences);
  }
  return sentences;
}

}  // namespace tonus::engine
