// SPDX-License-Identifier: Apache-2.0
// A server on the fake services, called over a real connection.

#ifndef TONUS_TESTS_SERVER_TEST_SERVER_H_
#define TONUS_TESTS_SERVER_TEST_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/server/grpc_server.h"
#include "tests/server/fake_services.h"

namespace tonus::testing {

// The patient of kOwnPatientToken, and another one.
inline constexpr char kPatient[] = "abcdefghijklmnopqrstuvwxyz";
inline constexpr char kOtherPatient[] = "zyxwvutsrqponmlkjihgfedcba";

// Tokens that the server knows.
inline constexpr char kClinician[] = "token-of-a-clinician";
inline constexpr char kService[] = "token-of-a-service";
inline constexpr char kAdmin[] = "token-of-an-admin";
inline constexpr char kPatientToken[] = "token-of-a-patient";
inline constexpr char kOtherTenant[] = "token-of-another-tenant";
inline constexpr char kExpired[] = "token-that-has-expired";

// The credentials above.
server::v1::TokenFile TestTokens();

// What a call came to.
struct Outcome {
  grpc::Status status;
  std::string response;
  google::rpc::Status details;
  std::multimap<std::string, std::string> headers;
  std::multimap<std::string, std::string> trailers;

  // The reason of the only ErrorInfo; a text that says so when there is not
  // exactly one.
  std::string Reason() const;
};

// Calls a method such as `tonus.v1.PatientService.GetPatient` with serialized
// messages. Without a token the call carries no credential.
Outcome CallOn(grpc::Channel& channel, const std::string& method,
               const std::string& request, const std::string& token,
               absl::Time deadline = absl::InfiniteFuture());

class TestServer {
 public:
  explicit TestServer(const std::string& listen_address = "127.0.0.1:0");

  FakeServices& services() { return services_; }
  GrpcServer& grpc_server() { return *server_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // CallOn the channel.
  Outcome Call(const std::string& method, const std::string& request,
               const std::string& token,
               absl::Time deadline = absl::InfiniteFuture()) {
    return CallOn(*channel_, method, request, token, deadline);
  }

 private:
  FakeServices services_;
  Authenticator authenticator_;
  Executor executor_{2, 8};
  Edge edge_{&authenticator_, &executor_};
  std::unique_ptr<GrpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace tonus::testing

#endif  // TONUS_TESTS_SERVER_TEST_SERVER_H_
