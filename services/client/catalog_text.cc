// SPDX-License-Identifier: Apache-2.0
#include "services/client/catalog_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/words.h"
#include "services/measured_value.h"

namespace tonus::client {
namespace {

namespace kb = ::tonus::knowledge::v1;

// "2", "2-3".
std::string RangeText(const kb::Range& range) {
  if (range.low() == range.high()) return absl::StrCat(range.low());
  return absl::StrCat(range.low(), "-", range.high());
}

std::string DoseRangeText(const kb::Exercise& exercise) {
  std::string text = absl::StrCat(RangeText(exercise.sets()), " x");
  if (exercise.has_repetitions()) {
    absl::StrAppend(&text, " ", RangeText(exercise.repetitions()));
  }
  if (exercise.has_hold_seconds()) {
    absl::StrAppend(&text, " ", RangeText(exercise.hold_seconds()), " s");
  }
  if (exercise.has_breaths()) {
    absl::StrAppend(&text, " ", RangeText(exercise.breaths()), " breaths");
  }
  if (exercise.has_total_seconds()) {
    text = absl::StrCat(RangeText(exercise.total_seconds()), " s in all");
  }
  if (exercise.per_side()) absl::StrAppend(&text, " each side");
  return text;
}

}  // namespace

std::string MusclesText(const v1::ListMusclesResponse& response) {
  std::string text;
  for (const kb::Muscle& muscle : response.muscles()) {
    absl::StrAppend(
        &text, muscle.id(), ": ", muscle.display_name(), ", ",
        EnumWord(kb::Region_Name(muscle.region()), "REGION_"), ", ",
        EnumWord(kb::Laterality_Name(muscle.laterality()), "LATERALITY_"),
        "\n");
  }
  return text;
}

std::string TestsText(const v1::ListTestsResponse& response) {
  std::string text;
  for (const kb::Test& test : response.tests()) {
    const bool sides = test.laterality() == kb::LATERALITY_BILATERAL;
    absl::StrAppend(&text, test.id(), sides ? ":L|R" : ":M", ": ",
                    test.display_name(), ", ", NumberWord(test.min()), " to ",
                    NumberWord(test.max()), " ", test.unit(), "\n");
    if (!test.procedure().empty()) {
      absl::StrAppend(&text, "    ", test.procedure(), "\n");
    }
  }
  return text;
}

std::string ExercisesText(const v1::ListExercisesResponse& response) {
  std::string text;
  for (const kb::Exercise& exercise : response.exercises()) {
    absl::StrAppend(&text, exercise.id(), ": ", exercise.display_name(), ", ",
                    TechniqueWord(exercise.technique()), ", level ",
                    exercise.level(), ", ", DoseRangeText(exercise), "\n");
    if (!exercise.instruction().empty()) {
      absl::StrAppend(&text, "    ", exercise.instruction(), "\n");
    }
  }
  return text;
}

std::string RulesText(const v1::ListRulesResponse& response) {
  std::string text;
  for (const v1::ListedRule& listed : response.rules()) {
    if (listed.has_cited_rule()) {
      const kb::CitedRule& rule = listed.cited_rule();
      absl::StrAppend(&text, rule.id(), ": ", rule.text(), "\n");
      if (!rule.source().empty()) {
        absl::StrAppend(&text, "    source: ", rule.source(), "\n");
      }
      continue;
    }
    const kb::Rule& rule = listed.rule();
    absl::StrAppend(
        &text, rule.id(), ": ", rule.text(), "\n    when ",
        listed.condition_text(), "\n    ",
        EnumWord(kb::EvidenceGrade_Name(rule.evidence()), "EVIDENCE_GRADE_"),
        rule.source().empty() ? "" : ": ", rule.source(), "\n");
  }
  return text;
}

std::string MeasuresText(const v1::ListMeasuresResponse& response) {
  std::string text;
  for (const kb::Measure& measure : response.measures()) {
    absl::StrAppend(&text, measure.id(), ": ", measure.display_name(), ", ",
                    measure.item_count(),
                    measure.item_count() == 1 ? " item" : " items");
    if (measure.has_mcid()) {
      absl::StrAppend(&text, ", matters from ", NumberWord(measure.mcid()),
                      " points");
    }
    absl::StrAppend(&text, "\n    ", measure.scoring().text(),
                    "\n    licence: ", measure.licence_note(), "\n");
  }
  return text;
}

std::string PackText(const v1::GetPackResponse& pack) {
  std::string text =
      absl::StrCat("Pack ", pack.version(), "\n  hash ", pack.hash(), "\n");
  if (pack.has_activation()) {
    absl::StrAppend(&text, "  active since ",
                    TimeWord(pack.activation().create_time()), " by ",
                    pack.activation().actor(), "\n");
  }
  if (!pack.server_hash().empty() && pack.server_hash() != pack.hash()) {
    absl::StrAppend(&text, "  the server's own is ", pack.server_version(),
                    "\n  hash ", pack.server_hash(), "\n");
  }
  for (const v1::PackActivation& earlier : pack.earlier_activations()) {
    absl::StrAppend(&text, "  before: ", earlier.version(), " from ",
                    TimeWord(earlier.create_time()), "\n  hash ",
                    earlier.hash(), "\n");
  }
  for (const kb::Article& article : pack.articles()) {
    absl::StrAppend(&text, "  ", article.id(), ": ", article.title(), "\n");
  }
  absl::StrAppend(&text, "Equipment: ",
                  absl::StrJoin(pack.equipment(), ", ",
                                [](std::string* out, const auto& equipment) {
                                  out->append(equipment.id());
                                }),
                  "\n");
  return text;
}

std::string RedFlagsText(const v1::GetPackResponse& pack) {
  std::string text;
  for (const kb::RedFlag& flag : pack.red_flags()) {
    if (!flag.asked()) continue;
    absl::StrAppend(
        &text, flag.id(), " (",
        EnumWord(kb::SafetyAction_Name(flag.action()), "SAFETY_ACTION_"),
        "): ", flag.finding(), "\n");
  }
  if (!pack.recheck_questions().empty()) {
    absl::StrAppend(&text, "\nAsked before every session\n");
  }
  for (const kb::RecheckQuestion& question : pack.recheck_questions()) {
    absl::StrAppend(&text, "  ", question.group(), ". ", question.text(), "\n");
  }
  return text;
}

std::string ConditionsText(const v1::GetPackResponse& pack) {
  std::string text;
  for (const kb::HealthCondition& condition : pack.conditions()) {
    absl::StrAppend(
        &text, condition.id(), " (",
        EnumWord(kb::ConditionGate_Name(condition.gate()), "CONDITION_GATE_"),
        "): ", condition.display_name(), "\n");
  }
  return text;
}

}  // namespace tonus::client
