// SPDX-License-Identifier: Apache-2.0
#include "services/engine/retest_reading.h"

#include <algorithm>
#include <cstdlib>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/measured_by.h"
#include "services/engine/progress_series.h"
#include "services/engine/reading.h"
#include "services/engine/test_change.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

absl::CivilDay DayOf(const PastValue& value) {
  return absl::ToCivilDay(value.time, absl::UTCTimeZone());
}

PastValues ReadValues(const Case& of) {
  const v1::Routine nothing;
  return ReadPastValues({of.knowledge, of.facts, nothing, nothing, of.result,
                         of.today, absl::UTCTimeZone()});
}

kv1::RetestChange ChangeOf(v1::TestChange change) {
  switch (change) {
    case v1::TEST_CHANGE_IMPROVED:
      return kv1::RETEST_CHANGE_IMPROVED;
    case v1::TEST_CHANGE_WORSENED:
      return kv1::RETEST_CHANGE_WORSENED;
    default:
      return kv1::RETEST_CHANGE_WITHIN_ERROR;
  }
}

// Compares the values of one test and side; nullopt when that can not be done.
std::optional<Retested> Compare(const kv1::Test& test, kv1::Side side,
                                const std::vector<PastValue>& values,
                                const OpenRetest& retest) {
  const PastValue* start = nullptr;
  const PastValue* last = nullptr;
  // Not an optional: g++ -O2 takes one for uninitialized here.
  constexpr absl::CivilDay kNever = absl::CivilDay::max();
  absl::CivilDay worse_since = kNever;
  for (const PastValue& value : values) {
    if (value.session > 0 || value.pain_limited) continue;
    if (DayOf(value) <= retest.begin) start = &value;
    if (start == nullptr || DayOf(value) >= retest.end) continue;
    if (retest.Covers(DayOf(value))) last = &value;
    // Also since an earlier retest: that may never have been repeated.
    if (ReadChange(test, *start, value) != v1::TEST_CHANGE_WORSENED) {
      worse_since = kNever;
    } else if (worse_since == kNever) {
      worse_since = DayOf(value);
    }
  }
  if (start == nullptr || last == nullptr ||
      !AreComparable(test, *start, *last)) {
    return std::nullopt;
  }
  Retested compared;
  compared.test = &test;
  compared.side = side;
  compared.change = ChangeOf(ReadChange(test, *start, *last));
  compared.band = last->band;
  compared.day = DayOf(*last);
  if (worse_since != kNever) {
    compared.days_worse = static_cast<int>(compared.day - worse_since);
  }
  return compared;
}

// Adds `value` where the person took it alone.
void AddAlone(const PastValue& value, std::vector<PastValue>* alone) {
  const bool is_there = absl::c_any_of(
      *alone, [&](const PastValue& other) { return other.log == value.log; });
  if (value.session > 0 && !is_there) alone->push_back(value);
}

}  // namespace

kv1::Band WorstBand(absl::Span<const Retested> tests) {
  kv1::Band worst = kv1::BAND_UNSPECIFIED;
  for (const Retested& test : tests) worst = std::max(worst, test.band);
  return worst;
}

RetestReading::RetestReading(const Case& of, std::vector<OpenRetest> retests)
    : of_(of), retests_(std::move(retests)) {
  if (retests_.empty()) return;
  values_ = ReadValues(of);
  for (const OpenRetest& retest : retests_) {
    std::vector<Retested>& tests = tests_[{retest.block, retest.after_session}];
    for (const auto& [key, values] : values_) {
      const auto compared = Compare(of.knowledge.pack().tests(key.first),
                                    key.second, values, retest);
      if (compared.has_value()) tests.push_back(*compared);
    }
  }
}

const std::vector<Retested>& RetestReading::Tests(
    const OpenRetest& retest) const {
  return tests_.at({retest.block, retest.after_session});
}

const v1::Interpretation& RetestReading::ReadOn(absl::CivilDay day) {
  const auto [read, is_new] = read_.try_emplace(day);
  if (!is_new) return read->second;
  const auto known = absl::c_count_if(
      of_.facts.assessments(), [&](const storage::v1::AssessmentFact& fact) {
        return UtcDay(fact.effective_time()) <= day;
      });
  const storage::v1::PatientFacts facts =
      MeasuredBy(of_.facts, static_cast<int>(known), day);
  Case then(of_.knowledge, facts, day);
  then.tells_fired_only = true;
  ReadToday(&then);
  read->second = std::move(then.result);
  return read->second;
}

const v1::Finding* RetestReading::FindingOn(absl::CivilDay day,
                                            const TargetSide& target) {
  return FindFinding(ReadOn(day), target.muscle->id(), target.side);
}

