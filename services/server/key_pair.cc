// SPDX-License-Identifier: Apache-2.0
#include "services/server/key_pair.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

std::unique_ptr<BIO, Free> Open(const PemFile& file) {
  return std::unique_ptr<BIO, Free>(BIO_new_mem_buf(
      file.content.data(), static_cast<int>(file.content.size())));
}

// Without it OpenSSL would ask the terminal for a passphrase.
int NoPassphrase(char* /*buffer*/, int /*size*/, int /*is_write*/,
                 void* /*data*/) {
  return 0;
}

std::unique_ptr<X509, Free> NextCertificate(BIO* bio) {
  return std::unique_ptr<X509, Free>(
      PEM_read_bio_X509(bio, nullptr, NoPassphrase, nullptr));
}

}  // namespace

absl::Status CheckCertificates(const PemFile& file) {
  const auto bio = Open(file);
  int certificates = 0;
  while (NextCertificate(bio.get()) != nullptr) ++certificates;
  const bool at_end =
      ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (certificates > 0 && at_end) return absl::OkStatus();
  return absl::FailedPreconditionError(
      certificates == 0
          ? absl::StrCat(file.path, " holds no certificate in PEM form")
          : absl::StrCat(file.path, ": certificate ", certificates + 1,
                         " can not be read"));
}

absl::Status CheckKeyPair(const PemFile& chain, const PemFile& key) {
  TONUS_RETURN_IF_ERROR(CheckCertificates(chain));
  const auto certificate = NextCertificate(Open(chain).get());
  const std::unique_ptr<EVP_PKEY, Free> private_key(
      PEM_read_bio_PrivateKey(Open(key).get(), nullptr, NoPassphrase, nullptr));
  const bool matches =
      private_key != nullptr &&
      X509_check_private_key(certificate.get(), private_key.get()) == 1;
  ERR_clear_error();
  if (matches) return absl::OkStatus();
  return absl::FailedPreconditionError(
      private_key == nullptr
          ? absl::StrCat(key.path,
                         " holds no private key in PEM form without a "
                         "passphrase")
          : absl::StrCat(key.path, " is not the key of the certificate in ",
                         chain.path));
}

}  // namespace tonus
