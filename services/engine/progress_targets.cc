// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress_targets.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/case.h"
#include "services/engine/facts.h"
#include "services/engine/lookup.h"
#include "services/engine/lost_again.h"
#include "services/engine/measured_by.h"
#include "services/engine/progress_tests.h"
#include "services/engine/progress_values.h"
#include "services/engine/progress_wording.h"
#include "services/engine/reading.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

constexpr int kMostDays = 12;

// What was found on a day.
struct PastFindings {
  absl::CivilDay day;
  v1::Interpretation interpretation;
};

// The first and the latest of the days with results.
std::vector<absl::CivilDay> DaysToRead(const ProgressCase& of) {
  std::vector<absl::CivilDay> days = MeasureDays(of);
  const int over = static_cast<int>(days.size()) - kMostDays;
  if (over > 0) days.erase(days.begin() + 1, days.begin() + 1 + over);
  return days;
}

std::vector<PastFindings> ReadPast(const ProgressCase& of) {
  std::vector<PastFindings> past;
  for (const absl::CivilDay day : DaysToRead(of)) {
    const auto known = absl::c_count_if(
        of.facts.assessments(), [&](const storage::v1::AssessmentFact& fact) {
          return UtcDay(fact.effective_time()) <= day;
        });
    const storage::v1::PatientFacts facts =
        MeasuredBy(of.facts, static_cast<int>(known), day);
    Case then(of.knowledge, facts, day);
    ReadToday(&then);
    past.push_back({day, std::move(then.result)});
  }
  return past;
}

bool IsKnown(kv1::Status status) {
  return status != kv1::STATUS_UNSPECIFIED && status != kv1::STATUS_UNKNOWN;
}

bool IsTrouble(kv1::Status status) {
  return IsKnown(status) && status != kv1::STATUS_NORMAL;
}

v1::TargetChange ReadChange(kv1::Status then, kv1::Status now) {
  if (!IsTrouble(then)) return v1::TARGET_CHANGE_NEW;
  if (!IsKnown(now)) return v1::TARGET_CHANGE_UNKNOWN;
  if (now == kv1::STATUS_NORMAL) return v1::TARGET_CHANGE_GRADUATED;
  return now == then ? v1::TARGET_CHANGE_REMAINS : v1::TARGET_CHANGE_CHANGED;
}

// Whether the newest value of a test that shows the target, which the person
// takes alone between retests, is abnormal.
bool IsAbnormalAlone(const v1::Progress& progress,
                     const v1::TargetProgress& told) {
  const auto is_abnormal = [&](const v1::TestName& shown) {
    for (const v1::TestProgress& test : progress.tests()) {
      if (test.test() != shown.test()) continue;
      for (const v1::SideProgress& side : test.sides()) {
        if (side.side() != shown.side() || side.points().empty()) continue;
        const v1::TestPoint& newest = *side.points().rbegin();
        return newest.session_number() > 0 &&
               newest.band() == kv1::BAND_ABNORMAL;
      }
    }
    return false;
  };
  return absl::c_any_of(told.shown_by(), is_abnormal);
}

// Whether what is tested normal was worse when it was taken last.
bool IsWorseSince(const ProgressCase& of, const v1::Progress& progress,
                  const v1::TargetProgress& told) {
  return told.status_now() == kv1::STATUS_NORMAL &&
         (IsAbnormalAlone(progress, told) ||
          IsLostAgain(of.knowledge, of.interpretation.limits(),
                      told.target().muscle(), told.target().side()));
}

// Whether a test that shows the target, or any where none does, was taken since
// its trouble was found.
bool IsTestedSince(const v1::Progress& progress,
                   const v1::TargetProgress& told) {
  const auto is_newer = [&](const v1::TestPoint& point) {
    return ToCivilDay(point.date()) > ToCivilDay(told.date_then());
  };
  for (const v1::TestProgress& test : progress.tests()) {
    for (const v1::SideProgress& side : test.sides()) {
      const bool shows =
          told.shown_by().empty() ||
          absl::c_any_of(told.shown_by(), [&](const v1::TestName& shown) {
            return shown.test() == test.test() && shown.side() == side.side();
          });
      if (shows && absl::c_any_of(side.points(), is_newer)) return true;
    }
  }
  return false;
}

