// SPDX-License-Identifier: Apache-2.0
// What a load sends.

#ifndef TONUS_TESTS_BENCH_REQUESTS_H_
#define TONUS_TESTS_BENCH_REQUESTS_H_

#include <grpcpp/support/byte_buffer.h>

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace tonus::bench {

// Not thread-safe.
class Requests {
 public:
  struct Request {
    grpc::ByteBuffer bytes;
    int id = 0;  // Handed back to Answered().
  };

  Requests() = default;
  Requests(const Requests&) = delete;
  Requests& operator=(const Requests&) = delete;
  virtual ~Requests() = default;

  // Returns the request to send now, or nothing while every one must wait for
  // an answer.
  virtual std::optional<Request> Next() = 0;

  // Is told how each request ended.
  virtual void Answered(int id, bool ok) = 0;
};

// Requests that were made before, drawn at random, as often as wanted.
class RepeatedRequests : public Requests {
 public:
  // There must be at least one.
  RepeatedRequests(const std::vector<std::string>& requests, uint64_t seed);

  std::optional<Request> Next() override;
  void Answered(int /*id*/, bool /*ok*/) override {}

 private:
  std::vector<grpc::ByteBuffer> requests_;
  std::mt19937_64 random_;
};

// Copies the bytes.
grpc::ByteBuffer ToByteBuffer(const std::string& bytes);

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_REQUESTS_H_
