// SPDX-License-Identifier: Apache-2.0
#include "services/engine/explanation.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/explanation_writer.h"
#include "services/engine/overview.h"
#include "services/engine/served_side.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// A target with or without a side, as it was asked for.
struct Asked {
  std::string muscle;
  std::optional<kv1::Side> side;

  bool Is(const std::string& id, kv1::Side at) const {
    return id == muscle && (!side.has_value() || at == *side);
  }

  // Whether an exercise for the target is done on the side.
  bool IsDoneIn(const v1::SessionItem& item) const {
    return !side.has_value() || *side == kv1::SIDE_MIDLINE ||
           std::any_of(item.doses().begin(), item.doses().end(),
                       [&](const v1::Dose& dose) {
                         return dose.side() == *side ||
                                dose.side() == kv1::SIDE_MIDLINE;
                       });
  }
};

Asked ParseTarget(const std::string& subject) {
  for (const kv1::Side side :
       {kv1::SIDE_LEFT, kv1::SIDE_RIGHT, kv1::SIDE_MIDLINE}) {
    const std::string suffix = absl::StrCat(".", SideLetter(side));
    if (absl::EndsWith(subject, suffix)) {
      return {subject.substr(0, subject.size() - suffix.size()), side};
    }
  }
  return {subject, std::nullopt};
}

// What is said of a target that no session works on for its own sake: what else
// has it among its targets, at home or in a session.
std::string WithoutSession(const Knowledge& knowledge,
                           const v1::Routine& routine, const Asked& asked) {
  std::vector<std::string> names;
  const auto consider = [&](const v1::SessionItem& item) {
    const kv1::Exercise* exercise = knowledge.FindExercise(item.exercise());
    if (exercise == nullptr || !asked.IsDoneIn(item) ||
        !absl::c_linear_search(exercise->targets(), asked.muscle)) {
      return;
    }
    std::string name = ExerciseName(*exercise);
    if (!absl::c_linear_search(names, name)) names.push_back(std::move(name));
  };
  for (const v1::Session& session : routine.sessions()) {
    absl::c_for_each(session.items(), consider);
    for (const v1::HomeItem& home : session.home_items()) consider(home.item());
  }
  return names.empty()
             ? "No session works on it."
             : absl::StrCat(
                   "No session works on it for its own sake. It is worked on "
                   "along with something else in: ",
                   absl::StrJoin(names, "; "), ".");
}

absl::StatusOr<v1::Explanation> ExplainMuscle(const Knowledge& knowledge,
                                              const Planned& planned,
                                              const std::string& subject) {
  const Asked asked = ParseTarget(subject);
  if (knowledge.FindMuscle(asked.muscle) == nullptr) {
    const size_t dot = subject.rfind('.');
    const bool only_the_side_is_wrong =
        dot != std::string::npos &&
        knowledge.FindMuscle(subject.substr(0, dot)) != nullptr;
    return absl::InvalidArgumentError(
        only_the_side_is_wrong
            ? "names no side behind its full stop; use L, R or M, or "
              "leave it out for every side"
            : "is not one of the pack; list them with ListMuscles");
  }
  ExplanationWriter writer(knowledge, planned.facts, planned.interpretation,
                           planned.routine, subject);
  for (const v1::Finding& finding : planned.interpretation.findings()) {
    if (asked.Is(finding.muscle(), finding.side())) writer.AddFinding(finding);
  }
  if (writer.explanation().findings().empty()) {
    return absl::InvalidArgumentError(
        "is of a muscle that does not have the side; leave it out for every "
        "side");
  }
  std::vector<std::string> decisions;
  for (const v1::Decision& decision : planned.routine.decisions()) {
    if (asked.Is(decision.muscle(), decision.side()) ||
        asked.Is(decision.partner(), decision.partner_side())) {
      writer.AddDecision(decision);
      decisions.push_back(decision.id());
    }
  }
  std::vector<std::string> names;
  writer.AddSessions([&](const v1::SessionItem& item) {
    if (absl::c_linear_search(decisions, item.decision())) return true;
    const kv1::Exercise* exercise = knowledge.FindExercise(item.exercise());
    if (exercise == nullptr || exercise->targets().empty() ||
        exercise->targets(0) != asked.muscle || !asked.IsDoneIn(item)) {
      return false;
    }
    std::string name = ExerciseName(*exercise);
    if (!absl::c_linear_search(names, name)) names.push_back(std::move(name));
    return true;
  });
  if (!names.empty()) {
    writer.Say(absl::StrCat(decisions.empty()
                                ? "No decision is about it, but it is what is "
                                  "worked on first in: "
                                : "It is also what is worked on first in: ",
                            absl::StrJoin(names, "; "), "."));
  }
  if (writer.explanation().sessions().empty() &&
      planned.routine.gate() == v1::GATE_OK) {
    writer.Say(WithoutSession(knowledge, planned.routine, asked));
  }
  return writer.Finish();
}

