// SPDX-License-Identifier: Apache-2.0
#include "services/engine/flag_pins.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/pack_vector.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using Vectors = google::protobuf::RepeatedPtrField<v1::PackVector>;

// The cases in which each red flag is told of, by its id.
std::map<std::string, std::vector<const v1::PackVector*>> CasesByFlag(
    const Knowledge& knowledge, const Vectors& vectors) {
  std::map<std::string, std::vector<const v1::PackVector*>> cases;
  for (const v1::PackVector& vector : vectors) {
    const v1::Interpretation interpretation =
        Interpret(knowledge, FactsOf(vector.request()),
                  ToCivilDay(vector.request().date()));
    for (const v1::SafetyNotice& notice : interpretation.notices()) {
      cases[notice.subject()].push_back(&vector);
    }
  }
  return cases;
}

// Whether one of `cases` fails once the flag at `position` only gives advice.
bool IsPinned(const Knowledge& knowledge, int position,
              const std::vector<const v1::PackVector*>& cases,
              const Stop& stop) {
  if (cases.empty()) return false;
  kv1::Pack pack = knowledge.pack();
  pack.mutable_red_flags(position)->set_action(
      kv1::SAFETY_ACTION_REFER_ROUTINE);
  const auto weaker = Knowledge::Compile(std::move(pack), "");
  return weaker.ok() && absl::c_any_of(cases, [&](const v1::PackVector* one) {
           return stop() || !DifferencesOf(*weaker, *one).empty();
         });
}

}  // namespace

Complaints CheckFlagPins(const Knowledge& knowledge, const Vectors& vectors,
                         const Stop& stop) {
  Complaints complaints;
  auto cases = CasesByFlag(knowledge, vectors);
  for (int i = 0; i < knowledge.pack().red_flags_size() && !stop(); ++i) {
    const kv1::RedFlag& flag = knowledge.pack().red_flags(i);
    if (flag.action() == kv1::SAFETY_ACTION_REFER_ROUTINE ||
        IsPinned(knowledge, i, cases[flag.id()], stop)) {
      continue;
    }
    complaints.push_back(MakeComplaint(
        kv1::PACK_CHECK_VECTOR, "red_flags", flag.id(),
        absl::StrCat("no case fails when its action ",
                     kv1::SafetyAction_Name(flag.action()),
                     " is lost; add one to vectors/ in which it is the only "
                     "red flag")));
  }
  return complaints;
}

}  // namespace tonus::engine
