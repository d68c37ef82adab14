// SPDX-License-Identifier: Apache-2.0
// All methods of the API with handlers that only remember their call, for
// tests of what lies in front of the handlers.

#ifndef TONUS_TESTS_SERVER_FAKE_SERVICES_H_
#define TONUS_TESTS_SERVER_FAKE_SERVICES_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/message.h"
#include "services/call.h"
#include "services/server/method_table.h"
#include "services/stream_part.h"

namespace tonus::testing {

// The five services of the API.
std::vector<std::string> ApiServices();

class FakeServices {
 public:
  // What every handler does before it returns an empty response.
  using Behaviour = std::function<absl::Status(Call&)>;

  FakeServices();

  const MethodTable& table() const { return table_; }

  // How many calls reached a handler.
  int calls() const { return calls_.load(); }

  // The call that reached a handler last, without `cancelled`.
  Call last_call() const;

  // Set before the first call.
  void set_behaviour(Behaviour behaviour) { behaviour_ = std::move(behaviour); }

 private:
  template <typename Request, typename Response>
  struct Fake {
    FakeServices* owner;
    absl::StatusOr<Response> Handle(Call& call, const Request& /*request*/) {
      const absl::Status status = owner->Record(call);
      if (!status.ok()) return status;
      return Response();
    }
  };

  // Ends its stream at once.
  template <typename Request, typename Response>
  struct FakeStream {
    FakeServices* owner;
    absl::StatusOr<StreamPart<Response>> Handle(Call& call,
                                                const Request& /*request*/,
                                                const std::string& /*cursor*/) {
      const absl::Status status = owner->Record(call);
      if (!status.ok()) return status;
      StreamPart<Response> part;
      part.messages.emplace_back();
      part.end = true;
      return part;
    }
  };

  template <typename Request, typename Response>
  void Add(const std::string& name);

  template <typename Request, typename Response>
  void AddStream(const std::string& name);

  absl::Status Record(Call& call);

  MethodTable table_;
  std::vector<std::shared_ptr<void>> fakes_;
  Behaviour behaviour_;
  std::atomic<int> calls_ = 0;
  mutable absl::Mutex mutex_;
  Call last_call_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tonus::testing

#endif  // TONUS_TESTS_SERVER_FAKE_SERVICES_H_
