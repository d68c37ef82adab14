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
  // Whether it is one of the base plan, or does the work of one.
  bool IsBase(const SessionItem& item) const {
    const auto& base = person_.pack().session().base_plan();
    return Has(base, item.substitutes()) ||
           std::any_of(base.begin(), base.end(), [&](const std::string& id) {
             return IsLike(*person_.FindExercise(id), person_.ExerciseOf(item));
           });
  }

  // Whether it is general work beside the base plan, liked or not.
  bool IsGeneral(const SessionItem& item) const {
    return (item.rule() == "R-510" || item.rule() == "R-513" ||
            item.rule() == "R-717" || item.rule() == "R-731") &&
           item.decision().empty() && item.override().empty() &&
           !person_.IsPinned(item.exercise());
  }

  // Whether none of the base plan of that technique may be done.
  bool IsOnlyOfItsKind(const SessionItem& item) const {
    const auto technique = person_.ExerciseOf(item).technique();
    const auto& base = person_.pack().session().base_plan();
    return std::none_of(base.begin(), base.end(), [&](const std::string& id) {
      const Exercise& row = *person_.FindExercise(id);
      return row.technique() == technique && IsWanted(row);
    });
  }

  const Dropped* LeftOut(const std::string& id) const {
    for (const Dropped& dropped : session_.dropped()) {
      if (dropped.exercise() == id) return &dropped;
    }
    return nullptr;
  }

  // Whether it stands there, or what is there for it and says so.
  bool Stands(const std::string& id) const {
    return std::any_of(
        session_.items().begin(), session_.items().end(),
        [&](const SessionItem& item) {
          return item.exercise() == id || item.substitutes() == id ||
                 (!item.override().empty() &&
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
    if (!IsGeneral(item) || IsBase(item) || IsOnlyOfItsKind(item) ||
        !session_.short_format().empty()) {
      return;
    }
    for (const std::string& id : person_.pack().session().base_plan()) {
      const Exercise& row = *person_.FindExercise(id);
      const Dropped* left_out = LeftOut(id);
      if (left_out != nullptr && left_out->rule() == "R-732" && IsWanted(row)) {
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