// Whether `item` is there for `decision`: for both sides one of them is named.
bool IsFor(const v1::Decision& decision, const v1::Routine& routine,
           const v1::SessionItem& item) {
  if (item.decision() == decision.id()) return true;
  return absl::c_any_of(routine.decisions(), [&](const v1::Decision& other) {
    return other.id() == item.decision() && IsMate(other, decision) &&
           (IsDoneOn(item, decision.side()) ||
            (!decision.partner().empty() &&
             IsDoneOn(item, decision.partner_side())));
  });
}

// What is said of a decision that no item is there for: what leaves it out, and
// what works on its muscle and its partner all the same.
void SayWithoutItem(const Knowledge& knowledge, const v1::Routine& routine,
                    const v1::Decision& decision, ExplanationWriter* writer) {
  for (const v1::Session& session : routine.sessions()) {
    for (const v1::Dropped& dropped : session.dropped()) {
      if (dropped.decision() == decision.id()) writer->Say(dropped.reason());
    }
  }
  writer->Say(
      WithoutSession(knowledge, routine, {decision.muscle(), decision.side()}));
  if (decision.partner().empty()) return;
  writer->Say(Sentence(absl::StrCat(
      TargetName(knowledge, decision.partner(), decision.partner_side()), ": ",
      WithoutSession(knowledge, routine,
                     {decision.partner(), decision.partner_side()}))));
}

absl::StatusOr<v1::Explanation> ExplainDecision(const Knowledge& knowledge,
                                                const Planned& planned,
                                                const std::string& id) {
  for (const v1::Decision& decision : planned.routine.decisions()) {
    if (decision.id() != id) continue;
    ExplanationWriter writer(knowledge, planned.facts, planned.interpretation,
                             planned.routine, id);
    writer.AddDecision(decision);
    for (const v1::Finding& finding : planned.interpretation.findings()) {
      if ((finding.muscle() == decision.muscle() &&
           finding.side() == decision.side()) ||
          (finding.muscle() == decision.partner() &&
           finding.side() == decision.partner_side())) {
        writer.AddFinding(finding);
      }
    }
    writer.AddSessions([&](const v1::SessionItem& item) {
      return IsFor(decision, planned.routine, item);
    });
    if (decision.kept() && writer.explanation().sessions().empty() &&
        planned.routine.gate() == v1::GATE_OK) {
      SayWithoutItem(knowledge, planned.routine, decision, &writer);
    }
    return writer.Finish();
  }
  return absl::InvalidArgumentError(
      "is not one of the routine; GetRoutine shows their ids");
}

absl::StatusOr<v1::Explanation> ExplainNamedExercise(const Knowledge& knowledge,
                                                     const Planned& planned,
                                                     const std::string& id) {
  const kv1::Exercise* exercise = knowledge.FindExercise(id);
  if (exercise == nullptr) {
    return absl::InvalidArgumentError(
        "is not one of the pack; list them with ListExercises");
  }
  ExplanationWriter writer(knowledge, planned.facts, planned.interpretation,
                           planned.routine, id);
  ExplainExercise(knowledge, planned, *exercise, &writer);
  return writer.Finish();
}

v1::Explanation ExplainWhole(const Knowledge& knowledge,
                             const Planned& planned) {
  ExplanationWriter writer(knowledge, planned.facts, planned.interpretation,
                           planned.routine, "overview");
  for (std::string& sentence : Overview(
           knowledge, planned.facts, planned.interpretation, planned.routine)) {
    writer.Say(std::move(sentence));
  }
  for (const v1::Decision& decision : planned.routine.decisions()) {
    if (decision.kept()) writer.sources().AddRule(decision.rule());
  }
  return writer.Finish();
}

}  // namespace

absl::StatusOr<v1::Explanation> Explain(
    const Knowledge& knowledge, const Planned& planned,
    const v1::ExplainRoutineRequest& request) {
  switch (request.subject_case()) {
    case v1::ExplainRoutineRequest::kMuscle:
      return ExplainMuscle(knowledge, planned, request.muscle());
    case v1::ExplainRoutineRequest::kExercise:
      return ExplainNamedExercise(knowledge, planned, request.exercise());
    case v1::ExplainRoutineRequest::kDecision:
      return ExplainDecision(knowledge, planned, request.decision());
    case v1::ExplainRoutineRequest::kOverview:
      if (request.overview()) return ExplainWhole(knowledge, planned);
      break;
    default:
      break;
  }
  return absl::InvalidArgumentError(
      "is missing: set muscle, exercise, decision or overview");
}

}  // namespace tonus::engine
