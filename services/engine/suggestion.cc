// SPDX-License-Identifier: Apache-2.0
#include "services/engine/suggestion.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/bands.h"
#include "services/engine/case.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/measurement.h"
#include "services/engine/possible_changes.h"
#include "services/engine/relevance.h"
#include "services/engine/suggestion_wording.h"
#include "services/engine/test_offer.h"
#include "services/engine/trial.h"
#include "services/engine/trial_values.h"
#include "services/engine/value_readers.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Requests under this rule are suggestions themselves, no rule's demand.
constexpr char kSuggestionRule[] = "R-116";

struct Ranked {
  v1::TestSuggestion suggestion;
  int relevant = 0;
};

// Finds the suggestions for one person on one day.
class Search {
 public:
  Search(const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
         absl::CivilDay today, kv1::Assessor assessor,
         const v1::Interpretation& known)
      : knowledge_(knowledge),
        profile_(CurrentProfile(facts)),
        age_years_(AgeYears(profile_, today)),
        assessor_(assessor),
        known_(known),
        measurements_(Measure(knowledge, facts, today)),
        read_by_value_(TestsReadByValue(knowledge.pack())),
        trial_(knowledge, facts, today),
        before_(trial_.ReadNothing()) {}

  // Every test whose result could change something, the best first.
  std::vector<v1::TestSuggestion> Run();

 private:
  Occasion OccasionFor(const kv1::Test& test, kv1::Side side) const;
  bool IsToBeRepeated(const kv1::Test& test, kv1::Side side) const;
  const v1::TestRequest* RequestOf(const std::string& test) const;
  bool MayTakeAlone(const kv1::Test& test) const;
  bool MayAskFor(const kv1::Test& test) const;
  void Try(const kv1::Test& test, kv1::Side side, PossibleChanges* changes);
  Ranked Describe(const kv1::Test& test, Occasion occasion,
                  const PossibleChanges& changes) const;

  const Knowledge& knowledge_;
  const v1::Profile& profile_;
  const std::optional<int> age_years_;
  const kv1::Assessor assessor_;
  const v1::Interpretation& known_;
  const Measurements measurements_;
  const absl::flat_hash_set<absl::string_view> read_by_value_;
  Trial trial_;
  const v1::Interpretation before_;
};

std::vector<kv1::Side> SidesOf(const kv1::Test& test) {
  if (test.laterality() != kv1::LATERALITY_BILATERAL) {
    return {kv1::SIDE_MIDLINE};
  }
  return {kv1::SIDE_LEFT, kv1::SIDE_RIGHT};
}

Occasion Search::OccasionFor(const kv1::Test& test, kv1::Side side) const {
  if (measurements_.Find(test.id(), side) != nullptr) {
    return IsToBeRepeated(test, side) ? Occasion::kRepeated : Occasion::kTaken;
  }
  const auto& refused = measurements_.refused;
  if (std::any_of(refused.begin(), refused.end(), [&](const Reading& reading) {
        return reading.test == &test && reading.side == side;
      })) {
    return Occasion::kRefused;
  }
  const auto& rejected = measurements_.rejected;
  const bool expired = std::any_of(
      rejected.begin(), rejected.end(), [&](const v1::RejectedResult& result) {
        return result.reason() == "EXPIRED" && result.test() == test.id() &&
               result.side() == side;
      });
  return expired ? Occasion::kExpired : Occasion::kUntaken;
}

// Whether a rule asks now for a test that has a result.
bool Search::IsToBeRepeated(const kv1::Test& test, kv1::Side side) const {
  return absl::c_any_of(
      known_.test_requests(), [&](const v1::TestRequest& request) {
        return request.test() == test.id() && request.side() == side &&
               !request.has_due_date();
      });
}

// What a rule asks for now, or nullptr.
const v1::TestRequest* Search::RequestOf(const std::string& test) const {
  for (const v1::TestRequest& request : known_.test_requests()) {
    if (request.test() == test && request.rule() != kSuggestionRule &&
        !request.has_due_date()) {
      return &request;
    }
  }
  return nullptr;
}

// Nobody tries alone whether what keeps a condition in force is over.
bool Search::MayTakeAlone(const kv1::Test& test) const {
  const v1::TestRequest* request = RequestOf(test.id());
  const kv1::Rule* rule =
      request == nullptr ? nullptr : knowledge_.FindRule(request->rule());
  const bool ends_condition =
      rule != nullptr &&
      absl::c_any_of(rule->effects(), [](const kv1::Effect& effect) {
        return effect.has_set_condition();
      });
  return !ends_condition && MayOffer(known_, test, kv1::ASSESSOR_SELF);
}

