// SPDX-License-Identifier: Apache-2.0
#include "services/engine/technique_scores.h"

#include <algorithm>

#include "absl/time/time.h"
#include "services/engine/measurement.h"
#include "services/engine/technique_uses.h"
#include "services/engine/test_change.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using kv1::TechniqueLearning;

// Values around one session.
struct Around {
  std::optional<double> before;  // The first told.
  absl::Time time;               // Of that.
  std::optional<double> after;   // The last told.
};

Around ReadAround(const SessionDone& session, const SelfMeasure& measure) {
  Around around;
  for (const storage::v1::LogFact* fact : session.logs) {
    for (const v1::SelfTest& taken : fact->log().self_tests()) {
      if (taken.test() != measure.test->id() || taken.side() != measure.side) {
        continue;
      }
      if (taken.has_before() && !around.before.has_value()) {
        around.before = taken.before();
        around.time = ToTime(fact->effective_time());
      }
      if (taken.has_after()) around.after = taken.after();
    }
  }
  return around;
}

// The next session in which anything was done; nullptr when there is none.
const SessionDone* NextOf(const BlockDone& history, int position) {
  for (size_t i = position + 1; i < history.sessions.size(); ++i) {
    const SessionDone& session = history.sessions[i];
    if (session.IsSession() && session.completed_pct.value_or(1) > 0) {
      return &session;
    }
  }
  return nullptr;
}

bool IsSameTimeOfDay(absl::Time a, absl::Time b, int hours) {
  const absl::Duration day = absl::Hours(24);
  const absl::Duration apart = absl::AbsDuration(b - a) % day;
  return std::min(apart, day - apart) <= absl::Hours(hours);
}

// The side on which a test measures `target`; nullopt when it does not, or by
// the worse of two sides.
std::optional<kv1::Side> MeasuredSide(const kv1::Test& test,
                                      const kv1::TestMapping& mapping,
                                      kv1::Side target) {
  const std::vector<kv1::Side> sides =
      test.laterality() == kv1::LATERALITY_BILATERAL
          ? std::vector<kv1::Side>{kv1::SIDE_LEFT, kv1::SIDE_RIGHT}
          : std::vector<kv1::Side>{kv1::SIDE_MIDLINE};
  std::optional<kv1::Side> found;
  for (const kv1::Side side : sides) {
    if (!SpeaksAbout(mapping, side, target)) continue;
    if (found.has_value()) return std::nullopt;
    found = side;
  }
  return found;
}

class Scorer {
 public:
  Scorer(const Knowledge& knowledge, const BlockDone& history,
         const SelfMeasure& measure)
      : learning_(knowledge.pack().technique_learning()),
        history_(history),
        measure_(measure) {}

  // Whether techniques take turns in its week: what is done in others has
  // nothing beside it.
  bool IsCompared(const SessionDone& session) const {
    return session.week >= learning_.first_week() &&
           session.week <= learning_.last_week();
  }

  // Of the session at `position`.
  std::optional<double> Score(int position) const;

 private:
  double Better(double first, double last) const {
    const double change = last - first;
    return (measure_.test->direction() == kv1::DIRECTION_LOWER ? -change
                                                               : change) /
           measure_.test->mdc();
  }

  const TechniqueLearning& learning_;
  const BlockDone& history_;
  const SelfMeasure& measure_;
};

std::optional<double> Scorer::Score(int position) const {
  const SessionDone& session = history_.sessions[position];
  const SessionDone* next = NextOf(history_, position);
  if (next == nullptr || next->day - session.day > learning_.max_days_apart()) {
    return std::nullopt;
  }
  const Around here = ReadAround(session, measure_);
  const Around then = ReadAround(*next, measure_);
  if (!here.before.has_value() || !here.after.has_value() ||
      !then.before.has_value() ||
      !IsSameTimeOfDay(here.time, then.time, learning_.max_hours_apart())) {
    return std::nullopt;
  }
  const double score =
      learning_.immediate_weight() * Better(*here.before, *here.after) +
      learning_.retained_weight() * Better(*here.before, *then.before);
  return std::clamp(score, -learning_.score_limit(), learning_.score_limit());
}

}  // namespace

std::optional<SelfMeasure> SelfMeasureOf(const Knowledge& knowledge,
                                         const TargetSide& target) {
  std::optional<SelfMeasure> best;
  double most = 0;
  for (const kv1::TestMapping& mapping : knowledge.pack().test_mappings()) {
    if (mapping.muscle() != target.muscle->id() ||
        mapping.axis() != kv1::AXIS_LENGTH) {
      continue;
    }
    const kv1::Test* test = knowledge.FindTest(mapping.test());
    if (test == nullptr || !test->home() || test->clinician_only() ||
        !test->has_mdc() || test->has_derivation()) {
      continue;
    }
    const std::optional<kv1::Side> side =
        MeasuredSide(*test, mapping, target.side);
    const double weight = test->weight() * mapping.factor();
    if (!side.has_value() || !Above(weight, most)) continue;
    most = weight;
    best = {test, *side};
  }
  return best;
}

std::vector<ScoredUse> ReadScoredUses(const Knowledge& knowledge,
                                      const BlockDone& history,
                                      const TargetSide& target,
                                      const SelfMeasure& measure) {
  const double harm = knowledge.pack().technique_learning().harm_score();
  const Scorer scorer(knowledge, history, measure);
  std::vector<ScoredUse> uses;
  for (const auto& [position, done] :
       ReadTechniquesDone(knowledge, history, target)) {
    for (const auto& [technique, how] : done) {
      if (how.harmed) uses.push_back({position, technique, harm});
    }
    const kv1::Technique technique = TechniqueBehind(knowledge, target, done);
    if (technique == kv1::TECHNIQUE_UNSPECIFIED || done.at(technique).harmed ||
        !scorer.IsCompared(history.sessions[position])) {
      continue;
    }
    const std::optional<double> score = scorer.Score(position);
    if (score.has_value()) uses.push_back({position, technique, *score});
  }
  return uses;
}

std::optional<int> FirstMeasured(const BlockDone& history,
                                 const SelfMeasure& measure,
                                 absl::CivilDay today, int days) {
  for (size_t i = 0; i < history.sessions.size(); ++i) {
    if (today - history.sessions[i].day > days) continue;
    const Around around = ReadAround(history.sessions[i], measure);
    if (around.before.has_value() || around.after.has_value()) {
      return static_cast<int>(i);
    }
  }
  return std::nullopt;
}

}  // namespace tonus::engine
