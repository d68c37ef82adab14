// SPDX-License-Identifier: Apache-2.0
// What a retest found of a test, of a target and of the person, compared with
// the beginning of the block.

#ifndef TONUS_SERVICES_ENGINE_RETEST_READING_H_
#define TONUS_SERVICES_ENGINE_RETEST_READING_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "services/engine/case.h"
#include "services/engine/lookup.h"
#include "services/engine/progress_values.h"
#include "services/engine/retests.h"
#include "tonus/knowledge/v1/retest_rule.pb.h"

namespace tonus::engine {

// The first and the last value of a test at a retest, beside that at the start.
struct Retested {
  const knowledge::v1::Test* test = nullptr;
  knowledge::v1::Side side = knowledge::v1::SIDE_MIDLINE;
  knowledge::v1::RetestChange change = knowledge::v1::RETEST_CHANGE_UNSPECIFIED;
  knowledge::v1::Band band = knowledge::v1::BAND_UNSPECIFIED;
  absl::CivilDay day;  // Of the last value.
  // Days from the first value of the block since which it is worse to the last.
  int days_worse = 0;
};

// Returns the worst band of `tests`; not given when there are none.
knowledge::v1::Band WorstBand(absl::Span<const Retested> tests);

// Reads the retests of one person, who must outlive it. Days are those of UTC,
// as everywhere in a reading.
class RetestReading {
 public:
  RetestReading(const Case& of, std::vector<OpenRetest> retests);

  const std::vector<OpenRetest>& retests() const { return retests_; }

  // The tests that can be compared at `retest`, in pack order.
  const std::vector<Retested>& Tests(const OpenRetest& retest) const;

  // Those of them that spoke for the status of `target` on `axis` when the
  // block began.
  std::vector<Retested> TestsOf(const OpenRetest& retest,
                                const TargetSide& target,
                                knowledge::v1::Axis axis);

  // Whether another value than that of `retest`, which was taken on `day`, says
  // that `target` is in order on `axis`, and whether that was lost since; see
  // knowledge.v1.Confirmation.
  struct Confirmed {
    bool is = false;
    bool lost = false;
    absl::CivilDay day = absl::CivilDay::min();  // Of the last such value.
    // Those values that the person took alone, each log once, in order.
    std::vector<PastValue> alone;
  };
  Confirmed ConfirmationOf(const OpenRetest& retest, absl::CivilDay day,
                           const TargetSide& target, knowledge::v1::Axis axis,
                           int days_apart) const;

  // Whether every muscle that `target` inhibits and that was weak on its side
  // when the block began has one of `bands` as its worst one at `retest`.
  bool ArePartners(const OpenRetest& retest, const TargetSide& target,
                   absl::Span<const int> bands);

  // The status of `target` when the block began, and at the end of the retest
  // or today.
  knowledge::v1::Status StatusAtBegin(const OpenRetest& retest,
                                      const TargetSide& target);
  knowledge::v1::Status StatusAt(const OpenRetest& retest,
                                 const TargetSide& target);

  // Whether that is unknown since all of its tests are borderline or normal.
  bool IsBorderline(const OpenRetest& retest, const TargetSide& target);

 private:
  bool SpeaksOf(const knowledge::v1::Test& test, knowledge::v1::Side side,
                const TargetSide& target, knowledge::v1::Axis axis) const;
  const v1::Interpretation& ReadOn(absl::CivilDay day);
  const v1::Finding* FindingOn(absl::CivilDay day, const TargetSide& target);
  const v1::Finding* FindingAt(const OpenRetest& retest,
                               const TargetSide& target);

  const Case& of_;
  const std::vector<OpenRetest> retests_;
  PastValues values_;
  // By the block of the retest and the session after which it is.
  std::map<std::pair<int, int>, std::vector<Retested>> tests_;
  std::map<absl::CivilDay, v1::Interpretation> read_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RETEST_READING_H_
