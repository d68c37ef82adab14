// SPDX-License-Identifier: Apache-2.0
#include "services/client/diff_text.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client/dose_text.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

std::string GateWord(v1::Gate gate) {
  return gate == v1::GATE_UNSPECIFIED ? "none"
                                      : EnumWord(v1::Gate_Name(gate), "GATE_");
}

std::string FindingWord(knowledge::v1::Status status) {
  return status == knowledge::v1::STATUS_UNSPECIFIED ? "not told"
                                                     : StatusWord(status);
}

std::string FindingLine(const v1::FindingChange& change, const Names& names) {
  const std::string name = names.MuscleOnSide(change.muscle(), change.side());
  if (change.before() == change.after()) {
    return absl::StrCat(name, ": still ", FindingWord(change.after()),
                        ", with other remarks\n");
  }
  return absl::StrCat(name, ": ", FindingWord(change.before()), " -> ",
                      FindingWord(change.after()), "\n");
}

// Whether a verdict says more than one that is missing.
bool IsTold(knowledge::v1::Status status) {
  return status != knowledge::v1::STATUS_UNSPECIFIED &&
         status != knowledge::v1::STATUS_UNKNOWN;
}

std::string RankWord(int rank, bool kept) {
  if (rank == 0) return "not done";
  return absl::StrCat("rank ", rank, kept ? "" : ", waiting");
}

std::string DosesText(
    const google::protobuf::RepeatedPtrField<v1::Dose>& doses) {
  v1::SessionItem item;
  *item.mutable_doses() = doses;
  return DoseText(item);
}

std::string DoseLine(const std::string& name, const std::string& before,
                     const std::string& after) {
  return before == after
             ? absl::StrCat("  ~ ", name, ": ", after,
                            ", done with more or with less caution\n")
             : absl::StrCat("  ~ ", name, ": ", before, " -> ", after, "\n");
}

// ", at bedtime"; nothing for what is done in the session.
std::string AtHome(const v1::ItemChange& change) {
  const bool at_home = change.slot() == knowledge::v1::SLOT_BEDTIME ||
                       change.slot() == knowledge::v1::SLOT_MICRO;
  return at_home ? absl::StrCat(", ", SlotWord(change.slot())) : "";
}

std::string ItemLine(const v1::ItemChange& change, const Names& names) {
  const std::string name =
      absl::StrCat(names.Exercise(change.exercise()), AtHome(change));
  switch (change.kind()) {
    case v1::ITEM_CHANGE_KIND_ADDED:
      return absl::StrCat("  + ", name, ": ", DosesText(change.after()), ". ",
                          change.reason(), " [", change.rule(), "]\n");
    case v1::ITEM_CHANGE_KIND_REMOVED:
      return absl::StrCat("  - ", name, "\n");
    case v1::ITEM_CHANGE_KIND_DOSE:
      return DoseLine(name, DosesText(change.before()),
                      DosesText(change.after()));
    default:
      return absl::StrCat("  > ", name, ", at another place\n");
  }
}

// What a session changes, without its number.
std::string SessionText(const v1::SessionChange& change, const Names& names) {
  std::string text;
  for (const v1::ItemChange& item : change.items()) {
    text += ItemLine(item, names);
  }
  return text.empty() ? "  another day or time\n" : text;
}

// Successive sessions that change alike are told once.
std::string SessionsText(const v1::RoutineDiff& diff, const Names& names) {
  std::string text;
  for (int i = 0; i < diff.sessions_size();) {
    const std::string changes = SessionText(diff.sessions(i), names);
    int last = i;
    while (last + 1 < diff.sessions_size() &&
           diff.sessions(last + 1).number() ==
               diff.sessions(last).number() + 1 &&
           SessionText(diff.sessions(last + 1), names) == changes) {
      ++last;
    }
    const int first_number = diff.sessions(i).number();
    const int last_number = diff.sessions(last).number();
    absl::StrAppend(
        &text,
        first_number == last_number
            ? absl::StrCat("Session ", first_number)
            : absl::StrCat("Sessions ", first_number, " to ", last_number),
        ":\n", changes);
    i = last + 1;
  }
  return text;
}

}  // namespace

std::string DiffText(const v1::RoutineDiff& diff, const Names& names) {
  if (diff.same()) return "Nothing changes.\n";
  std::string text;
  if (diff.gate_before() != diff.gate_after()) {
    absl::StrAppend(&text, "Gate: ", GateWord(diff.gate_before()), " -> ",
                    GateWord(diff.gate_after()), "\n");
  }
  for (const v1::FindingChange& change : diff.findings()) {
    if (IsTold(change.before()) || IsTold(change.after())) {
      text += FindingLine(change, names);
    }
  }
  for (const v1::DecisionChange& change : diff.decisions()) {
    // Nothing was done about it and nothing is.
    if (change.rank_before() == 0 && change.rank_after() == 0) continue;
    absl::StrAppend(&text, change.decision(), ": ",
                    RankWord(change.rank_before(), change.kept_before()),
                    " -> ", RankWord(change.rank_after(), change.kept_after()),
                    "\n");
  }
  text += SessionsText(diff, names);
  return text.empty() ? "Only what is told beside the sessions changes.\n"
                      : text;
}

std::string RefusedText(
    const google::protobuf::RepeatedPtrField<v1::Dropped>& refused,
    const Names& names) {
  std::string text;
  for (const v1::Dropped& dropped : refused) {
    absl::StrAppend(
        &text, "Refused: ",
        dropped.exercise().empty()
            ? ""
            : absl::StrCat(names.Exercise(dropped.exercise()), ". "),
        dropped.reason(), " [", dropped.rule(), "]\n");
  }
  return text;
}

std::string RevisionLine(const v1::RoutineRevision& revision) {
  return absl::StrCat(revision.revision(), "  ",
                      TimeWord(revision.create_time()), "  ",
                      EnumWord(revision.cause(), ""), " by a ",
                      EnumWord(v1::Role_Name(revision.role()), "ROLE_"),
                      ", pack ", revision.pack_version(), "\n");
}

}  // namespace tonus::client
