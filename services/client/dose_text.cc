// SPDX-License-Identifier: Apache-2.0
#include "services/client/dose_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/client/tempo_text.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

namespace kb = ::tonus::knowledge::v1;

// "30 s", or "30 to 45 s" where there is a choice.
std::string HoldText(const v1::Dose& dose) {
  if (dose.max_hold_seconds() == 0) return SecondsWord(dose.hold_seconds());
  return absl::StrCat(RangeWord(dose.hold_seconds(), dose.max_hold_seconds()),
                      " s");
}

// "8", "8 to 10 times 5 s", "30 s", "5 slow breaths", "30 s, 8 to 15 passes" of
// self-massage. Empty when only the total time counts.
std::string SetText(const v1::Dose& dose, bool massage) {
  std::vector<std::string> parts;
  std::string each;
  if (dose.hold_seconds() > 0) each = HoldText(dose);
  if (dose.breaths() > 0) {
    const bool one = dose.breaths() == 1 && dose.max_breaths() == 0;
    absl::StrAppend(&each, each.empty() ? "" : " and ",
                    RangeWord(dose.breaths(), dose.max_breaths()),
                    one ? " slow breath" : " slow breaths");
  }
  std::string count;
  if (!dose.repetitions_by_set().empty()) {
    count = absl::StrJoin(dose.repetitions_by_set(), ", ");
  } else if (dose.repetitions() > 0) {
    count = RangeWord(dose.repetitions(), dose.max_repetitions());
  }
  if (count.empty() || (count == "1" && !each.empty())) return each;
  if (each.empty()) return count;
  if (massage) return absl::StrCat(each, ", ", count, " passes");
  return absl::StrCat(count, " times ", each);
}

// "2 sets", or "2 to 3 sets" where there is a choice.
std::string SetsText(const v1::Dose& dose) {
  if (dose.max_sets() == 0) return CountWord(dose.sets(), "set");
  return absl::StrCat(RangeWord(dose.sets(), dose.max_sets()), " sets");
}

// Everything but the side.
std::string SidelessText(const v1::Dose& dose, bool massage) {
  const std::string set = SetText(dose, massage);
  std::string text;
  if (dose.total_seconds() > 0) {
    text = absl::StrCat(dose.max_total_seconds() == 0
                            ? SecondsWord(dose.total_seconds())
                            : absl::StrCat(RangeWord(dose.total_seconds(),
                                                     dose.max_total_seconds()),
                                           " s"),
                        " in all");
    const int most = std::max(dose.sets(), dose.max_sets());
    if (most > 1) {
      absl::StrAppend(&text, ", in up to ", CountWord(most, "set"));
    }
    if (!set.empty()) absl::StrAppend(&text, ", ", set, " at a time");
  } else {
    text = SetsText(dose);
    if (!set.empty()) absl::StrAppend(&text, " of ", set);
  }
  return text;
}

// One set has no rest unless that is within it.
std::string RestText(const v1::Dose& dose, bool rests_within) {
  const bool once = std::max(dose.sets(), dose.max_sets()) <= 1;
  if (dose.rest_seconds() == 0 || (once && !rests_within)) return "";
  return absl::StrCat(", ", SecondsWord(dose.rest_seconds()), " rest");
}

bool SameButForSide(v1::Dose a, v1::Dose b) {
  a.clear_side();
  b.clear_side();
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}

bool HasSides(const v1::Dose& dose) {
  return dose.side() == kb::SIDE_LEFT || dose.side() == kb::SIDE_RIGHT;
}

}  // namespace

std::string DoseText(const v1::SessionItem& item) {
  if (item.doses().empty()) return "";
  const v1::Dose& first = item.doses(0);
  // Its passes share the time, and only it has a pressure.
  const bool massage = item.tempo().max_pressure() > 0;
  // After each contraction.
  const bool rests_within = item.tempo().has_contraction_seconds();
  if (item.doses_size() == 1) {
    return absl::StrCat(
        SidelessText(first, massage),
        HasSides(first) ? absl::StrCat(", ", SideWord(first.side()), " only")
                        : "",
        RestText(first, rests_within));
  }
  if (item.doses_size() == 2 && SameButForSide(first, item.doses(1))) {
    return absl::StrCat(SidelessText(first, massage), ", each side, ",
                        SideWord(first.side()), " first",
                        RestText(first, rests_within));
  }
  return absl::StrJoin(item.doses(), "; ",
                       [&](std::string* out, const v1::Dose& dose) {
                         absl::StrAppend(out, SideWord(dose.side()), ": ",
                                         SidelessText(dose, massage),
                                         RestText(dose, rests_within));
                       });
}

}  // namespace tonus::client