// What a rule asks a clinician for has been judged.
bool Search::MayAskFor(const kv1::Test& test) const {
  if (assessor_ == kv1::ASSESSOR_SELF) return MayTakeAlone(test);
  return MayOffer(known_, test, assessor_) || RequestOf(test.id()) != nullptr;
}

void Search::Try(const kv1::Test& test, kv1::Side side,
                 PossibleChanges* changes) {
  const kv1::Bands& bands = BandsFor(test, profile_, age_years_,
                                     kv1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED);
  v1::TestResult result;
  result.set_test(test.id());
  result.set_side(side);
  result.set_assessor(assessor_);
  // A side is compared with the other one by its value.
  const bool compared = !measurements_.Of(test.id()).empty();
  const bool ends = compared || read_by_value_.contains(test.id());
  for (const double value : TrialValues(test, bands, ends)) {
    result.set_value(value);
    changes->Add({side, value, BandOf(bands, value)}, trial_.Read(result));
  }
}

Ranked Search::Describe(const kv1::Test& test, Occasion occasion,
                        const PossibleChanges& changes) const {
  Ranked ranked;
  v1::TestSuggestion& suggestion = ranked.suggestion;
  suggestion.set_test(test.id());
  suggestion.set_display_name(test.display_name());
  for (kv1::Side side : SidesOf(test)) {
    if (changes.Concerns(side)) suggestion.add_sides(side);
  }
  suggestion.set_needs_clinician(!MayTakeAlone(test));
  changes.Store(&suggestion);
  const v1::TestRequest* request = RequestOf(test.id());
  suggestion.set_rule(request == nullptr ? kSuggestionRule : request->rule());
  suggestion.set_reason(SuggestionReason(
      knowledge_, occasion, request == nullptr ? "" : request->reason(),
      suggestion));
  for (int target : changes.Targets()) {
    if (IsWorthKnowing(knowledge_, profile_, before_,
                       before_.findings(target))) {
      ++ranked.relevant;
    }
  }
  return ranked;
}

std::vector<v1::TestSuggestion> Search::Run() {
  std::vector<Ranked> found;
  for (const kv1::Test& test : knowledge_.pack().tests()) {
    if (test.has_derivation() || !MayAskFor(test)) continue;
    PossibleChanges changes(before_);
    Occasion occasion = Occasion::kTaken;
    for (const kv1::Side side : SidesOf(test)) {
      const Occasion here = OccasionFor(test, side);
      if (here == Occasion::kTaken) continue;
      occasion = std::max(occasion, here);
      Try(test, side, &changes);
    }
    if (!changes.empty()) found.push_back(Describe(test, occasion, changes));
  }
  const auto key = [](const Ranked& ranked) {
    return std::make_tuple(ranked.suggestion.rule() == kSuggestionRule,
                           -ranked.suggestion.changeable_verdicts(),
                           -ranked.relevant,
                           absl::string_view(ranked.suggestion.test()));
  };
  std::sort(found.begin(), found.end(),
            [&](const Ranked& a, const Ranked& b) { return key(a) < key(b); });
  std::vector<v1::TestSuggestion> suggestions;
  suggestions.reserve(found.size());
  for (Ranked& ranked : found) {
    suggestions.push_back(std::move(ranked.suggestion));
  }
  return suggestions;
}

}  // namespace

v1::SuggestTestsResponse SuggestTests(const Knowledge& knowledge,
                                      const storage::v1::PatientFacts& facts,
                                      absl::CivilDay today,
                                      const SuggestionTerms& terms) {
  const v1::Interpretation known = Interpret(knowledge, facts, today);
  v1::SuggestTestsResponse response;
  response.set_gate(known.gate());
  if (known.gate() != v1::GATE_OK) {
    response.set_nothing_because(ClosedGateReason(known));
    return response;
  }
  std::vector<v1::TestSuggestion> suggestions =
      Search(knowledge, facts, today, terms.assessor, known).Run();
  response.set_total_size(static_cast<int>(suggestions.size()));
  if (suggestions.empty()) response.set_nothing_because(NothingToLearnReason());
  const int most =
      terms.most > 0 ? terms.most : knowledge.pack().fusion().max_suggestions();
  for (v1::TestSuggestion& suggestion : suggestions) {
    if (response.suggestions_size() == most) break;
    *response.add_suggestions() = std::move(suggestion);
  }
  return response;
}

}  // namespace tonus::engine
