// SPDX-License-Identifier: Apache-2.0
// The room that a session still has.

#ifndef TONUS_SERVICES_ENGINE_SESSION_BUDGET_H_
#define TONUS_SERVICES_ENGINE_SESSION_BUDGET_H_

#include <map>
#include <string>

#include "services/engine/knowledge.h"
#include "services/engine/session_unit.h"

namespace tonus::engine {

// Adds up exercises, time and self-massage of a session. The pack must outlive
// it.
class SessionBudget {
 public:
  // `lowered` tells whether doses are lowered once the session is full.
  SessionBudget(const Knowledge& knowledge, int max_items, int max_minutes,
                bool lowered)
      : knowledge_(knowledge),
        max_items_(max_items),
        max_minutes_(max_minutes),
        lowered_(lowered) {}

  // Keeps room for `unit`, which comes later; replaces an earlier reservation.
  void Reserve(const Unit& unit);
  void ClearReservation() { reserved_ = Cost(); }

  // Keeps room for the items of `unit`, each until it is taken, or until
  // something else is set aside.
  void SetAside(const Unit& unit);

  // Whether there would be room for `unit` besides.
  bool Fits(const Unit& unit) const;

  // Takes the room for `unit` if it fits. Returns whether it did.
  bool Take(const Unit& unit);

  // Why `unit` does not fit, in one sentence that ends with kMattersMore.
  std::string WhyNot(const Unit& unit) const;

  int items() const { return taken_.items; }
  int seconds() const { return taken_.seconds; }

 private:
  struct Cost {
    int items = 0;
    int seconds = 0;
    int massage_seconds = 0;

    void Add(const Cost& more);
  };

  Cost CostOf(const v1::SessionItem& item) const;
  Cost CostOf(const Unit& unit) const;
  // What `unit` needs beside all that room is kept for.
  Cost WithOthers(const Unit& unit) const;
  bool HasItemsFor(const Cost& cost) const;
  bool HasTimeFor(const Cost& cost) const;
  bool HasMassageFor(const Cost& cost) const;

  const Knowledge& knowledge_;
  const int max_items_;
  const int max_minutes_;
  const bool lowered_;
  Cost taken_;
  Cost reserved_;
  // By exercise.
  std::map<std::string, Cost> set_aside_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SESSION_BUDGET_H_
