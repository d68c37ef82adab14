// SPDX-License-Identifier: Apache-2.0
// Checks certificates and keys before a server is started with them, since gRPC
// only says that it could not start.

#ifndef TONUS_SERVICES_SERVER_KEY_PAIR_H_
#define TONUS_SERVICES_SERVER_KEY_PAIR_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tonus {

// The content of a PEM file and its name for messages.
struct PemFile {
  absl::string_view path;
  absl::string_view content;
};

// OK when every block of `file` is a certificate, and there is one.
//   FAILED_PRECONDITION  otherwise; the message names the file.
absl::Status CheckCertificates(const PemFile& file);

// OK when `key` is the private key, without a passphrase, of the first
// certificate of `chain`.
//   FAILED_PRECONDITION  otherwise; the message names the file.
absl::Status CheckKeyPair(const PemFile& chain, const PemFile& key);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_KEY_PAIR_H_