std::vector<Retested> RetestReading::TestsOf(const OpenRetest& retest,
                                             const TargetSide& target,
                                             kv1::Axis axis) {
  std::vector<Retested> tests;
  const v1::Finding* began = FindingOn(retest.begin, target);
  if (began == nullptr) return tests;
  for (const Retested& compared : Tests(retest)) {
    const auto spoke = [&](const v1::Evidence& evidence) {
      return evidence.axis() == axis && evidence.excluded_by().empty() &&
             evidence.test() == compared.test->id() &&
             evidence.side() == compared.side;
    };
    if (absl::c_any_of(began->evidence(), spoke)) tests.push_back(compared);
  }
  return tests;
}

bool RetestReading::SpeaksOf(const kv1::Test& test, kv1::Side side,
                             const TargetSide& target, kv1::Axis axis) const {
  return absl::c_any_of(of_.knowledge.pack().test_mappings(),
                        [&](const kv1::TestMapping& mapping) {
                          return mapping.test() == test.id() &&
                                 mapping.axis() == axis &&
                                 mapping.muscle() == target.muscle->id() &&
                                 SpeaksAbout(mapping, side, target.side);
                        });
}

RetestReading::Confirmed RetestReading::ConfirmationOf(const OpenRetest& retest,
                                                       absl::CivilDay day,
                                                       const TargetSide& target,
                                                       kv1::Axis axis,
                                                       int days_apart) const {
  Confirmed all;
  for (const auto& [key, values] : values_) {
    const kv1::Test& test = of_.knowledge.pack().tests(key.first);
    if (!SpeaksOf(test, key.second, target, axis)) continue;
    const PastValue* normal = nullptr;
    const PastValue* since = nullptr;
    for (const PastValue& value : values) {
      const absl::CivilDay taken = DayOf(value);
      if (taken <= retest.begin || taken >= retest.end || value.pain_limited) {
        continue;
      }
      if (normal != nullptr && taken > day) since = &value;
      if (normal == nullptr && value.band == kv1::BAND_NORMAL &&
          std::abs(taken - day) >= days_apart) {
        normal = &value;
      }
    }
    if (normal == nullptr) continue;
    all.is = true;
    AddAlone(*normal, &all.alone);
    if (since != nullptr) AddAlone(*since, &all.alone);
    all.day = std::max(all.day, DayOf(*(since == nullptr ? normal : since)));
    all.lost |= since != nullptr &&
                (since->band == kv1::BAND_ABNORMAL ||
                 ReadChange(test, *normal, *since) == v1::TEST_CHANGE_WORSENED);
  }
  absl::c_stable_sort(all.alone, [](const PastValue& a, const PastValue& b) {
    return a.time < b.time;
  });
  return all;
}

bool RetestReading::ArePartners(const OpenRetest& retest,
                                const TargetSide& target,
                                absl::Span<const int> bands) {
  const auto was_weak_partner = [&](const TargetSide& other) {
    const bool same_side = other.side == target.side ||
                           other.side == kv1::SIDE_MIDLINE ||
                           target.side == kv1::SIDE_MIDLINE;
    const auto& inhibited = target.muscle->inhibits();
    if (!same_side || !absl::c_linear_search(inhibited, other.muscle->id())) {
      return false;
    }
    const kv1::Status began = StatusAtBegin(retest, other);
    return began == kv1::STATUS_WEAK || began == kv1::STATUS_TIGHT_AND_WEAK;
  };
  return absl::c_all_of(
      of_.knowledge.lookup().targets(), [&](const TargetSide& other) {
        return !was_weak_partner(other) ||
               absl::c_linear_search(
                   bands,
                   WorstBand(TestsOf(retest, other, kv1::AXIS_STRENGTH)));
      });
}

kv1::Status RetestReading::StatusAtBegin(const OpenRetest& retest,
                                         const TargetSide& target) {
  const v1::Finding* finding = FindingOn(retest.begin, target);
  return finding == nullptr ? kv1::STATUS_UNKNOWN : finding->status();
}

const v1::Finding* RetestReading::FindingAt(const OpenRetest& retest,
                                            const TargetSide& target) {
  return FindingOn(std::min(of_.today, retest.end - 1), target);
}

kv1::Status RetestReading::StatusAt(const OpenRetest& retest,
                                    const TargetSide& target) {
  const v1::Finding* finding = FindingAt(retest, target);
  return finding == nullptr ? kv1::STATUS_UNKNOWN : finding->status();
}

bool RetestReading::IsBorderline(const OpenRetest& retest,
                                 const TargetSide& target) {
  const v1::Finding* finding = FindingAt(retest, target);
  return finding != nullptr && finding->status() == kv1::STATUS_UNKNOWN &&
         absl::c_linear_search(finding->qualifiers(),
                               kv1::QUALIFIER_BORDERLINE);
}

}  // namespace tonus::engine
