// SPDX-License-Identifier: Apache-2.0
#include "services/server/credentials.h"

#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/server/key_pair.h"
#include "services/server/secret_file.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf())) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " can not be read or is empty"));
  }
  return content.str();
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(
    const server::v1::Tls& tls) {
  if (tls.certificate_file().empty()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options;
  grpc::SslServerCredentialsOptions::PemKeyCertPair pair;
  TONUS_ASSIGN_OR_RETURN(pair.cert_chain, ReadFile(tls.certificate_file()));
  TONUS_ASSIGN_OR_RETURN(pair.private_key, ReadSecretFile(tls.key_file()));
  TONUS_RETURN_IF_ERROR(CheckKeyPair({tls.certificate_file(), pair.cert_chain},
                                     {tls.key_file(), pair.private_key}));
  options.pem_key_cert_pairs.push_back(std::move(pair));
  if (!tls.client_ca_file().empty()) {
    TONUS_ASSIGN_OR_RETURN(options.pem_root_certs,
                           ReadFile(tls.client_ca_file()));
    TONUS_RETURN_IF_ERROR(
        CheckCertificates({tls.client_ca_file(), options.pem_root_certs}));
    options.client_certificate_request =
        GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY;
  }
  return grpc::SslServerCredentials(options);
}

}  // namespace tonus
