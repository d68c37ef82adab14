// SPDX-License-Identifier: Apache-2.0
#include "services/engine/syndrome.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "services/engine/target_name.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {

using knowledge::v1::Side;
using knowledge::v1::Syndrome;
using v1::DetectedSyndrome;

namespace {

// Targets in pack order that make a pattern, and the arms they make.
struct Arms {
  std::vector<std::string> members;
  double confidence_sum = 0;
  int tight_arms = 0;
  int weak_arms = 0;
};

// Adds the members of `set` on `side` or in the midline. Returns whether there
// is one.
bool AddArm(const Knowledge& knowledge, const FindingTable& findings,
            const std::string& set, Side side, bool (*has)(const v1::Finding&),
            Arms* arms) {
  const knowledge::v1::SyndromeSet* found = knowledge.FindSyndromeSet(set);
  if (found == nullptr) return false;
  bool present = false;
  for (const std::string& muscle : found->members()) {
    for (const v1::Finding* finding :
         findings.Touched(knowledge, muscle, side)) {
      if (!has(*finding)) continue;
      present = true;
      arms->members.push_back(TargetKey(finding->muscle(), finding->side()));
      arms->confidence_sum += finding->confidence();
    }
  }
  return present;
}

std::optional<DetectedSyndrome> DetectOnSide(const Knowledge& knowledge,
                                             const FindingTable& findings,
                                             const Syndrome& syndrome,
                                             Side side) {
  Arms arms;
  for (const std::string& set : syndrome.tight_sets()) {
    if (AddArm(knowledge, findings, set, side, IsTight, &arms)) {
      ++arms.tight_arms;
    }
  }
  for (const std::string& set : syndrome.weak_sets()) {
    if (AddArm(knowledge, findings, set, side, IsWeak, &arms)) {
      ++arms.weak_arms;
    }
  }
  const int all = syndrome.tight_sets_size() + syndrome.weak_sets_size();
  const int present = arms.tight_arms + arms.weak_arms;
  const bool full = all > 0 && present == all;
  const bool partial =
      present == all - 1 && arms.tight_arms > 0 && arms.weak_arms > 0;
  if (!full && !partial) return std::nullopt;

  DetectedSyndrome detected;
  detected.set_syndrome(syndrome.id());
  detected.set_full(full);
  detected.set_side(side);
  detected.set_confidence(knowledge.pack().ranking().syndrome_confidence() *
                          arms.confidence_sum /
                          static_cast<double>(arms.members.size()));
  detected.mutable_members()->Assign(arms.members.begin(), arms.members.end());
  detected.set_rule(full ? syndrome.full_rule() : syndrome.partial_rule());
  return detected;
}

// Equally supported sides are a tie, whatever the last bits say.
bool Better(const DetectedSyndrome& a, const DetectedSyndrome& b) {
  if (a.full() != b.full()) return a.full();
  return Above(a.confidence(), b.confidence());
}

void DetectArms(const Knowledge& knowledge, const FindingTable& findings,
                const Syndrome& syndrome,
                std::vector<DetectedSyndrome>* detected) {
  std::vector<DetectedSyndrome> sides;
  for (const Side side :
       {knowledge::v1::SIDE_LEFT, knowledge::v1::SIDE_RIGHT}) {
    if (auto found = DetectOnSide(knowledge, findings, syndrome, side)) {
      sides.push_back(*std::move(found));
    }
  }
  if (sides.empty()) return;
  detected->push_back(*std::min_element(sides.begin(), sides.end(), Better));
  detected->back().set_side(knowledge::v1::SIDE_MIDLINE);
  detected->insert(detected->end(), sides.begin(), sides.end());
}

// A pattern that consists of others, by their labels over all sides.
void DetectComposed(const Syndrome& syndrome,
                    std::vector<DetectedSyndrome>* detected) {
  DetectedSyndrome composed;
  composed.set_syndrome(syndrome.id());
  composed.set_full(true);
  composed.set_side(knowledge::v1::SIDE_MIDLINE);
  composed.set_rule(syndrome.full_rule());
  double sum = 0;
  for (const std::string& part : syndrome.composed_of()) {
    const auto found = std::find_if(
        detected->begin(), detected->end(), [&](const DetectedSyndrome& label) {
          return label.syndrome() == part &&
                 label.side() == knowledge::v1::SIDE_MIDLINE;
        });
    if (found == detected->end()) return;
    composed.set_full(composed.full() && found->full());
    sum += found->confidence() * found->members_size();
    composed.mutable_members()->MergeFrom(found->members());
  }
  composed.set_confidence(sum / std::max(1, composed.members_size()));
  detected->push_back(std::move(composed));
}

}  // namespace

std::vector<DetectedSyndrome> DetectSyndromes(const Knowledge& knowledge,
                                              const FindingTable& findings) {
  std::vector<DetectedSyndrome> detected;
  for (const Syndrome& syndrome : knowledge.pack().syndromes()) {
    if (syndrome.composed_of().empty()) {
      DetectArms(knowledge, findings, syndrome, &detected);
    } else {
      DetectComposed(syndrome, &detected);
    }
  }
  return detected;
}

}  // namespace tonus::engine
