// SPDX-License-Identifier: Apache-2.0
// The builder of sessions beside an exhaustive search, on small cases.
//
// A case is a random person and a dozen exercises. The search tries every set
// of them that keeps the limits of a session and its obligatory kinds, and
// finds the best by the objective. The builder serves as many decisions, or its
// session says why not, which one case in a hundred may. How many exercises
// more than the fewest it takes for them is reported: it prefers the ones that
// rules put first to one that serves two decisions
// poorly.

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "services/engine/dose.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/item_chooser.h"
#include "services/engine/objective.h"
#include "services/engine/session_builder.h"
#include "services/engine/session_length.h"
#include "services/engine/week_pairs.h"
#include "services/knowledge/released_pack.h"
#include "tests/property/random_patient.h"

namespace tonus {
namespace {

namespace kv1 = knowledge::v1;
using engine::DecisionGroup;
using engine::SessionWorth;
using v1::SessionItem;

constexpr absl::CivilDay kStart(2026, 11, 21);
constexpr int kCases = 400;
constexpr size_t kPoolSize = 12;
constexpr int kSecondsPerMinute = 60;

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

const kv1::Exercise& ExerciseOf(const SessionItem& item) {
  return *Released().FindExercise(item.exercise());
}

// A person, a session, and what there is to choose from.
class SmallCase {
 public:
  explicit SmallCase(uint64_t seed)
      : random_(seed),
        facts_(testing::RandomPatient(Released().pack(), seed)),
        interpretation_(engine::Interpret(Released(), facts_, kStart)),
        eligibility_(Released(), facts_, interpretation_, kStart) {
    spot_.week = &Released().pack().week_shapes(static_cast<int>(seed % 6));
    spot_.position = static_cast<int>(seed % 3);
    spot_.wishes = &wishes_;
    spot_.length = engine::LengthFor(Released(), 0);
    all_ = engine::KeptGroups(interpretation_);
    for (const DecisionGroup* pair : PairsWithout({})) {
      groups_.push_back(*pair);
    }
    for (const DecisionGroup& group : all_) {
      if (group.partner.empty()) groups_.push_back(group);
    }
    absl::c_stable_sort(groups_, [](const auto& a, const auto& b) {
      return a.decisions.front()->rank() < b.decisions.front()->rank();
    });
  }

  bool IsWorthIt() const {
    return interpretation_.gate() == v1::GATE_OK && !groups_.empty() &&
           !interpretation_.limits().relief_mode();
  }

  // The exercises of a session without a pool but one, which brings
  // substitutes into play, and others at random.
  void DrawPool() {
    const v1::Session whole = Build(nullptr);
    std::vector<std::string> ids;
    for (const SessionItem& item : whole.items()) {
      if (!absl::c_linear_search(ids, item.exercise())) {
        ids.push_back(item.exercise());
      }
    }
    if (ids.size() > 1) {
      ids.erase(ids.begin() + 1 +
                static_cast<std::ptrdiff_t>(random_() % (ids.size() - 1)));
    }
    const auto& exercises = Released().pack().exercises();
    while (ids.size() < kPoolSize) {
      const std::string& id =
          exercises[static_cast<int>(random_() % exercises.size())].id();
      if (!absl::c_linear_search(ids, id)) ids.push_back(id);
    }
    pool_.insert(ids.begin(), ids.end());
  }

  engine::BuiltSession BuildAll(
      const absl::flat_hash_set<std::string>* pool) const {
    engine::SessionSpot spot = spot_;
    spot.pool = pool;
    return engine::BuildSession(Released(), interpretation_, eligibility_, all_,
                                spot);
  }

  v1::Session Build(const absl::flat_hash_set<std::string>* pool) const {
    return BuildAll(pool).session;
  }

  SessionWorth Built() const {
    const v1::Session session = Build(&pool_);
    std::vector<const SessionItem*> items;
    for (const SessionItem& item : session.items()) items.push_back(&item);
    return engine::WorthOf(Released(), groups_, items, {});
  }

