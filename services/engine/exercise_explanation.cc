// SPDX-License-Identifier: Apache-2.0
#include "services/engine/exercise_explanation.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/engine/dose_words.h"
#include "services/engine/eligibility.h"
#include "services/engine/facts.h"
#include "services/engine/fusion.h"
#include "services/engine/restriction_words.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using kv1::Exercise;

template <typename Values, typename Value>
bool Contains(const Values& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// What refuses `exercise` for a decision, and the sessions that leave it out.
void ForEachLeftOut(const v1::Routine& routine, const Exercise& exercise,
                    absl::FunctionRef<void(const v1::Dropped&)> tell) {
  const auto tell_its = [&](const auto& all) {
    for (const v1::Dropped& one : all) {
      if (one.exercise() == exercise.id()) tell(one);
    }
  };
  tell_its(routine.refused());
  for (const v1::Session& session : routine.sessions()) {
    tell_its(session.dropped());
  }
}

class WhyNot {
 public:
  WhyNot(const Knowledge& knowledge, const Planned& planned,
         const Exercise& exercise, ExplanationWriter* writer)
      : knowledge_(knowledge),
        planned_(planned),
        exercise_(exercise),
        writer_(*writer) {}

  void Tell();

 private:
  // Gives a reason that is one of the exercise, with its rule.
  void TellReason(std::string reason, const std::string& rule);
  void SayReason(std::string reason, const std::string& rule);

  // Each returns whether it gave a reason.
  bool TellForbiddenTags();
  bool TellRefusal();
  bool TellLeftOut();

  void TellLogged(const std::string& condition);
  void TellDecisions();
  void TellTargets();
  // Why it is refused on `side` in every week; nullopt when it is not.
  std::optional<Refusal> RefusalOn(const Eligibility& eligibility,
                                   kv1::Side side) const;

  const Knowledge& knowledge_;
  const Planned& planned_;
  const Exercise& exercise_;
  ExplanationWriter& writer_;
};

void WhyNot::TellReason(std::string reason, const std::string& rule) {
  v1::Dropped refused;
  refused.set_exercise(exercise_.id());
  refused.set_rule(rule);
  refused.set_reason(reason);
  writer_.AddRefused(refused);
  SayReason(std::move(reason), rule);
}

// A reason that was given among others names the exercise only sometimes.
void WhyNot::SayReason(std::string reason, const std::string& rule) {
  const std::string name = ExerciseName(exercise_);
  if (!absl::StrContains(reason, name)) {
    reason = absl::StrCat(name, ": ", reason);
  }
  if (!rule.empty()) {
    reason =
        absl::StrCat(absl::StripSuffix(reason, "."), " (rule ", rule, ").");
  }
  writer_.Say(std::move(reason));
}

bool WhyNot::TellForbiddenTags() {
  bool told = false;
  for (const v1::TagRestriction& restriction : planned_.interpretation.tags()) {
    if (!restriction.forbidden() ||
        !Contains(exercise_.tags(), restriction.tag())) {
      continue;
    }
    for (const std::string& id : restriction.because()) {
      writer_.sources().AddRule(id);
    }
    TellReason(absl::StrCat(ExerciseName(exercise_), " ",
                            RestrictionWords(knowledge_, restriction)),
               "G-06");
    for (const std::string& id : restriction.because()) TellLogged(id);
    told = true;
  }
  return told;
}

// What was logged that put the condition in force.
void WhyNot::TellLogged(const std::string& condition) {
  const auto sets = [&](const v1::AppliedAdaptation& told) {
    return absl::c_any_of(
        knowledge_.pack().adaptation_rules(),
        [&](const kv1::AdaptationRule& row) {
          return row.rule() == told.rule() && row.finding() == told.finding() &&
                 absl::c_any_of(row.effects(), [&](const auto& effect) {
                   return effect.set_condition().condition() == condition;
                 });
        });
  };
  std::set<std::string> said;
  for (const v1::Session& session : planned_.routine.sessions()) {
    for (const v1::AppliedAdaptation& told : session.adaptations()) {
      const auto* exercise = knowledge_.FindExercise(told.exercise());
      if (exercise == nullptr || !sets(told)) continue;
      const std::string text =
          absl::StrCat(ExerciseName(*exercise), " ", told.finding(), " (rule ",
                       told.rule(), ").");
      if (!said.insert(text).second) continue;
      writer_.sources().AddRule(told.rule());
      writer_.Say(text);
    }
  }
}

std::optional<Refusal> WhyNot::RefusalOn(const Eligibility& eligibility,
                                         kv1::Side side) const {
  std::optional<Refusal> refusal;
  for (const kv1::WeekShape& week : knowledge_.pack().week_shapes()) {
    Spot spot;
    spot.week = &week;
    refusal = eligibility.Refuse(exercise_, {side}, spot);
    if (!refusal.has_value()) break;
  }
  return refusal;
}

bool WhyNot::TellRefusal() {
  const absl::CivilDay start = ToCivilDay(planned_.routine.start_date());
  const Eligibility eligibility(knowledge_, planned_.facts,
                                planned_.interpretation, start);
  std::vector<kv1::Side> sides = {kv1::SIDE_MIDLINE};
  const kv1::Muscle* target = exercise_.targets().empty()
                                  ? nullptr
                                  : knowledge_.FindMuscle(exercise_.targets(0));
  if (target != nullptr) sides = SidesOf(*target);
  std::vector<Refusal> refusals;
  for (const kv1::Side side : sides) {
    std::optional<Refusal> refusal = RefusalOn(eligibility, side);
    // What one side needs is a reason to plan it.
    if (!refusal.has_value()) return false;
    refusals.push_back(*std::move(refusal));
  }
  // The most serious reason of the sides first.
  absl::c_stable_sort(refusals, [](const Refusal& a, const Refusal& b) {
    return a.kind != b.kind ? a.kind < b.kind : a.rule < b.rule;
  });
  for (const Refusal& refusal : refusals) {
    TellReason(refusal.reason, refusal.rule);
  }
  return true;
}

// Refused for a decision, or dropped from a session.
bool WhyNot::TellLeftOut() {
  bool told = false;
  ForEachLeftOut(planned_.routine, exercise_, [&](const v1::Dropped& one) {
    SayReason(one.reason(), one.rule());
    writer_.AddRefused(one);
    told = true;
  });
  return told;
}

// The decisions that it could have served.
void WhyNot::TellDecisions() {
  const std::string name = ExerciseName(exercise_);
  if (exercise_.targets().empty()) {
    writer_.Say(absl::StrCat(name,
                             " has no target of its own, and other general "
                             "work comes first."));
    return;
  }
  const v1::Decision* waiting = nullptr;
  for (const v1::Decision& decision : planned_.routine.decisions()) {
    if (decision.rank() == 0 || (exercise_.targets(0) != decision.muscle() &&
                                 exercise_.targets(0) != decision.partner())) {
      continue;
    }
    if (decision.kept()) {
      writer_.Say(absl::StrCat(
          name,
          " was possible, but another exercise for the same target comes "
          "first: easier, or better suited to the purpose."));
      writer_.AddDecision(decision);
      return;
    }
    if (waiting == nullptr) waiting = &decision;
  }
  if (waiting != nullptr) {
    writer_.Say(
        absl::StrCat("What ", name, " would serve waits for a later block."));
    writer_.AddDecision(*waiting);
    return;
  }
  writer_.Say(absl::StrCat("No decision asks for ", name,
                           ", and other general work comes first."));
  TellTargets();
}

void WhyNot::TellTargets() {
  for (const v1::Finding& finding : planned_.interpretation.findings()) {
    if (finding.muscle() != exercise_.targets(0)) continue;
    writer_.Say(Sentence(absl::StrCat(FindingWords(knowledge_, finding), ".")));
  }
}

void WhyNot::Tell() {
  writer_.Say(absl::StrCat(ExerciseName(exercise_), " is in no session."));
  if (planned_.routine.gate() != v1::GATE_OK) {
    writer_.Say("No exercise is planned while the gate is closed.");
    return;
  }
  const bool forbidden = TellForbiddenTags();
  const bool refused = !forbidden && TellRefusal();
  const bool left_out = TellLeftOut();
  if (!forbidden && !refused && !left_out) TellDecisions();
}

// The weeks in which the exercise is done at home, and the first such item;
// nullptr when it is not.
const v1::HomeItem* FindAtHome(const v1::Routine& routine,
                               const Exercise& exercise,
                               std::vector<int>* weeks) {
  const v1::HomeItem* first = nullptr;
  for (const v1::Session& session : routine.sessions()) {
    for (const v1::HomeItem& home : session.home_items()) {
      if (home.item().exercise() != exercise.id()) continue;
      if (first == nullptr) first = &home;
      if (weeks->empty() || weeks->back() != session.week()) {
        weeks->push_back(session.week());
      }
    }
  }
  return first;
}

// "week 3", "weeks 1 to 6" or "weeks 1, 2 and 5", of weeks in order.
std::string WeekWords(const std::vector<int>& weeks) {
  if (weeks.size() == 1) return absl::StrCat("week ", weeks.front());
  const int span = weeks.back() - weeks.front() + 1;
  if (weeks.size() > 2 && span == static_cast<int>(weeks.size())) {
    return absl::StrCat("weeks ", weeks.front(), " to ", weeks.back());
  }
  const std::vector<int> earlier(weeks.begin(), weeks.end() - 1);
  return absl::StrCat("weeks ", absl::StrJoin(earlier, ", "), " and ",
                      weeks.back());
}

// Tells why `item` is there, its dose and its decision.
void TellItem(const Planned& planned, const Exercise& exercise,
              const v1::SessionItem& item, ExplanationWriter* writer) {
  writer->Say(item.reason());
  writer->Say(Sentence(
      absl::StrCat("Its first dose is ", DoseWords(exercise, item), ".")));
  if (item.caution()) {
    writer->Say(
        "With caution: half range, one set, stop when pain exceeds 2 of 10 or "
        "what it was before.");
  }
  writer->sources().AddRule(item.rule());
  const auto& told = writer->explanation().decisions();
  for (const v1::Decision& decision : planned.routine.decisions()) {
    if (decision.id() != item.decision()) continue;
    const bool already = std::any_of(
        told.begin(), told.end(),
        [&](const v1::Decision& other) { return other.id() == decision.id(); });
    if (!already) writer->AddDecision(decision);
  }
}

}  // namespace

void ExplainExercise(const Knowledge& knowledge, const Planned& planned,
                     const Exercise& exercise, ExplanationWriter* writer) {
  writer->sources().AddExercise(exercise.id());
  const v1::SessionItem* item =
      writer->AddSessions([&](const v1::SessionItem& candidate) {
        return candidate.exercise() == exercise.id();
      });
  std::vector<int> weeks;
  const v1::HomeItem* home = FindAtHome(planned.routine, exercise, &weeks);
  if (item != nullptr) TellItem(planned, exercise, *item, writer);
  if (home != nullptr) {
    writer->Say(absl::StrCat("It is done at home in ", WeekWords(weeks), "."));
    TellItem(planned, exercise, home->item(), writer);
  }
  if (item == nullptr && home == nullptr) {
    WhyNot(knowledge, planned, exercise, writer).Tell();
  } else {
    ForEachLeftOut(planned.routine, exercise,
                   [&](const v1::Dropped& one) { writer->AddRefused(one); });
  }
}

}  // namespace tonus::engine
