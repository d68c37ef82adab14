// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/caller.h"

#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace tonus::bench {
namespace {

// A server that hangs must not hang the benchmark.
constexpr std::chrono::seconds kDeadline{30};

}  // namespace

// One call under way.
struct Caller::Flight {
  Clock::time_point begin;
  int request_id = 0;
  std::optional<grpc::ClientContext> context;
  std::unique_ptr<grpc::ClientAsyncResponseReader<grpc::ByteBuffer>> reader;
  grpc::ByteBuffer response;
  grpc::Status status;
};

Caller::Caller(const Route& route, Requests& requests)
    : route_(route), requests_(requests) {}

Caller::~Caller() {
  while (Await()) {
  }
  queue_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) {
  }
}

bool Caller::Start(Clock::time_point begin) {
  const std::optional<Requests::Request> request = requests_.Next();
  if (!request.has_value()) return false;
  if (landed_.empty()) {
    landed_.push_back(flights_.emplace_back(new Flight).get());
  }
  Flight* flight = landed_.back();
  landed_.pop_back();
  flight->begin = begin;
  flight->request_id = request->id;
  flight->context.emplace();
  flight->context->set_deadline(std::chrono::system_clock::now() + kDeadline);
  for (const auto& [key, value] : route_.headers) {
    flight->context->AddMetadata(key, value);
  }
  grpc::GenericStub stub(
      route_.channels[next_channel_++ % route_.channels.size()]);
  flight->reader = stub.PrepareUnaryCall(&*flight->context, route_.method,
                                         request->bytes, &queue_);
  flight->reader->StartCall();
  flight->reader->Finish(&flight->response, &flight->status, flight);
  tally_.request_bytes += static_cast<int64_t>(request->bytes.Length());
  ++in_flight_;
  return true;
}

bool Caller::Await() {
  if (in_flight_ == 0) return false;
  void* tag = nullptr;
  bool ok = false;
  if (!queue_.Next(&tag, &ok)) return false;
  TakeIn(static_cast<Flight*>(tag));
  return true;
}

bool Caller::Poll() {
  void* tag = nullptr;
  bool ok = false;
  // A deadline in the past: looks at the sockets once and never sleeps.
  constexpr std::chrono::system_clock::time_point kPast;
  if (queue_.AsyncNext(&tag, &ok, kPast) != grpc::CompletionQueue::GOT_EVENT) {
    return false;
  }
  TakeIn(static_cast<Flight*>(tag));
  return true;
}

void Caller::TakeIn(Flight* flight) {
  const Clock::time_point now = Clock::now();
  const bool ok = flight->status.ok();
  ++tally_.calls;
  if (ok) {
    tally_.latencies.Add(absl::FromChrono(now - flight->begin));
    tally_.response_bytes += static_cast<int64_t>(flight->response.Length());
  } else if (++tally_.failed == 1) {
    tally_.first_failure = absl::StrCat("code ", flight->status.error_code(),
                                        ": ", flight->status.error_message());
  }
  requests_.Answered(flight->request_id, ok);
  flight->reader.reset();
  flight->response.Clear();
  flight->context.reset();
  landed_.push_back(flight);
  --in_flight_;
}

}  // namespace tonus::bench