  // Whether the built session says of every decision that `best` serves and it
  // does not that there was no room for it in the order of filling, or
  // it is not its turn, since pairs without a safe release leave theirs.
  bool Explains(const SessionWorth& built, const SessionWorth& best) const {
    const engine::BuiltSession all = BuildAll(&pool_);
    const std::vector<const DecisionGroup*> turn = TurnBeside(all.uncovered);
    for (size_t i = 0; i < groups_.size(); ++i) {
      if (!built.unserved[i] || best.unserved[i]) continue;
      const std::string& decision = groups_[i].decisions.front()->id();
      const bool waits = !groups_[i].partner.empty() &&
                         absl::c_none_of(turn, [&](const DecisionGroup* pair) {
                           return pair->Has(decision);
                         });
      const bool told =
          absl::c_any_of(all.session.dropped(), [&](const v1::Dropped& note) {
            return note.rule() == "R-732" && note.decision() == decision;
          });
      if (!waits && !told) return false;
    }
    return true;
  }

  // Exercises of the built session that serve decisions in the main part.
  int CoreOfBuilt() const {
    const v1::Session session = Build(&pool_);
    return static_cast<int>(
        absl::c_count_if(session.items(), [](const SessionItem& item) {
          return !item.decision().empty() && item.slot() != kv1::SLOT_POST;
        }));
  }

  // The best of every set of exercises from the pool.
  SessionWorth Best() const {
    const std::vector<SessionItem> items = PoolItems();
    std::optional<SessionWorth> best;
    for (uint32_t set = 1; set < (uint32_t{1} << items.size()); ++set) {
      std::vector<const SessionItem*> chosen;
      for (size_t i = 0; i < items.size(); ++i) {
        if ((set >> i) & 1U) chosen.push_back(&items[i]);
      }
      if (!IsAllowed(chosen, items)) continue;
      SessionWorth worth = engine::WorthOf(Released(), groups_, chosen, {});
      if (!best.has_value() || engine::IsBetter(worth, *best)) best = worth;
    }
    return best.value_or(SessionWorth());
  }

  // The fewest exercises that serve what `unserved` leaves, and nothing else.
  int FewestFor(const std::vector<bool>& unserved) const {
    const std::vector<SessionItem> items = PoolItems();
    int fewest = static_cast<int>(items.size());
    for (uint32_t set = 0; set < (uint32_t{1} << items.size()); ++set) {
      std::vector<const SessionItem*> chosen;
      for (size_t i = 0; i < items.size(); ++i) {
        if ((set >> i) & 1U) chosen.push_back(&items[i]);
      }
      if (static_cast<int>(chosen.size()) >= fewest) continue;
      if (engine::WorthOf(Released(), groups_, chosen, {}).unserved <=
          unserved) {
        fewest = static_cast<int>(chosen.size());
      }
    }
    return fewest;
  }

  std::string Pool() const {
    std::vector<std::string> ids(pool_.begin(), pool_.end());
    absl::c_sort(ids);
    return absl::StrJoin(ids, ", ");
  }

 private:
  // The pairs of the session where those that are `uncovered` have no turn.
  std::vector<const DecisionGroup*> TurnBeside(
      const std::vector<v1::Uncovered>& uncovered) const {
    engine::WithoutGroups without;
    for (const DecisionGroup& group : all_) {
      if (absl::c_any_of(uncovered, [&](const v1::Uncovered& one) {
            return group.Has(one.decision());
          })) {
        without.insert(&group);
      }
    }
    return PairsWithout(without);
  }

  bool IsSmall() const {
    return engine::HasSmallSessions(Released(), interpretation_.limits());
  }

