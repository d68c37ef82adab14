// SPDX-License-Identifier: Apache-2.0
#include "services/server/authentication.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/digest.h"
#include "services/error.h"
#include "services/resource_names.h"

namespace tonus {
namespace {

constexpr absl::string_view kScheme = "Bearer ";
constexpr size_t kMaxTokenBytes = 8192;
constexpr size_t kDigestHexDigits = 64;
constexpr size_t kMaxTenantBytes = 63;
constexpr size_t kMaxSubjectBytes = 128;

bool AllOf(absl::string_view text, bool (*allowed)(char)) {
  for (const char c : text) {
    if (!allowed(c)) return false;
  }
  return !text.empty();
}

bool IsTenant(absl::string_view text) {
  return text.size() <= kMaxTenantBytes && AllOf(text, [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

bool IsSubject(absl::string_view text) {
  return text.size() <= kMaxSubjectBytes && AllOf(text, [](char c) {
           return absl::ascii_isalnum(c) || absl::StrContains("._@-", c);
         });
}

bool IsDigest(absl::string_view text) {
  return text.size() == kDigestHexDigits && AllOf(text, [](char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

std::vector<std::string> ComplaintsAbout(const server::v1::Token& token) {
  std::vector<std::string> complaints;
  if (!IsDigest(token.sha256())) {
    complaints.emplace_back("sha256 is not 64 lower-case hex digits");
  }
  if (!IsTenant(token.tenant())) {
    complaints.emplace_back("tenant is not [a-z0-9-]{1,63}");
  }
  if (!IsSubject(token.subject())) {
    complaints.emplace_back("subject is not [A-Za-z0-9._@-]{1,128}");
  }
  if (!v1::Role_IsValid(token.role()) || token.role() == v1::ROLE_UNSPECIFIED) {
    complaints.emplace_back("role is missing");
  }
  if (token.role() == v1::ROLE_PATIENT ? !IsPatientId(token.patient())
                                       : !token.patient().empty()) {
    complaints.emplace_back(
        "patient is the id of a patient, for ROLE_PATIENT and only then");
  }
  return complaints;
}

absl::Time ExpiryOf(const server::v1::Token& token) {
  if (!token.has_expire_time()) return absl::InfiniteFuture();
  return absl::FromUnixSeconds(token.expire_time().seconds()) +
         absl::Nanoseconds(token.expire_time().nanos());
}

absl::Status Invalid() {
  return MakeError(absl::StatusCode::kUnauthenticated, "INVALID_CREDENTIAL",
                   "the credential is not known or has expired");
}

}  // namespace

absl::StatusOr<Authenticator> Authenticator::Create(
    const server::v1::TokenFile& tokens) {
  Authenticator authenticator;
  std::vector<std::string> complaints;
  for (int i = 0; i < tokens.tokens_size(); ++i) {
    const server::v1::Token& token = tokens.tokens(i);
    std::vector<std::string> found = ComplaintsAbout(token);
    if (found.empty() &&
        !authenticator.holders_
             .try_emplace(absl::HexStringToBytes(token.sha256()),
                          Holder{{token.tenant(), token.subject(), token.role(),
                                  token.patient()},
                                 ExpiryOf(token)})
             .second) {
      found.emplace_back("sha256 is that of an earlier token");
    }
    for (const std::string& complaint : found) {
      complaints.push_back(absl::StrCat("tokens[", i, "]: ", complaint));
    }
  }
  if (complaints.empty()) return authenticator;
  return absl::FailedPreconditionError(absl::StrJoin(complaints, "; "));
}

absl::StatusOr<Principal> Authenticator::Authenticate(
    absl::string_view authorization, absl::Time now) const {
  if (authorization.empty()) {
    return MakeError(absl::StatusCode::kUnauthenticated, "MISSING_CREDENTIAL",
                     "the call carries no credential, or more than one; send "
                     "once the header "
                     "\"authorization: Bearer TOKEN\"");
  }
  if (!absl::StartsWithIgnoreCase(authorization, kScheme)) return Invalid();
  const absl::string_view token =
      absl::StripAsciiWhitespace(authorization.substr(kScheme.size()));
  if (token.size() > kMaxTokenBytes) return Invalid();
  const auto holder = holders_.find(Sha256(token));
  if (holder == holders_.end() || holder->second.expires <= now) {
    return Invalid();
  }
  return holder->second.principal;
}

}  // namespace tonus
