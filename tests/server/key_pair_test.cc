// SPDX-License-Identifier: Apache-2.0
#include "services/server/key_pair.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;

std::string Written(const std::function<void(BIO*)>& write) {
  BIO* bio = BIO_new(BIO_s_mem());
  write(bio);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  std::string text(bytes, static_cast<size_t>(size));
  BIO_free(bio);
  return text;
}

// A key and a certificate that it signed itself.
class Identity {
 public:
  Identity() : key_(EVP_EC_gen("P-256"), EVP_PKEY_free) {}

  std::string Key(const EVP_CIPHER* cipher = nullptr) const {
    return Written([&](BIO* bio) {
      char passphrase[] = "secret";
      PEM_write_bio_PrivateKey(bio, key_.get(), cipher, nullptr, 0, nullptr,
                               cipher == nullptr ? nullptr : passphrase);
    });
  }

  std::string Certificate() const {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(),
                                                                  X509_free);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 60);
    X509_set_pubkey(certificate.get(), key_.get());
    X509_sign(certificate.get(), key_.get(), EVP_sha256());
    return Written(
        [&](BIO* bio) { PEM_write_bio_X509(bio, certificate.get()); });
  }

 private:
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

std::string ComplaintAbout(const std::string& chain, const std::string& key) {
  return std::string(
      CheckKeyPair({"cert.pem", chain}, {"key.pem", key}).message());
}

TEST(KeyPairTest, AKeyOpensItsCertificate) {
  const Identity server;
  const Identity authority;
  EXPECT_THAT(CheckKeyPair({"cert.pem", server.Certificate()},
                           {"key.pem", server.Key()}),
              IsOk());
  // Only the first certificate of a chain is the key's.
  EXPECT_THAT(CheckKeyPair({"cert.pem", absl::StrCat(server.Certificate(),
                                                     authority.Certificate())},
                           {"key.pem", server.Key()}),
              IsOk());
}

TEST(KeyPairTest, WhatDoesNotFitIsNamed) {
  const Identity server;
  const Identity other;
  const std::string certificate = server.Certificate();
  EXPECT_THAT(ComplaintAbout(certificate, other.Key()),
              HasSubstr("key.pem is not the key of the certificate"));
  EXPECT_THAT(ComplaintAbout("", server.Key()),
              HasSubstr("cert.pem holds no certificate"));
  EXPECT_THAT(ComplaintAbout(server.Key(), server.Key()),
              HasSubstr("cert.pem holds no certificate"));
  EXPECT_THAT(ComplaintAbout(certificate, certificate),
              HasSubstr("key.pem holds no private key"));
  EXPECT_THAT(ComplaintAbout(certificate, server.Key(EVP_aes_128_cbc())),
              HasSubstr("without a passphrase"));

  std::string damaged = other.Certificate();
  damaged[damaged.size() / 2] = '!';
  EXPECT_THAT(ComplaintAbout(certificate + damaged, server.Key()),
              HasSubstr("cert.pem: certificate 2 can not be read"));
}

}  // namespace
}  // namespace tonus