  // The pairs of the session. In small ones they take turns with single
  // findings.
  std::vector<const DecisionGroup*> PairsWithout(
      const engine::WithoutGroups& without) const {
    if (!IsSmall()) {
      return engine::PairsOfSession(all_, spot_.position,
                                    spot_.week->max_pairs(), without);
    }
    const auto findings = engine::FindingsInTurn(
        all_, spot_.week->first_session() - 1 + spot_.position, without);
    if (findings.empty() || findings.front().front()->partner.empty()) {
      return {};
    }
    return findings.front();
  }

  // The allowed exercises of the pool with their doses.
  std::vector<SessionItem> PoolItems() const {
    engine::ItemChooser chooser(Released(), interpretation_, eligibility_,
                                spot_);
    chooser.SetWarmedUp();
    std::vector<SessionItem> items;
    std::vector<std::string> ids(pool_.begin(), pool_.end());
    absl::c_sort(ids);
    for (const std::string& id : ids) {
      const kv1::Exercise& exercise = *Released().FindExercise(id);
      engine::ItemRequest request;
      request.sides = SidesFor(exercise);
      engine::Spot spot;
      spot.week = spot_.week;
      if (eligibility_
              .Refuse(exercise, engine::WorkedSides(exercise, request.sides),
                      spot)
              .has_value()) {
        continue;
      }
      request.candidates = {&exercise};
      request.rule = "R-731";
      request.max_side_seconds =
          Released().pack().session().static_before_strength_seconds();
      if (auto item = chooser.Choose(request);
          item.has_value() && item->exercise() == id) {
        items.push_back(*std::move(item));
      }
    }
    return items;
  }

  // The sides of the decision that the exercise serves first of all.
  std::vector<kv1::Side> SidesFor(const kv1::Exercise& exercise) const {
    std::vector<kv1::Side> sides;
    if (exercise.targets().empty()) return sides;
    for (const DecisionGroup& group : groups_) {
      for (const v1::Decision* decision : group.decisions) {
        if (group.muscle == exercise.targets(0)) {
          sides.push_back(decision->side());
        } else if (group.partner == exercise.targets(0)) {
          sides.push_back(decision->partner_side());
        }
      }
      if (!sides.empty()) break;
    }
    absl::c_sort(sides);
    sides.erase(std::unique(sides.begin(), sides.end()), sides.end());
    return sides;
  }

  static bool HasKind(const std::vector<const SessionItem*>& items,
                      kv1::Technique technique) {
    return absl::c_any_of(items, [&](const SessionItem* item) {
      return ExerciseOf(*item).technique() == technique;
    });
  }

  // Whether a set keeps the limits of a session and has its obligatory kinds.
  bool IsAllowed(const std::vector<const SessionItem*>& chosen,
                 const std::vector<SessionItem>& items) const {
    const auto& constants = Released().pack().session();
    const int most = spot_.week->week() == 1 ? constants.first_week_exercises()
                                             : constants.max_exercises();
    const int limit = interpretation_.limits().max_exercises();
    if (static_cast<int>(chosen.size()) >
        (limit > 0 ? std::min(most, limit) : most)) {
      return false;
    }
    int seconds = 0;
    int massage = 0;
    for (const SessionItem* item : chosen) {
      for (const v1::Dose& dose : item->doses()) {
        seconds += engine::DoseSeconds(constants, ExerciseOf(*item), dose);
        if (ExerciseOf(*item).technique() == kv1::TECHNIQUE_SMR) {
          massage += engine::HeldSeconds(ExerciseOf(*item), dose);
        }
      }
    }
    if (seconds > constants.max_minutes() * kSecondsPerMinute ||
        massage > constants.max_smr_seconds()) {
      return false;
    }
    std::vector<const SessionItem*> everything;
    for (const SessionItem& item : items) everything.push_back(&item);
    std::vector<kv1::Technique> kinds = {kv1::TECHNIQUE_AEROBIC,
                                         kv1::TECHNIQUE_STABILITY,
                                         kv1::TECHNIQUE_STRENGTH};
    // It comes after the findings of small sessions.
    if (!IsSmall()) kinds.push_back(kv1::TECHNIQUE_BREATHING);
    return absl::c_all_of(kinds,
                          [&](kv1::Technique kind) {
                            return !HasKind(everything, kind) ||
                                   HasKind(chosen, kind);
                          }) &&
           HasNamed(chosen, everything) && HasMovements(chosen, everything);
  }

