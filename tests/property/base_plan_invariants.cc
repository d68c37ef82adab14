// SPDX-License-Identifier: Apache-2.0
#include "tests/property/base_plan_invariants.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace tonus::testing {

using knowledge::v1::Exercise;
using v1::Dropped;
using v1::Finding;
using v1::Routine;
using v1::Session;
using v1::SessionItem;

namespace {

template <typename Strings>
bool Has(const Strings& strings, const std::string& one) {
  return std::find(strings.begin(), strings.end(), one) != strings.end();
}

bool AsksForMore(const Finding& finding) {
  return finding.status() == knowledge::v1::STATUS_TIGHT ||
         finding.status() == knowledge::v1::STATUS_WEAK ||
         finding.status() == knowledge::v1::STATUS_TIGHT_AND_WEAK ||
         finding.status() == knowledge::v1::STATUS_STIFF ||
         finding.status() == knowledge::v1::STATUS_NEURAL_POSITIVE ||
         finding.status() == knowledge::v1::STATUS_OVERLENGTHENED;
}

// The same technique for the same main target, or both for none.
bool IsLike(const Exercise& one, const Exercise& other) {
  const auto first = [](const Exercise& exercise) {
    return exercise.targets().empty() ? "" : exercise.targets(0);
  };
  return one.technique() == other.technique() && first(one) == first(other);
}

class BasePlan {
 public:
  BasePlan(const CheckedPerson& person, const Session& session)
      : person_(person), session_(session) {}

  std::vector<std::string> Check() {
    for (const std::string& id : person_.pack().session().base_plan()) {
      CheckRow(*person_.FindExercise(id));
    }
    for (const SessionItem& item : session_.items()) {
      CheckDisliked(item);
      CheckPlace(item);
    }
    return std::move(complaints_);
  }

 private:
  bool Dislikes(const std::string& id) const {
    return Has(person_.profile().disliked_exercises(), id);
  }
  bool Likes(const std::string& id) const {
    return Has(person_.profile().preferred_exercises(), id);
  }

  // Whether it is one of the base plan, or there for one that needs caution.
  bool IsBase(const std::string& id) const {
    const auto& base = person_.pack().session().base_plan();
    return Has(base, id) ||
           std::any_of(base.begin(), base.end(), [&](const std::string& row) {
             const Exercise& planned = *person_.FindExercise(row);
             return person_.NeedsCaution(planned) &&
                    IsLike(planned, *person_.FindExercise(id));
           });
  }

  // Whether it is general work beside the base plan, and no one's wish.
  bool IsGeneral(const SessionItem& item) const {
    return (item.rule() == "R-510" || item.rule() == "R-513" ||
            item.rule() == "R-717" || item.rule() == "R-731") &&
           item.decision().empty() && item.override().empty() &&
           !Likes(item.exercise()) && !person_.IsPinned(item.exercise());
  }

  const Dropped* LeftOut(const std::string& id) const {
    for (const Dropped& dropped : session_.dropped()) {
      if (dropped.exercise() == id) return &dropped;
    }
    return nullptr;
  }

  // Whether it stands there, or what is there for it.
  bool Stands(const std::string& id) const {
    return std::any_of(
        session_.items().begin(), session_.items().end(),
        [&](const SessionItem& item) {
          return item.exercise() == id || item.substitutes() == id ||
                 ((item.rule() == "R-512" || !item.override().empty()) &&
                  std::any_of(item.considered().begin(),
                              item.considered().end(),
                              [&](const v1::Considered& considered) {
                                return considered.exercise() == id;
                              }));
        });
  }

  bool HasLike(const Exercise& exercise) const {
    return std::any_of(session_.items().begin(), session_.items().end(),
                       [&](const SessionItem& item) {
                         return item.exercise() != exercise.id() &&
                                IsLike(person_.ExerciseOf(item), exercise);
                       });
  }

  bool IsWanted(const Exercise& row) const {
    return !Dislikes(row.id()) && person_.Safe(row, session_);
  }

  void CheckRow(const Exercise& row) {
    if (Stands(row.id()) || LeftOut(row.id()) != nullptr) return;
    Complain(row.id(), "is left out without a word");
  }

  void CheckDisliked(const SessionItem& item) {
    if (Dislikes(item.exercise()) && item.decision().empty() &&
        item.override().empty() && !person_.IsPinned(item.exercise()) &&
        HasLike(person_.ExerciseOf(item))) {
      Complain(item.exercise(), "is disliked and not the only one of its kind");
    }
  }

  // General work takes no place of the base plan; a short session has few of
  // each kind, which must fit.
  void CheckPlace(const SessionItem& item) {
    if (!IsGeneral(item) || IsBase(item.exercise()) ||
        Has(person_.pack().session().base_plan(), item.substitutes()) ||
        !session_.short_format().empty()) {
      return;
    }
    for (const std::string& id : person_.pack().session().base_plan()) {
      const Exercise& row = *person_.FindExercise(id);
      const Dropped* left_out = LeftOut(id);
      if (left_out != nullptr && left_out->rule() == "R-732" && IsWanted(row) &&
          (item.rule() == "R-731" ||
           row.technique() == person_.ExerciseOf(item).technique())) {
        Complain(item.exercise(), absl::StrCat("has the place of ", id));
      }
    }
  }

  void Complain(const std::string& id, const std::string& what) {
    complaints_.push_back(absl::StrCat("R-512 session ", session_.number(), " ",
                                       session_.short_format(), ": ", id, " ",
                                       what));
  }

  const CheckedPerson& person_;
  const Session& session_;
  std::vector<std::string> complaints_;
};

}  // namespace

std::vector<std::string> BasePlanComplaints(const CheckedPerson& person,
                                            const Routine& routine) {
  std::vector<std::string> complaints;
  const auto& findings = person.interpretation().findings();
  if (std::any_of(findings.begin(), findings.end(), AsksForMore)) {
    return complaints;
  }
  for (const Session& session : routine.sessions()) {
    if (session.relief()) continue;
    for (std::string& complaint : BasePlan(person, session).Check()) {
      complaints.push_back(std::move(complaint));
    }
  }
  return complaints;
}

}  // namespace tonus::testing
