// SPDX-License-Identifier: Apache-2.0
#include "services/engine/explanation.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/decision_wording.h"
#include "services/engine/dose_words.h"
#include "services/engine/finding_table.h"
#include "services/engine/overview.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::Side;
using v1::Explanation;

namespace {

class Explainer {
 public:
  Explainer(const Knowledge& knowledge,
            const v1::Interpretation& interpretation,
            const v1::Routine& routine)
      : knowledge_(knowledge),
        interpretation_(interpretation),
        routine_(routine) {}

  absl::StatusOr<Explanation> Muscle(const std::string& subject);
  absl::StatusOr<Explanation> ExplainExercise(const std::string& id);
  absl::StatusOr<Explanation> ExplainDecision(const std::string& id);
  Explanation Whole();

 private:
  void AddFinding(const v1::Finding& finding);
  void AddDecision(const v1::Decision& decision);
  void AddRule(const std::string& id);
  void AddSource(const std::string& subject, const std::string& citation,
                 knowledge::v1::EvidenceGrade evidence);
  // Adds the sessions with an item that fits. Returns the first such item.
  template <typename Fits>
  const v1::SessionItem* AddSessions(Fits fits);
  void SayWhyNot(const Exercise& exercise);
  bool SayForbidden(const Exercise& exercise);
  bool SayRefused(const Exercise& exercise);
  bool SayTarget(const Exercise& exercise);
  void Say(std::string sentence);

