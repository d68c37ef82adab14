// SPDX-License-Identifier: Apache-2.0
// The transport security of the server.

#ifndef TONUS_SERVICES_SERVER_CREDENTIALS_H_
#define TONUS_SERVICES_SERVER_CREDENTIALS_H_

#include <grpcpp/security/server_credentials.h>

#include <memory>

#include "absl/status/statusor.h"
#include "tonus/server/v1/config.pb.h"

namespace tonus {

// Plaintext when no certificate is configured, else TLS. With a client CA every
// client must show a certificate of it.
//   FAILED_PRECONDITION  a file can not be read or used, the key is not that of
//                        the certificate or is open to others.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(
    const server::v1::Tls& tls);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_CREDENTIALS_H_
