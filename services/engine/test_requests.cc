// SPDX-License-Identifier: Apache-2.0
#include "services/engine/test_requests.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/engine/relevance.h"
#include "services/engine/target_name.h"
#include "services/engine/test_offer.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// A request goes to a clinician.
bool IsAllowed(const Case& the_case, const kv1::Test& test) {
  return MayOffer(the_case.result, test, kv1::ASSESSOR_CLINICIAN);
}

class Requests {
 public:
  explicit Requests(Case* the_case) : case_(*the_case) {}

  void Add(v1::TestRequest request) {
    const kv1::Test* test = case_.knowledge.FindTest(request.test());
    if (test == nullptr || !IsAllowed(case_, *test) ||
        IsAnswered(request.test(), request.side()) ||
        Contains(request.test(), request.side())) {
      return;
    }
    requests_.push_back(std::move(request));
  }

  // Adds the repeats that are due, or those that are not.
  void AddRepeats(bool due) {
    for (const v1::TestRequest& request : case_.repeats) {
      const kv1::Test* test = case_.knowledge.FindTest(request.test());
      if (test != nullptr && IsAllowed(case_, *test) &&
          request.has_due_date() != due &&
          !Contains(request.test(), request.side())) {
        requests_.push_back(request);
      }
    }
  }

  bool Contains(const std::string& test, kv1::Side side) const {
    return std::any_of(requests_.begin(), requests_.end(),
                       [&](const v1::TestRequest& request) {
                         return request.test() == test &&
                                request.side() == side;
                       });
  }

  int size() const { return static_cast<int>(requests_.size()); }

  void Store() {
    case_.result.clear_test_requests();
    for (v1::TestRequest& request : requests_) {
      *case_.result.add_test_requests() = std::move(request);
    }
  }

 private:
  // What pain stopped answers no question and is asked for again, unless the
  // question is the pain.
  bool IsAnswered(const std::string& test, kv1::Side side) const {
    const Reading* reading = case_.measurements.Find(test, side);
    return reading != nullptr &&
           (!reading->pain_limited || PainIsTheResult(*reading->test));
  }

  Case& case_;
  std::vector<v1::TestRequest> requests_;
};

v1::TestRequest Request(const std::string& test, kv1::Side side,
                        const char* rule, std::string reason) {
  v1::TestRequest request;
  request.set_test(test);
  request.set_side(side);
  request.set_rule(rule);
  request.set_reason(std::move(reason));
  return request;
}

// The class of a muscle decides which question is asked first.
bool AsksFirst(const kv1::Muscle& muscle, kv1::Axis axis) {
  return (muscle.system() == kv1::MUSCLE_SYSTEM_TONIC &&
          axis == kv1::AXIS_LENGTH) ||
         (muscle.system() == kv1::MUSCLE_SYSTEM_PHASIC &&
          axis == kv1::AXIS_STRENGTH);
}

kv1::Side TestSide(const kv1::Test& test, const kv1::TestMapping& mapping,
                   kv1::Side side) {
  if (test.laterality() != kv1::LATERALITY_BILATERAL) {
    return kv1::SIDE_MIDLINE;
  }
  // A midline target is read from either side of a two-sided test.
  if (side == kv1::SIDE_MIDLINE) return kv1::SIDE_LEFT;
  if (mapping.side() == kv1::TestMapping::SIDE_RELATION_OPPOSITE) {
    return side == kv1::SIDE_LEFT ? kv1::SIDE_RIGHT : kv1::SIDE_LEFT;
  }
  return side;
}

struct Suggestion {
  v1::TestRequest request;
  double weight = 0;
  bool first = false;
};

// Why a test is suggested: what it says most about, the question on `axis`
// where the class of the muscle asks that one first, and why that is worth
// knowing.
std::string WhySuggested(const Case& the_case, const kv1::Muscle& muscle,
                         kv1::Side side, kv1::Axis axis) {
  const bool complained =
      the_case.profile.complaint_region() == muscle.region();
  return absl::StrCat("Of the tests not taken it says most about the ",
                      axis == kv1::AXIS_LENGTH     ? "length of the "
                      : axis == kv1::AXIS_STRENGTH ? "strength of the "
                                                   : "",
                      TargetName(the_case.knowledge, muscle.id(), side),
                      complained ? ", part of the region that troubles most."
                                 : ", which a tight partner may hold back.");
}

