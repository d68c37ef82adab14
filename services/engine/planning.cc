// SPDX-License-Identifier: Apache-2.0
#include "services/engine/planning.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/engine/finding.h"
#include "services/engine/notices.h"
#include "services/engine/override_phases.h"
#include "services/engine/overrides.h"
#include "services/engine/replacement_outcome.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

namespace {

// Findings that say something or that a decision names.
bool IsWorthTelling(const v1::Finding& finding,
                    const v1::Interpretation& interpretation) {
  if (finding.status() != knowledge::v1::STATUS_UNKNOWN) return true;
  return std::any_of(interpretation.decisions().begin(),
                     interpretation.decisions().end(),
                     [&](const v1::Decision& decision) {
                       return (decision.muscle() == finding.muscle() &&
                               decision.side() == finding.side()) ||
                              (decision.partner() == finding.muscle() &&
                               decision.partner_side() == finding.side());
                     });
}

// A verdict that asks for stretching gives way to what protects its target.
void RefuseVerdicts(const Knowledge& knowledge,
                    const storage::v1::PatientFacts& facts,
                    const v1::Interpretation& interpretation,
                    v1::Routine* routine) {
  const Overrides overrides(facts, absl::CivilDay());
  for (const v1::Finding& finding : interpretation.findings()) {
    const auto* fact = overrides.Verdict(finding.muscle(), finding.side());
    if (fact == nullptr || !fact->override().has_force_verdict() ||
        (!IsTight(finding) &&
         finding.status() != knowledge::v1::STATUS_STIFF) ||
        !HasQualifier(finding, knowledge::v1::QUALIFIER_DO_NOT_STRETCH)) {
      continue;
    }
    v1::Dropped* refused = routine->add_refused();
    refused->set_rule("R-500");
    refused->set_reason(Sentence(
        absl::StrCat(TargetName(knowledge, finding.muscle(), finding.side()),
                     " must not be stretched, whatever its verdict.")));
    refused->set_override(OverrideId(*fact));
  }
}

// What an overruled override is about, in a sentence.
std::string AboutOf(const Knowledge& knowledge, const v1::Override& override) {
  const auto exercise = [&](const std::string& id) {
    const auto* found = knowledge.FindExercise(id);
    return found == nullptr ? id : ExerciseName(*found);
  };
  const auto target = [&](const auto& verdict) {
    return absl::StrCat(
        "the ", TargetName(knowledge, verdict.muscle(), verdict.side()));
  };
  switch (override.change_case()) {
    case v1::Override::kPinExercise:
      return exercise(override.pin_exercise());
    case v1::Override::kExcludeExercise:
      return exercise(override.exclude_exercise());
    case v1::Override::kReplaceExercise:
      return exercise(override.replace_exercise().exercise());
    case v1::Override::kForceVerdict:
      return target(override.force_verdict());
    case v1::Override::kMuteVerdict:
      return target(override.mute_verdict());
    case v1::Override::kPolicy:
      return absl::StrCat("the choice for ", override.policy().policy());
    default:
      return "equipment";
  }
}

// Tells which overrides another one leaves without effect.
void RefuseOverruled(const Knowledge& knowledge,
                     const storage::v1::PatientFacts& facts,
                     v1::Routine* routine) {
  for (const Overruled& overruled :
       Overrides(facts, absl::CivilDay()).AllOverruled()) {
    const v1::Override& override = overruled.fact->override();
    v1::Dropped* refused = routine->add_refused();
    if (override.has_pin_exercise()) {
      refused->set_exercise(override.pin_exercise());
    } else if (override.has_replace_exercise()) {
      refused->set_exercise(override.replace_exercise().replacement());
    }
    refused->set_rule(kOverrideRule);
    refused->set_reason(
        override.has_level_cap()
            ? absl::StrCat("Of level caps the lowest counts: level ",
                           overruled.by->override().level_cap(), ".")
            : absl::StrCat("A later override about ",
                           AboutOf(knowledge, override), " counts instead."));
    refused->set_override(OverrideId(*overruled.fact));
  }
}

// The routine with overrides that hold on every day.
v1::Routine PlanBlock(const Knowledge& knowledge,
                      const storage::v1::PatientFacts& facts,
                      const v1::Interpretation& interpretation,
                      absl::CivilDay start, const RunningBlock& running) {
  v1::Routine routine;
  routine.set_pack_version(std::string(knowledge.version()));
  routine.set_pack_hash(std::string(knowledge.hash()));
  routine.set_engine_version(kEngineVersion);
  routine.set_gate(interpretation.gate());
  *routine.mutable_notices() = interpretation.notices();
  *routine.mutable_decisions() = interpretation.decisions();
  *routine.mutable_start_date() = ToDate(start);
  for (const v1::Finding& finding : interpretation.findings()) {
    if (IsWorthTelling(finding, interpretation)) {
      *routine.add_findings() = finding;
    }
  }
  *routine.mutable_advice() = interpretation.limits().advice();
  if (interpretation.gate() != v1::GATE_OK) {
    if (WalkingIsFine(knowledge, interpretation)) {
      routine.add_advice(kWalkingSentence);
    }
    RefuseOverruled(knowledge, facts, &routine);
    return routine;
  }
  BlockPlanner(knowledge, facts, interpretation, start, running).Plan(&routine);
  TellReplacements(
      knowledge, facts,
      [&](const storage::v1::PatientFacts& other) {
        v1::Routine planned;
        BlockPlanner(knowledge, other, interpretation, start, running)
            .Plan(&planned);
        return planned;
      },
      [&](int number) {
        return running.adaptation.WasDone(running.first_session + number - 1);
      },
      &routine);
  RefuseVerdicts(knowledge, facts, interpretation, &routine);
  RefuseOverruled(knowledge, facts, &routine);
  return routine;
}

}  // namespace

v1::Routine PlanRoutine(const Knowledge& knowledge,
                        const storage::v1::PatientFacts& facts,
                        const v1::Interpretation& interpretation,
                        absl::CivilDay start,
                        std::optional<absl::CivilDay> today,
                        const RunningBlock& running,
                        const DaysDone& days_done) {
  const auto was_done = [&](int number) {
    return running.adaptation.WasDone(running.first_session + number - 1);
  };
  return PlanPhases(knowledge, facts, interpretation, today.value_or(start),
                    was_done, days_done,
                    [&](const storage::v1::PatientFacts& held,
                        const v1::Interpretation& meaning) {
                      return PlanBlock(knowledge, held, meaning, start,
                                       running);
                    });
}

}  // namespace tonus::engine
