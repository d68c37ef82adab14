// SPDX-License-Identifier: Apache-2.0
#include "services/client/pack_life_text.h"

#include <cstdint>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/client/diff_text.h"
#include "services/client/pack_text.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

constexpr absl::string_view kPrefix = "PACK_ACTIVATION_REASON_";
// Enough of a hash to tell packs apart.
constexpr size_t kShortHash = 12;
constexpr size_t kMaxNamed = 3;
constexpr char kShadowRow[] = "%-36s  %-10s  %s\n";

std::string PackWord(const std::string& version, const std::string& hash) {
  return absl::StrCat(version.empty() ? "unknown version" : version, " (",
                      hash.substr(0, kShortHash), ")");
}

std::string ReasonWord(v1::PackActivationReason reason) {
  return EnumWord(v1::PackActivationReason_Name(reason), std::string(kPrefix));
}

// "1,234 patients" would be read as two numbers elsewhere.
std::string Counted(int64_t count, absl::string_view singular) {
  return CountWord(static_cast<int>(count), singular);
}

// What differs in the sessions of a diff, each exercise once.
struct Changes {
  std::set<std::string> added;
  std::set<std::string> removed;
  std::set<std::string> doses;
};

Changes ChangesIn(const v1::RoutineDiff& diff) {
  Changes changes;
  for (const v1::SessionChange& session : diff.sessions()) {
    for (const v1::ItemChange& item : session.items()) {
      if (item.kind() == v1::ITEM_CHANGE_KIND_ADDED) {
        changes.added.insert(item.exercise());
      } else if (item.kind() == v1::ITEM_CHANGE_KIND_REMOVED) {
        changes.removed.insert(item.exercise());
      } else if (item.kind() == v1::ITEM_CHANGE_KIND_DOSE) {
        changes.doses.insert(item.exercise());
      }
    }
  }
  return changes;
}

// The first exercises and how many more there are, behind `sign`.
void AddExercises(absl::string_view sign, const std::set<std::string>& ids,
                  const Names& names, std::vector<std::string>* parts) {
  if (ids.empty()) return;
  std::vector<std::string> words;
  for (const std::string& id : ids) {
    if (words.size() < kMaxNamed) words.push_back(names.Exercise(id));
  }
  std::string text = absl::StrCat(sign, " ", absl::StrJoin(words, ", "));
  if (ids.size() > kMaxNamed) {
    absl::StrAppend(&text, " and ", ids.size() - kMaxNamed, " more");
  }
  parts->push_back(std::move(text));
}

std::string GateChange(const v1::RoutineDiff& diff) {
  return absl::StrCat(
      "gate ", EnumWord(v1::Gate_Name(diff.gate_before()), "GATE_"), " -> ",
      EnumWord(v1::Gate_Name(diff.gate_after()), "GATE_"));
}

// What changes most, in one line.
std::string Gist(const v1::RoutineDiff& diff, const Names& names) {
  if (diff.same()) return "unchanged";
  std::vector<std::string> parts;
  if (diff.gate_before() != diff.gate_after()) {
    parts.push_back(GateChange(diff));
  }
  if (!diff.findings().empty()) {
    parts.push_back(Counted(diff.findings_size(), "finding"));
  }
  const Changes changes = ChangesIn(diff);
  AddExercises("+", changes.added, names, &parts);
  AddExercises("-", changes.removed, names, &parts);
  if (!changes.doses.empty()) {
    parts.push_back(absl::StrCat(
        "~ ", Counted(static_cast<int64_t>(changes.doses.size()), "dose")));
  }
  if (parts.empty()) parts.emplace_back("order or explanation alone");
  return absl::StrJoin(parts, "; ");
}

}  // namespace

absl::StatusOr<v1::PackActivationReason> ParseActivationReason(
    absl::string_view word) {
  const std::string name = absl::StrCat(
      kPrefix, absl::StrReplaceAll(absl::AsciiStrToUpper(word), {{"-", "_"}}));
  v1::PackActivationReason reason = v1::PACK_ACTIVATION_REASON_UNSPECIFIED;
  if (!v1::PackActivationReason_Parse(name, &reason) ||
      reason == v1::PACK_ACTIVATION_REASON_UNSPECIFIED) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", word, "\" is no reason; one of ", ActivationReasons()));
  }
  return reason;
}

std::string ActivationReasons() {
  std::vector<std::string> words;
  const auto* type = v1::PackActivationReason_descriptor();
  for (int i = 1; i < type->value_count(); ++i) {
    words.push_back(absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(
                                            type->value(i)->name(), kPrefix)),
                                        {{"_", "-"}}));
  }
  return absl::StrJoin(words, ", ");
}

std::string ActivationText(const v1::ActivatePackResponse& response,
                           bool dry_run) {
  std::string text;
  if (response.has_check()) text = ValidationText(response.check());
  if (!response.has_activation()) return text;
  const v1::PackActivation& activation = response.activation();
  const std::string pack = PackWord(activation.version(), activation.hash());
  if (response.already_active()) {
    return absl::StrCat(text, "Pack ", pack, " is active since ",
                        TimeWord(activation.create_time()),
                        "; nothing to do.\n");
  }
  if (dry_run) {
    return absl::StrCat(text, "Pack ", pack,
                        " could be activated; nothing was stored.\n");
  }
  return absl::StrCat(text, "Pack ", pack,
                      " is active now: ", ReasonWord(activation.reason()),
                      ". First routines are made with it; a routine that is "
                      "there keeps its pack until it is migrated.\n");
}

std::string ShadowHeading() {
  return absl::StrFormat(kShadowRow, "Patient", "Pack", "What would change");
}

std::string ShadowLine(const v1::ShadowedRoutine& routine, const Names& names) {
  return absl::StrFormat(
      kShadowRow, routine.patient(), routine.pack_version(),
      routine.has_status()
          ? absl::StrCat("can not be planned: ", routine.status().message())
          : Gist(routine.diff(), names));
}

std::string ShadowSummaryText(const v1::ShadowSummary& summary,
                              const Names& names) {
  std::string text = absl::StrCat(
      "\nWith pack ", PackWord(summary.pack_version(), summary.pack_hash()),
      ": ", Counted(summary.patients(), "patient"), ", ", summary.changed(),
      " changed, ", summary.unchanged(), " unchanged, ", summary.newly_gated(),
      " newly gated, ", summary.newly_opened(), " newly opened, ",
      summary.failed(), " failed\n");
  if (summary.exercises().empty()) return text;
  absl::StrAppend(&text, "\nPatients who gain and lose an exercise:\n");
  for (const v1::ExerciseShift& shift : summary.exercises()) {
    absl::StrAppend(&text, absl::StrFormat("  %+6d  %+6d  %s\n", shift.added(),
                                           -shift.removed(),
                                           names.Exercise(shift.exercise())));
  }
  return text;
}

std::string MigrationText(const std::string& patient,
                          const v1::MigrateRoutineResponse& response,
                          bool dry_run, bool whole, const Names& names) {
  if (!response.migrated()) {
    return absl::StrCat(
        patient, " uses pack ",
        PackWord(response.to_pack_version(), response.to_pack_hash()),
        " already.\n");
  }
  std::string text = absl::StrCat(
      patient, dry_run ? " would go from pack " : " went from pack ",
      PackWord(response.from_pack_version(), response.from_pack_hash()), " to ",
      PackWord(response.to_pack_version(), response.to_pack_hash()), ": ",
      Gist(response.diff(), names), "\n");
  if (whole) absl::StrAppend(&text, DiffText(response.diff(), names));
  return text;
}

}  // namespace tonus::client
