// SPDX-License-Identifier: Apache-2.0
// Whether the wordings of a pack find what they are to find.
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/check_sense.h"
#include "services/engine/forbidden_wording.h"
#include "services/engine/phrases.h"

namespace tonus::engine {
namespace {

using knowledge::v1::ForbiddenClaim;

// A pack may forbid more claims than these and none fewer.
constexpr const char* kLeastClaims[] = {"N-1", "N-2", "N-3",
                                        "N-4", "N-5", "N-6"};

void CheckBeginnings(EntryCheck& entry, absl::string_view field,
                     const Beginnings& beginnings) {
  for (const std::string& beginning : beginnings) {
    entry.Expect(
        CanBeFound(beginning),
        absl::StrCat(field, " is never found: `", beginning,
                     "` is to be in lower case, without marks, and with single "
                     "blanks, none before it"));
  }
}

void CheckClaim(EntryCheck& entry, const ForbiddenClaim& claim) {
  for (const auto& wording : claim.wordings()) {
    entry.Expect(!wording.words().empty(),
                 "wordings holds one without words, which everything fits");
    for (const auto& choice : wording.words()) {
      entry.Expect(!choice.any().empty(),
                   "wordings holds words without any, which nothing fits");
      CheckBeginnings(entry, "any", choice.any());
    }
  }
  CheckBeginnings(entry, "unless", claim.unless());
  if (claim.wordings().empty() && claim.example().empty()) return;
  ForbiddenClaims alone;
  *alone.Add() = claim;
  entry.Expect(!ForbiddenClaimsIn(alone, claim.example()).empty(),
               "wordings do not find the claim in its example");
}

}  // namespace

void CheckWordings(CheckContext& context) {
  for (const ForbiddenClaim& claim : context.pack.forbidden_claims()) {
    EntryCheck entry(context, "forbidden_claims", claim.id());
    CheckClaim(entry, claim);
  }
  if (!context.pack.has_instruction_wording()) return;
  EntryCheck entry(context, "instruction_wording", "");
  CheckBeginnings(entry, "harmful",
                  context.pack.instruction_wording().harmful());
  CheckBeginnings(entry, "unless", context.pack.instruction_wording().unless());
}

Complaints CheckWordingsGiven(const knowledge::v1::Pack& pack) {
  CheckContext context(pack);
  EntryCheck table(context, "forbidden_claims", "");
  for (const char* id : kLeastClaims) {
    table.Expect(absl::c_any_of(pack.forbidden_claims(),
                                [id](const ForbiddenClaim& claim) {
                                  return claim.id() == id;
                                }),
                 absl::StrCat("lacks `", id, "`, which every pack forbids"));
  }
  for (const ForbiddenClaim& claim : pack.forbidden_claims()) {
    EntryCheck entry(context, "forbidden_claims", claim.id());
    entry.Expect(!claim.wordings().empty(),
                 "has no wordings, so no text that makes the claim is found");
  }
  EntryCheck entry(context, "instruction_wording", "");
  entry.Expect(pack.has_instruction_wording(),
               "is missing, so no instruction that harms is found");
  return context.TakeComplaints();
}

}  // namespace tonus::engine