// The untaken, allowed test that says most about a muscle, the question that
// its class asks first before others.
std::optional<Suggestion> SuggestFor(const Case& the_case,
                                     const kv1::Muscle& muscle,
                                     kv1::Side side) {
  std::optional<Suggestion> best;
  for (const kv1::TestMapping* mapping :
       the_case.knowledge.MappingsOfMuscle(muscle.id())) {
    const kv1::Test& test = *the_case.knowledge.FindTest(mapping->test());
    const kv1::Side test_side = TestSide(test, *mapping, side);
    if (test.has_derivation() || !IsAllowed(the_case, test) ||
        the_case.measurements.Find(test.id(), test_side) != nullptr) {
      continue;
    }
    Suggestion candidate;
    candidate.weight = test.weight() * mapping->factor();
    candidate.first = AsksFirst(muscle, mapping->axis());
    const bool better =
        !best.has_value() || (candidate.first != best->first
                                  ? candidate.first
                                  : Above(candidate.weight, best->weight));
    if (!better) continue;
    candidate.request =
        Request(test.id(), test_side, "R-116",
                WhySuggested(
                    the_case, muscle, side,
                    candidate.first ? mapping->axis() : kv1::AXIS_UNSPECIFIED));
    best = std::move(candidate);
  }
  return best;
}

// The tests that the person took alone although only a clinician's value
// counts. A nerve test that was not clear must be repeated by one.
void AskClinicianAgain(const Case& the_case, Requests* requests) {
  for (const Reading& refused : the_case.measurements.refused) {
    if (refused.test->kind() != kv1::TEST_KIND_NEURAL ||
        refused.band == kv1::BAND_NORMAL) {
      continue;
    }
    requests->Add(Request(refused.test->id(), refused.side, "R-010",
                          "Symptoms were reported in a test that only a "
                          "clinician's hands can judge."));
  }
}

}  // namespace

void CompleteTestRequests(Case* the_case) {
  Requests requests(the_case);
  for (const v1::TestRequest& request : the_case->result.test_requests()) {
    requests.Add(request);
  }
  AskClinicianAgain(*the_case, &requests);
  requests.AddRepeats(/*due=*/true);

  std::vector<Suggestion> suggestions;
  for (const v1::Finding& finding : the_case->result.findings()) {
    if (!IsWorthKnowing(the_case->knowledge, the_case->profile,
                        the_case->result, finding)) {
      continue;
    }
    auto suggestion =
        SuggestFor(*the_case, *the_case->knowledge.FindMuscle(finding.muscle()),
                   finding.side());
    if (suggestion.has_value()) suggestions.push_back(*std::move(suggestion));
  }
  std::stable_sort(suggestions.begin(), suggestions.end(),
                   [](const Suggestion& a, const Suggestion& b) {
                     return Above(a.weight, b.weight);
                   });
  const int most = the_case->knowledge.pack().fusion().max_suggestions();
  for (Suggestion& suggestion : suggestions) {
    if (requests.size() >= most) break;
    requests.Add(std::move(suggestion.request));
  }
  // Nothing was measured: start with the tests that are repeated later.
  if (the_case->measurements.readings.empty()) {
    for (const auto& set : the_case->knowledge.pack().retest_sets()) {
      for (const std::string& id : set.tests()) {
        const kv1::Test& test = *the_case->knowledge.FindTest(id);
        const bool bilateral = test.laterality() == kv1::LATERALITY_BILATERAL;
        if (requests.size() >= most) break;
        requests.Add(Request(
            id, bilateral ? kv1::SIDE_LEFT : kv1::SIDE_MIDLINE, "R-116",
            "Nothing is measured yet; this is part of the test set that is "
            "repeated later."));
      }
    }
  }
  requests.AddRepeats(/*due=*/false);
  requests.Store();
}

}  // namespace tonus::engine