  static bool Contains(const std::vector<const SessionItem*>& items,
                       absl::string_view exercise) {
    return absl::c_any_of(items, [&](const SessionItem* item) {
      return item->exercise() == exercise;
    });
  }

  // What rules add to every session for this person; walks come last.
  bool HasNamed(const std::vector<const SessionItem*>& chosen,
                const std::vector<const SessionItem*>& everything) const {
    return absl::c_all_of(
        interpretation_.limits().added_exercises(), [&](const std::string& id) {
          return Released().FindExercise(id)->technique() ==
                     kv1::TECHNIQUE_AEROBIC ||
                 !Contains(everything, id) || Contains(chosen, id);
        });
  }

  // The movement that goes with a release that has no weak partner.
  bool HasMovements(const std::vector<const SessionItem*>& chosen,
                    const std::vector<const SessionItem*>& everything) const {
    return absl::c_all_of(groups_, [&](const DecisionGroup& group) {
      if (group.action != kv1::DECISION_ACTION_RELEASE_AND_INTEGRATE &&
          group.action != kv1::DECISION_ACTION_MOBILISE) {
        return true;
      }
      const absl::string_view movement =
          Released().IntegrationMovement(group.muscle);
      return !engine::IsServed(Released(), group, chosen) ||
             !Contains(everything, movement) || Contains(chosen, movement);
    });
  }

  std::mt19937_64 random_;
  storage::v1::PatientFacts facts_;
  v1::Interpretation interpretation_;
  engine::Eligibility eligibility_;
  engine::Wishes wishes_;
  engine::SessionSpot spot_;
  std::vector<DecisionGroup> all_;
  // Those that the session is to serve, by rank.
  std::vector<DecisionGroup> groups_;
  absl::flat_hash_set<std::string> pool_;
};

int Served(const SessionWorth& worth) {
  return static_cast<int>(absl::c_count(worth.unserved, false));
}

// What serves a decision more than the builder would break the order of filling
// work that a decision of higher rank gets besides what it needs.
TEST(OptimalityTest, TheBuilderServesWhatTheSearchServes) {
  int cases = 0;
  int missed = 0;
  int unexplained = 0;
  int served = 0;
  int more_exercises = 0;
  for (uint64_t seed = 1; cases < kCases; ++seed) {
    SmallCase small(seed);
    if (!small.IsWorthIt()) continue;
    ++cases;
    small.DrawPool();
    const SessionWorth built = small.Built();
    const SessionWorth best = small.Best();
    served += Served(built);
    if (best.unserved < built.unserved) {
      ++missed;
      if (!small.Explains(built, best)) ++unexplained;
      std::cout << "seed " << seed << ": serves " << Served(built) << ", best "
                << Served(best) << " with " << absl::StrJoin(best.ids, ", ")
                << "; built " << absl::StrJoin(built.ids, ", ") << "; pool "
                << small.Pool() << "\n";
    }
    more_exercises +=
        std::max(0, small.CoreOfBuilt() - small.FewestFor(built.unserved));
  }
  std::cout << cases << " cases, " << served << " decisions served; " << missed
            << " cases in which the search serves more, " << unexplained
            << " of them without an explanation; " << more_exercises
            << " exercises more than the fewest for what is served\n";
  EXPECT_EQ(unexplained, 0);
  EXPECT_LE(missed * 100, cases);  // One case in a hundred.
}

}  // namespace
}  // namespace tonus
