// SPDX-License-Identifier: Apache-2.0
// A server with canned answers, on a socket in a folder of its own.

#ifndef TONUS_TESTS_CLIENT_FAKE_SERVER_H_
#define TONUS_TESTS_CLIENT_FAKE_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "google/protobuf/message.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/server.h"
#include "tonus/v1/assessment_service.grpc.pb.h"
#include "tonus/v1/knowledge_service.grpc.pb.h"
#include "tonus/v1/patient_service.grpc.pb.h"
#include "tonus/v1/progress_service.grpc.pb.h"
#include "tonus/v1/routine_service.grpc.pb.h"

namespace tonus::client {

// What the server received.
struct Received {
  std::string request;        // Text form.
  std::string authorization;  // The header, empty when there was none.
  double seconds_left = 0;    // Until the deadline.
};

// Answers every call to a method of a service with the response that was set
// for its type, or with an empty one. Thread-safe.
class FakeServer {
 public:
  FakeServer();
  ~FakeServer();

  // The address for --server.
  std::string address() const { return "unix:" + folder_ + "/socket"; }
  // A folder that goes with the server.
  const std::string& folder() const { return folder_; }
  // A file with the credential `secret-token`.
  std::string token_file() const { return folder_ + "/token"; }

  // Answers calls whose response has the type of `response` with it; several
  // are given out in turn, the last again and again.
  void Answer(const google::protobuf::Message& response);

  // Fails the next `times` calls.
  void Fail(const grpc::Status& status, int times = 1000);

  // Lets calls wait until the server goes.
  void Hang();

  std::vector<Received> received() const;

 private:
  struct Services;
  friend struct Services;

  grpc::Status Serve(grpc::ServerContext* context,
                     const google::protobuf::Message& request,
                     google::protobuf::Message* response);

  std::string folder_;
  mutable absl::Mutex mutex_;
  std::vector<std::unique_ptr<google::protobuf::Message>> answers_
      ABSL_GUARDED_BY(mutex_);
  std::vector<Received> received_ ABSL_GUARDED_BY(mutex_);
  grpc::Status failure_ ABSL_GUARDED_BY(mutex_);
  int failures_left_ ABSL_GUARDED_BY(mutex_) = 0;
  bool hang_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::unique_ptr<Services> services_;
  std::unique_ptr<grpc::Server> server_;
};

// Returns the status that carries `status` as gRPC servers send it.
grpc::Status ToGrpc(const google::rpc::Status& status);

}  // namespace tonus::client

#endif  // TONUS_TESTS_CLIENT_FAKE_SERVER_H_