// Whether a decision keeps what is found as it is.
bool IsMaintained(const v1::Interpretation& read, const v1::Finding& finding) {
  return absl::c_any_of(read.decisions(), [&](const v1::Decision& decision) {
    return decision.muscle() == finding.muscle() &&
           decision.side() == finding.side() &&
           decision.sessions_per_week() > 0;
  });
}

// Tests that speak for what is found, each side once.
void AddTests(const ProgressCase& of, const v1::Finding& now,
              v1::TargetProgress* told) {
  std::vector<std::pair<int, kv1::Side>> shown;
  for (const v1::Evidence& evidence : now.evidence()) {
    const kv1::Test* test = of.knowledge.FindTest(evidence.test());
    const bool is_normal = evidence.band() == kv1::BAND_NORMAL;
    if (test == nullptr || !evidence.excluded_by().empty() ||
        is_normal != (now.status() == kv1::STATUS_NORMAL)) {
      continue;
    }
    shown.emplace_back(of.knowledge.lookup().PositionOf(*test),
                       evidence.side());
  }
  absl::c_sort(shown);
  shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  for (const auto& [position, side] : shown) {
    const kv1::Test& test = of.knowledge.pack().tests(position);
    v1::TestName* name = told->add_shown_by();
    name->set_test(test.id());
    name->set_display_name(test.display_name());
    name->set_side(side);
  }
}

struct First {
  kv1::Status status = kv1::STATUS_UNSPECIFIED;
  absl::CivilDay day;
  // Whether the trouble came after a NORMAL.
  bool was_normal = false;
};

// The first trouble of `past` and today, or else the first NORMAL before a
// trouble of today: what progress is told from. Status UNSPECIFIED when there
// is nothing to tell.
First FirstOf(const std::vector<PastFindings>& past, const TargetSide& target,
              kv1::Status now) {
  First normal;
  for (const PastFindings& one : past) {
    const v1::Finding* finding =
        FindFinding(one.interpretation, target.muscle->id(), target.side);
    if (finding == nullptr || !IsKnown(finding->status())) continue;
    const bool was_normal_first = normal.status == kv1::STATUS_NORMAL;
    if (!IsTrouble(finding->status())) {
      if (!was_normal_first) normal = {finding->status(), one.day};
      continue;
    }
    // What was normal at first and has trouble now is new, also when the
    // trouble has lasted for a while.
    if (was_normal_first && IsTrouble(now)) return normal;
    return {finding->status(), one.day, was_normal_first};
  }
  if (IsTrouble(now)) return normal;
  return {};
}

}  // namespace

void TellTargets(const ProgressCase& of, v1::Progress* progress) {
  const std::vector<PastFindings> past = ReadPast(of);
  for (const TargetSide& target : of.knowledge.lookup().targets()) {
    const v1::Finding* now =
        FindFinding(of.interpretation, target.muscle->id(), target.side);
    if (now == nullptr) continue;
    const auto [status, day, was_normal] = FirstOf(past, target, now->status());
    if (!IsKnown(status)) continue;
    v1::TargetProgress* told = progress->add_targets();
    *told->mutable_target() = NameOf(*target.muscle, target.side);
    told->set_status_then(status);
    *told->mutable_date_then() = ToDate(day);
    told->set_status_now(now->status());
    told->set_change(ReadChange(status, now->status()));
    if (IsKnown(now->status())) AddTests(of, *now, told);
    const bool is_worse = IsWorseSince(of, *progress, *told);
    if (is_worse) told->set_change(v1::TARGET_CHANGE_UNKNOWN);
    told->set_maintained(!is_worse && IsMaintained(of.interpretation, *now));
    told->set_text(TargetText(
        *told,
        is_worse ? NowReading::kWorseSince
        : absl::c_linear_search(now->qualifiers(), kv1::QUALIFIER_BORDERLINE)
            ? NowReading::kBorderline
        : IsTestedSince(*progress, *told) ? NowReading::kPlain
                                          : NowReading::kNotSince,
        was_normal));
  }
}

}  // namespace tonus::engine
