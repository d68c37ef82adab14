// SPDX-License-Identifier: Apache-2.0
#include "services/engine/session_diff.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"

namespace tonus::engine {
namespace {

// An exercise of a session, at home or not, counted when it comes again.
using Key = std::tuple<bool, std::string, int>;

struct Place {
  Key key;
  const v1::SessionItem* item;
  const v1::HomeItem* home;  // nullptr when it is done in the session.
};

std::vector<Place> PlacesOf(const v1::Session& session) {
  std::vector<Place> places;
  std::map<std::pair<bool, std::string>, int> seen;
  const auto add = [&](const v1::SessionItem& item, const v1::HomeItem* home) {
    const int times = seen[{home != nullptr, item.exercise()}]++;
    places.push_back({{home != nullptr, item.exercise(), times}, &item, home});
  };
  for (const v1::SessionItem& item : session.items()) add(item, nullptr);
  for (const v1::HomeItem& home : session.home_items()) add(home.item(), &home);
  return places;
}

// What is done, as bytes that are equal when it is.
std::string DoneIn(const Place& place) {
  v1::SessionItem done;
  *done.mutable_doses() = place.item->doses();
  done.set_caution(place.item->caution());
  done.set_effort(place.item->effort());
  if (place.item->has_tempo()) *done.mutable_tempo() = place.item->tempo();
  std::string bytes = DeterministicBytes(done);
  if (place.home != nullptr) {
    v1::HomeItem frame = *place.home;
    frame.clear_item();
    bytes += DeterministicBytes(frame);
  }
  return bytes;
}

// For each of `order`, which are distinct, whether it is in one of the longest
// rising rows.
std::vector<bool> InRisingRow(const std::vector<int>& order) {
  const int size = static_cast<int>(order.size());
  std::vector<int> length(size, 1);
  std::vector<int> previous(size, -1);
  int last = -1;
  for (int i = 0; i < size; ++i) {
    for (int j = 0; j < i; ++j) {
      if (order[j] < order[i] && length[j] + 1 > length[i]) {
        length[i] = length[j] + 1;
        previous[i] = j;
      }
    }
    if (last < 0 || length[i] > length[last]) last = i;
  }
  std::vector<bool> in_row(size, false);
  for (; last >= 0; last = previous[last]) in_row[last] = true;
  return in_row;
}

// A change of `item`, that of the second session where it is there.
v1::ItemChange ChangeOf(v1::ItemChangeKind kind, const v1::SessionItem& item) {
  v1::ItemChange change;
  change.set_exercise(item.exercise());
  change.set_kind(kind);
  change.set_rule(item.rule());
  change.set_reason(item.reason());
  change.set_decision(item.decision());
  change.set_slot(item.slot());
  return change;
}

v1::ItemChange Added(const v1::SessionItem& item) {
  v1::ItemChange change = ChangeOf(v1::ITEM_CHANGE_KIND_ADDED, item);
  *change.mutable_after() = item.doses();
  return change;
}

v1::ItemChange Removed(const v1::SessionItem& item) {
  v1::ItemChange change = ChangeOf(v1::ITEM_CHANGE_KIND_REMOVED, item);
  *change.mutable_before() = item.doses();
  return change;
}

v1::ItemChange Changed(v1::ItemChangeKind kind, const v1::SessionItem& before,
                       const v1::SessionItem& after) {
  v1::ItemChange change = ChangeOf(kind, after);
  *change.mutable_before() = before.doses();
  *change.mutable_after() = after.doses();
  return change;
}

// Where an exercise of the first session stands in it, or -1.
int Find(const std::vector<Place>& places, const Key& key) {
  const auto found = absl::c_find_if(
      places, [&](const Place& place) { return place.key == key; });
  return found == places.end() ? -1 : static_cast<int>(found - places.begin());
}

void AddItems(const v1::Session& before, const v1::Session& after,
              v1::SessionChange* change) {
  const std::vector<Place> old_places = PlacesOf(before);
  const std::vector<Place> new_places = PlacesOf(after);
  std::vector<int> order;
  for (const Place& place : new_places) {
    const int old = Find(old_places, place.key);
    if (old >= 0) order.push_back(old);
  }
  const std::vector<bool> in_row = InRisingRow(order);
  int common = 0;
  for (const Place& place : new_places) {
    const int old = Find(old_places, place.key);
    if (old < 0) {
      *change->add_items() = Added(*place.item);
      continue;
    }
    const Place& was = old_places[old];
    const bool kept_order = in_row[common++];
    if (DoneIn(was) != DoneIn(place)) {
      *change->add_items() =
          Changed(v1::ITEM_CHANGE_KIND_DOSE, *was.item, *place.item);
    } else if (!kept_order || was.item->slot() != place.item->slot()) {
      *change->add_items() =
          Changed(v1::ITEM_CHANGE_KIND_MOVED, *was.item, *place.item);
    }
  }
  for (const Place& place : old_places) {
    if (Find(new_places, place.key) >= 0) continue;
    *change->add_items() = Removed(*place.item);
  }
}

// What was logged and holds now but did not before.
void AddAdaptations(const v1::Session& before, const v1::Session& after,
                    v1::SessionChange* change) {
  for (const v1::AppliedAdaptation& applied : after.adaptations()) {
    const std::string bytes = DeterministicBytes(applied);
    if (absl::c_none_of(before.adaptations(),
                        [&](const v1::AppliedAdaptation& other) {
                          return DeterministicBytes(other) == bytes;
                        })) {
      *change->add_adaptations() = applied;
    }
  }
}

}  // namespace

std::optional<v1::SessionChange> DiffOfSession(const v1::Session& before,
                                               const v1::Session& after) {
  v1::SessionChange change;
  change.set_number(after.number() != 0 ? after.number() : before.number());
  change.set_minutes_before(before.total_minutes());
  change.set_minutes_after(after.total_minutes());
  AddItems(before, after, &change);
  AddAdaptations(before, after, &change);
  const bool same_frame =
      before.number() == after.number() && before.relief() == after.relief() &&
      ToCivilDay(before.date()) == ToCivilDay(after.date()) &&
      before.total_minutes() == after.total_minutes();
  if (change.items().empty() && change.adaptations().empty() && same_frame) {
    return std::nullopt;
  }
  return change;
}

}  // namespace tonus::engine
