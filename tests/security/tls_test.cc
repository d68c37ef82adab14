// SPDX-License-Identifier: Apache-2.0
// Who can connect when TLS is on.

#include <grpcpp/grpcpp.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/server/grpc_server.h"
#include "services/server/settings.h"
#include "tests/server/fake_services.h"
#include "tests/server/test_server.h"
#include "tests/testing/matchers.h"

namespace tonus::testing {
namespace {

using ::testing::HasSubstr;

// A key and a certificate for 127.0.0.1 that it signed itself, as PEM.
struct Identity {
  std::string key;
  std::string certificate;
};

std::string TextOf(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string text(data, size);
  BIO_free(bio);
  return text;
}

Identity MakeIdentity(const char* name) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(),
                                                                X509_free);
  X509* x509 = certificate.get();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
  X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
  X509_set_pubkey(x509, key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1,
                             -1, 0);
  X509_set_issuer_name(x509, X509_get_subject_name(x509));
  for (const auto& [id, value] :
       {std::pair(NID_subject_alt_name, "IP:127.0.0.1"),
        std::pair(NID_basic_constraints, "critical,CA:TRUE")}) {
    X509_EXTENSION* extension =
        X509V3_EXT_conf_nid(nullptr, nullptr, id, value);
    X509_add_ext(x509, extension, -1);
    X509_EXTENSION_free(extension);
  }
  X509_sign(x509, key.get(), EVP_sha256());
  BIO* key_text = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(key_text, key.get(), nullptr, nullptr, 0, nullptr,
                           nullptr);
  BIO* certificate_text = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(certificate_text, x509);
  return {TextOf(key_text), TextOf(certificate_text)};
}

class TlsTest : public ::testing::Test {
 protected:
  TlsTest() {
    std::string name = ::testing::TempDir() + "tonus-tls-XXXXXX";
    folder_ = mkdtemp(name.data());
    config_.set_listen_address("127.0.0.1:0");
    config_.mutable_tls()->set_certificate_file(
        Write("certificate", own_.certificate, 0644));
    config_.mutable_tls()->set_key_file(Write("key", own_.key, 0600));
  }
  ~TlsTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text,
                    mode_t mode) const {
    std::string path = absl::StrCat(folder_, "/", name);
    std::ofstream(path) << text;
    chmod(path.c_str(), mode);
    return path;
  }

  absl::StatusOr<std::unique_ptr<GrpcServer>> Start() {
    return GrpcServer::Start(config_, services_.table(), &edge_,
                             &authenticator_);
  }

  // Whether a client with these credentials can connect.
  static bool Connects(
      const GrpcServer& server,
      const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    const auto channel = grpc::CreateCustomChannel(
        absl::StrCat("ipv4:127.0.0.1:", server.port()), credentials, {});
    auto state = channel->GetState(/*try_to_connect=*/true);
    while (state != GRPC_CHANNEL_READY &&
           state != GRPC_CHANNEL_TRANSIENT_FAILURE) {
      channel->WaitForStateChange(state, gpr_inf_future(GPR_CLOCK_REALTIME));
      state = channel->GetState(/*try_to_connect=*/true);
    }
    return state == GRPC_CHANNEL_READY;
  }

  static std::shared_ptr<grpc::ChannelCredentials> Client(
      const Identity& server, const Identity& client) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = server.certificate;
    options.pem_private_key = client.key;
    options.pem_cert_chain = client.certificate;
    return grpc::SslCredentials(options);
  }

  const Identity own_ = MakeIdentity("server");
  const Identity clinic_ = MakeIdentity("clinic");
  const Identity stranger_ = MakeIdentity("stranger");
  std::string folder_;
  server::v1::Config config_ = DefaultConfig();
  FakeServices services_;
  const Authenticator authenticator_ = *Authenticator::Create(TestTokens());
  Executor executor_{1, 1};
  Edge edge_{&authenticator_, &executor_};
};

TEST_F(TlsTest, AClientThatKnowsTheServerConnects) {
  TONUS_ASSERT_OK_AND_ASSIGN(const auto server, Start());
  EXPECT_TRUE(Connects(*server, Client(own_, {})));
  EXPECT_FALSE(Connects(*server, Client(stranger_, {})));
  EXPECT_FALSE(Connects(*server, grpc::InsecureChannelCredentials()));
}

TEST_F(TlsTest, WithAClientAuthorityOnlyItsClientsAreHeard) {
  config_.mutable_tls()->set_client_ca_file(
      Write("clients", clinic_.certificate, 0644));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto server, Start());
  // TLS 1.3 tells a client of its refusal only after the handshake; a call is
  // the proof that it was heard.
  const auto call = [&](const Identity& client) {
    const auto channel = grpc::CreateCustomChannel(
        absl::StrCat("ipv4:127.0.0.1:", server->port()), Client(own_, client),
        {});
    return CallOn(*channel, "tonus.v1.KnowledgeService.GetPack", "", kClinician)
        .status.ok();
  };
  EXPECT_TRUE(call(clinic_));
  EXPECT_FALSE(call(stranger_));
  EXPECT_FALSE(call({}));
  EXPECT_EQ(services_.calls(), 1);
}

TEST_F(TlsTest, AKeyThatOthersMayReadIsRefused) {
  ASSERT_EQ(chmod(config_.tls().key_file().c_str(), 0640), 0);
  EXPECT_THAT(Start().status(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                         HasSubstr("chmod 600")));
}

TEST_F(TlsTest, AMissingFileIsNamed) {
  config_.mutable_tls()->set_certificate_file(folder_ + "/none");
  EXPECT_THAT(Start().status(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                         HasSubstr("/none")));
}

}  // namespace
}  // namespace tonus::testing
