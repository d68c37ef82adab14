// SPDX-License-Identifier: Apache-2.0
// Says who calls, from the bearer token of the call.

#ifndef TONUS_SERVICES_SERVER_AUTHENTICATION_H_
#define TONUS_SERVICES_SERVER_AUTHENTICATION_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/call.h"
#include "tonus/server/v1/token_file.pb.h"

namespace tonus {

// Immutable, thread-safe.
class Authenticator {
 public:
  //   FAILED_PRECONDITION  a credential is wrong; the message lists every
  //                        complaint and no secret.
  static absl::StatusOr<Authenticator> Create(
      const server::v1::TokenFile& tokens);

  // Returns the holder of the credential. `authorization` is the value of the
  // request header of that name, empty when there is none.
  //   UNAUTHENTICATED  reason MISSING_CREDENTIAL or INVALID_CREDENTIAL.
  absl::StatusOr<Principal> Authenticate(absl::string_view authorization,
                                         absl::Time now) const;

 private:
  struct Holder {
    Principal principal;
    absl::Time expires;
  };

  Authenticator() = default;

  // By digest of the token. The time of a look-up depends on the digest alone,
  // which nobody can steer towards another one: that makes it as good as a
  // comparison in constant time.
  absl::flat_hash_map<std::string, Holder> holders_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_AUTHENTICATION_H_
