// SPDX-License-Identifier: Apache-2.0
#include "services/client/unknown_text.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/finding_text.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

namespace kb = ::tonus::knowledge::v1;

struct Undecided {
  std::string muscle;
  std::vector<std::string> sides;
  std::string why;
};

std::string UndecidedLine(const Undecided& entry) {
  std::string line = absl::StrCat("  ", entry.muscle);
  if (entry.sides[0] != "midline") {
    absl::StrAppend(&line, ", ", absl::StrJoin(entry.sides, " and "));
  }
  return absl::StrCat(line, entry.why.empty() ? "" : ": ", entry.why, "\n");
}

// Muscles with the sides of each, as a list.
class SidedList {
 public:
  void Add(const v1::Finding& finding) {
    const auto found = absl::c_find_if(entries_, [&](const auto& entry) {
      return entry.muscle == finding.muscle();
    });
    if (found != entries_.end()) {
      found->both = true;
    } else {
      entries_.push_back({finding.muscle(), finding.side(), false});
    }
  }

  std::string Text(const std::string& heading, const Names& names) const {
    if (entries_.empty()) return "";
    std::vector<std::string> items;
    items.reserve(entries_.size());
    for (const Entry& entry : entries_) {
      items.push_back(entry.both
                          ? names.Muscle(entry.muscle)
                          : names.MuscleOnSide(entry.muscle, entry.side));
    }
    return absl::StrCat("  ", heading, "\n", WrappedList(items, "    "));
  }

 private:
  struct Entry {
    std::string muscle;
    kb::Side side;
    bool both;
  };
  std::vector<Entry> entries_;
};

// What leaves a measured muscle open.
std::string WhyUndecided(const v1::Finding& finding) {
  std::string why = QualifiersText(finding);
  if (!why.empty()) return why;
  switch (finding.unknown_reason()) {
    case v1::UNKNOWN_REASON_AXIS_MISSING:
      return "length or strength in order, the other one open";
    case v1::UNKNOWN_REASON_SET_ASIDE:
      return "a rule set its results aside";
    default:
      return why;
  }
}

enum class NoEvidence { kUntested, kExpired, kUnread };

NoEvidence WhyNoEvidence(const v1::Interpretation& interpretation,
                         const v1::Finding& finding, const Names& names) {
  NoEvidence why = NoEvidence::kUntested;
  for (const auto& rejected : interpretation.rejected_results()) {
    if (!names.SpeaksAbout(rejected.test(), rejected.side(), finding.muscle(),
                           finding.side())) {
      continue;
    }
    if (rejected.reason() != "EXPIRED") return NoEvidence::kUnread;
    why = NoEvidence::kExpired;
  }
  return why;
}

}  // namespace

std::string UnknownText(const v1::Interpretation& interpretation,
                        const Names& names) {
  std::vector<Undecided> undecided;
  SidedList untested;
  SidedList expired;
  SidedList unread;
  for (const v1::Finding& finding : interpretation.findings()) {
    if (finding.status() != kb::STATUS_UNKNOWN) continue;
    if (finding.evidence().empty()) {
      switch (WhyNoEvidence(interpretation, finding, names)) {
        case NoEvidence::kUntested:
          untested.Add(finding);
          break;
        case NoEvidence::kExpired:
          expired.Add(finding);
          break;
        case NoEvidence::kUnread:
          unread.Add(finding);
          break;
      }
      continue;
    }
    const std::string muscle = names.Muscle(finding.muscle());
    const std::string why = WhyUndecided(finding);
    const std::string side = SideWord(finding.side());
    if (!undecided.empty() && undecided.back().muscle == muscle &&
        undecided.back().why == why) {
      undecided.back().sides.push_back(side);
    } else {
      undecided.push_back({muscle, {side}, why});
    }
  }
  std::string text;
  for (const Undecided& entry : undecided) {
    absl::StrAppend(&text, UndecidedLine(entry));
  }
  return absl::StrCat(
      text, expired.Text("Results too old to read, so left alone:", names),
      unread.Text("Results not read, see below, so left alone:", names),
      untested.Text("Not tested, so left alone:", names));
}

}  // namespace tonus::client