  const Knowledge& knowledge_;
  const v1::Interpretation& interpretation_;
  const v1::Routine& routine_;
  Explanation explanation_;
};

void Explainer::Say(std::string sentence) {
  const auto& said = explanation_.sentences();
  if (std::find(said.begin(), said.end(), sentence) == said.end()) {
    explanation_.add_sentences(std::move(sentence));
  }
}

void Explainer::AddSource(const std::string& subject,
                          const std::string& citation,
                          knowledge::v1::EvidenceGrade evidence) {
  if (citation.empty()) return;
  for (const v1::Source& source : explanation_.sources()) {
    if (source.subject() == subject) return;
  }
  v1::Source* source = explanation_.add_sources();
  source->set_subject(subject);
  source->set_citation(citation);
  source->set_evidence(evidence);
}

void Explainer::AddRule(const std::string& id) {
  if (const knowledge::v1::Rule* rule = knowledge_.FindRule(id)) {
    AddSource(id, rule->source(), rule->evidence());
  }
  if (const knowledge::v1::CitedRule* rule = knowledge_.FindCitedRule(id)) {
    AddSource(id, rule->source(), knowledge::v1::EVIDENCE_GRADE_UNSPECIFIED);
  }
}

void Explainer::AddFinding(const v1::Finding& finding) {
  *explanation_.add_findings() = finding;
  if (finding.status() != knowledge::v1::STATUS_UNKNOWN) {
    Say(Sentence(absl::StrCat(Verdict(knowledge_, finding), ".")));
  } else if (finding.evidence().empty()) {
    Say(Sentence(
        absl::StrCat(TargetName(knowledge_, finding.muscle(), finding.side()),
                     " was not measured, so nothing is known about it.")));
  }
  for (const std::string& rule : finding.rules()) {
    AddRule(rule);
    const knowledge::v1::Rule* found = knowledge_.FindRule(rule);
    if (found != nullptr) Say(found->text());
    for (const v1::RuleTrace& trace : interpretation_.rules()) {
      if (trace.rule() == rule &&
          (trace.side() == finding.side() ||
           trace.side() == knowledge::v1::SIDE_MIDLINE)) {
        *explanation_.add_rules() = trace;
      }
    }
  }
  for (const v1::Evidence& evidence : finding.evidence()) {
    if (const knowledge::v1::Test* test =
            knowledge_.FindTest(evidence.test())) {
      AddSource(evidence.test(), test->source(), test->evidence());
    }
  }
}

void Explainer::AddDecision(const v1::Decision& decision) {
  *explanation_.add_decisions() = decision;
  Say(decision.reason());
  if (decision.rank() > 0 && !decision.kept()) {
    Say("It waits for a later block, since what matters more comes first.");
  }
  for (const v1::RejectedAction& rejected : decision.rejected()) {
    Say(absl::StrCat("Not ", rejected.action(), ": ", rejected.reason()));
    AddRule(rejected.rule());
  }
  for (const v1::Uncovered& uncovered : routine_.uncovered()) {
    if (uncovered.decision() == decision.id()) Say(uncovered.reason());
  }
  AddRule(decision.rule());
}

template <typename Fits>
const v1::SessionItem* Explainer::AddSessions(Fits fits) {
  const v1::SessionItem* first = nullptr;
  for (const v1::Session& session : routine_.sessions()) {
    for (const v1::SessionItem& item : session.items()) {
      if (!fits(item)) continue;
      if (first == nullptr) first = &item;
      explanation_.add_sessions(session.number());
      break;
    }
  }
  return first;
}

absl::StatusOr<Explanation> Explainer::Muscle(const std::string& subject) {
  std::string id = subject;
  std::optional<Side> side;
  for (const Side candidate :
       {knowledge::v1::SIDE_LEFT, knowledge::v1::SIDE_RIGHT,
        knowledge::v1::SIDE_MIDLINE}) {
    const std::string suffix = absl::StrCat(".", SideLetter(candidate));
    if (!absl::EndsWith(subject, suffix)) continue;
    id = subject.substr(0, subject.size() - suffix.size());
    side = candidate;
  }
  if (knowledge_.FindMuscle(id) == nullptr) {
    return absl::InvalidArgumentError(
        "muscle is not one of the pack; list them with ListMuscles");
  }
  explanation_.set_subject(subject);
  const auto named = [&](const std::string& muscle, Side at) {
    return muscle == id && (!side.has_value() || at == *side);
  };
  for (const v1::Finding& finding : interpretation_.findings()) {
    if (named(finding.muscle(), finding.side())) AddFinding(finding);
  }
  if (explanation_.findings().empty()) {
    return absl::InvalidArgumentError("muscle does not have the side");
  }
  std::vector<std::string> decisions;
  for (const v1::Decision& decision : routine_.decisions()) {
    if (named(decision.muscle(), decision.side()) ||
        named(decision.partner(), decision.partner_side())) {
      AddDecision(decision);
      decisions.push_back(decision.id());
    }
  }
  AddSessions([&](const v1::SessionItem& item) {
    const Exercise* exercise = knowledge_.FindExercise(item.exercise());
    return std::find(decisions.begin(), decisions.end(), item.decision()) !=
               decisions.end() ||
           (exercise != nullptr && !exercise->targets().empty() &&
            exercise->targets(0) == id);
  });
  if (explanation_.sessions().empty() && routine_.gate() == v1::GATE_OK) {
    Say("No session works on it.");
  }
  return std::move(explanation_);
}

absl::StatusOr<Explanation> Explainer::ExplainDecision(const std::string& id) {
  for (const v1::Decision& decision : routine_.decisions()) {
    if (decision.id() != id) continue;
    explanation_.set_subject(id);
    AddDecision(decision);
    for (const v1::Finding& finding : interpretation_.findings()) {
      if ((finding.muscle() == decision.muscle() &&
           finding.side() == decision.side()) ||
          (finding.muscle() == decision.partner() &&
           finding.side() == decision.partner_side())) {
        AddFinding(finding);
      }
    }
    AddSessions(
        [&](const v1::SessionItem& item) { return item.decision() == id; });
    return std::move(explanation_);
  }
  return absl::InvalidArgumentError("decision is not one of the routine");
}

absl::StatusOr<Explanation> Explainer::ExplainExercise(const std::string& id) {
  const Exercise* exercise = knowledge_.FindExercise(id);
  if (exercise == nullptr) {
    return absl::InvalidArgumentError(
        "exercise is not one of the pack; list them with ListExercises");
  }
  explanation_.set_subject(id);
  AddSource(id, exercise->source(), knowledge::v1::EVIDENCE_GRADE_UNSPECIFIED);
  const v1::SessionItem* item =
      AddSessions([&](const v1::SessionItem& candidate) {
        return candidate.exercise() == id;
      });
  if (item == nullptr) {
    SayWhyNot(*exercise);
    return std::move(explanation_);
  }
  Say(item->reason());
  Say(Sentence(
      absl::StrCat("Its first dose is ", DoseWords(*exercise, *item), ".")));
  if (item->caution()) {
    Say("With caution: half range, one set, stop when pain exceeds 2 of 10 or "
        "what it was before.");
  }
  AddRule(item->rule());
  for (const v1::Decision& decision : routine_.decisions()) {
    if (decision.id() == item->decision()) AddDecision(decision);
  }
  return std::move(explanation_);
}

bool Explainer::SayForbidden(const Exercise& exercise) {
  bool said = false;
  for (const v1::TagRestriction& restriction : interpretation_.tags()) {
    if (!restriction.forbidden() ||
        std::find(exercise.tags().begin(), exercise.tags().end(),
                  restriction.tag()) == exercise.tags().end()) {
      continue;
    }
    const knowledge::v1::Tag* tag = knowledge_.FindTag(restriction.tag());
    std::vector<std::string> because;
    for (const std::string& id : restriction.because()) {
      const auto* condition = knowledge_.FindCondition(id);
      because.push_back(condition == nullptr ? id : condition->display_name());
    }
    Say(absl::StrCat("It is ruled out by ", restriction.tag(), " (",
                     tag == nullptr ? "" : tag->meaning(),
                     "), because of: ", absl::StrJoin(because, "; "), "."));
    said = true;
  }
  const auto& exercises = interpretation_.limits().forbidden_exercises();
  if (std::find(exercises.begin(), exercises.end(), exercise.id()) !=
      exercises.end()) {
    Say("A rule about this person rules it out by name.");
    said = true;
  }
  const auto& techniques = interpretation_.limits().forbidden_techniques();
  if (std::find(techniques.begin(), techniques.end(), exercise.technique()) !=
      techniques.end()) {
    Say(Sentence(absl::StrCat(TechniqueWords(exercise.technique()),
                              " is not used for this person.")));
    said = true;
  }
  return said;
}

bool Explainer::SayRefused(const Exercise& exercise) {
  bool said = false;
  for (const v1::Dropped& refused : routine_.refused()) {
    if (refused.exercise() != exercise.id()) continue;
    Say(refused.reason());
    AddRule(refused.rule());
    said = true;
  }
  for (const v1::Session& session : routine_.sessions()) {
    for (const v1::Dropped& dropped : session.dropped()) {
      if (dropped.exercise() != exercise.id()) continue;
      Say(dropped.reason());
      AddRule(dropped.rule());
      said = true;
    }
  }
  return said;
}

bool Explainer::SayTarget(const Exercise& exercise) {
  const bool stretch =
      exercise.technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH ||
      exercise.technique() == knowledge::v1::TECHNIQUE_PNF;
  if (!stretch || exercise.targets().empty()) return false;
  bool said = false;
  for (const v1::Finding& finding : interpretation_.findings()) {
    if (finding.muscle() != exercise.targets(0) || IsTight(finding) ||
        finding.status() == knowledge::v1::STATUS_STIFF) {
      continue;
    }
    Say(Sentence(
        absl::StrCat(TargetName(knowledge_, finding.muscle(), finding.side()),
                     " is ", StatusWords(finding.status()),
                     ", and only what is tight is stretched.")));
    AddRule("R-501");
    said = true;
  }
  return said;
}

void Explainer::SayWhyNot(const Exercise& exercise) {
  Say(absl::StrCat(ExerciseName(exercise), " is in no session."));
  if (routine_.gate() != v1::GATE_OK) {
    Say("No exercise is planned while the gate is closed.");
    return;
  }
  const bool forbidden = SayForbidden(exercise);
  const bool refused = SayRefused(exercise);
  const bool target = SayTarget(exercise);
  if (exercise.opt_in_only()) {
    Say("It is off by default and needs an explicit opt-in.");
  }
  if (exercise.relief_only()) Say("It is for relief only.");
  if (forbidden || refused || target || exercise.opt_in_only() ||
      exercise.relief_only()) {
    return;
  }
  for (const v1::Decision& decision : routine_.decisions()) {
    const std::string& target_of =
        decision.partner().empty() ? decision.muscle() : decision.partner();
    if (decision.kept() && !exercise.targets().empty() &&
        (exercise.targets(0) == target_of ||
         exercise.targets(0) == decision.muscle())) {
      Say("It was possible, but another exercise for the same target comes "
          "first: easier, or better suited to the purpose.");
      *explanation_.add_decisions() = decision;
      return;
    }
  }
  Say("No kept decision asks for it, and other general work comes first.");
}

Explanation Explainer::Whole() {
  explanation_.set_subject("overview");
  for (std::string& sentence :
       Overview(knowledge_, interpretation_, routine_)) {
    Say(std::move(sentence));
  }
  for (const v1::Decision& decision : routine_.decisions()) {
    if (decision.kept()) AddRule(decision.rule());
  }
  return std::move(explanation_);
}

}  // namespace

absl::StatusOr<Explanation> Explain(const Knowledge& knowledge,
                                    const v1::Interpretation& interpretation,
                                    const v1::Routine& routine,
                                    const v1::ExplainRoutineRequest& request) {
  Explainer explainer(knowledge, interpretation, routine);
  switch (request.subject_case()) {
    case v1::ExplainRoutineRequest::kMuscle:
      return explainer.Muscle(request.muscle());
    case v1::ExplainRoutineRequest::kExercise:
      return explainer.ExplainExercise(request.exercise());
    case v1::ExplainRoutineRequest::kDecision:
      return explainer.ExplainDecision(request.decision());
    case v1::ExplainRoutineRequest::kOverview:
      if (request.overview()) return explainer.Whole();
      break;
    default:
      break;
  }
  return absl::InvalidArgumentError(
      "subject is missing: set muscle, exercise, decision or overview");
}

}  // namespace tonus::engine
