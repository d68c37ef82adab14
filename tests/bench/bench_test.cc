// SPDX-License-Identifier: Apache-2.0
// The benchmark counts right: percentiles, calls, failures, lost writes.

#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/bench/caller.h"
#include "tests/bench/echo_protocol.h"
#include "tests/bench/echo_service.h"
#include "tests/bench/histogram.h"
#include "tests/bench/load.h"
#include "tests/bench/requests.h"
#include "tests/bench/spread.h"
#include "tests/bench/verdict.h"

namespace tonus::bench {
namespace {

using ::testing::DoubleNear;
using ::testing::HasSubstr;

TEST(HistogramTest, PercentilesAreWithinOnePercent) {
  for (const double scale : {1.0, 1e3, 1e6}) {  // ns, us, ms.
    Histogram histogram;
    for (int i = 1; i <= 10000; ++i)
      histogram.Add(absl::Nanoseconds(i * scale));
    for (const double share : {0.001, 0.01, 0.5, 0.99, 1.0}) {
      const double expected = share * 10000 * scale;
      EXPECT_THAT(absl::ToDoubleNanoseconds(histogram.Percentile(share)),
                  DoubleNear(expected, expected / 100))
          << share << " at scale " << scale;
    }
  }
}

TEST(HistogramTest, EndsAreCounted) {
  Histogram histogram;
  EXPECT_EQ(histogram.Percentile(0.5), absl::ZeroDuration());
  histogram.Add(absl::ZeroDuration());
  EXPECT_EQ(histogram.Percentile(1), absl::ZeroDuration());
  histogram.Add(absl::Hours(10));
  EXPECT_EQ(histogram.count(), 2);
  EXPECT_GT(histogram.Percentile(1), absl::Minutes(18));
}

TEST(SpreadTest, MedianIsTheMiddle) {
  EXPECT_EQ(SpreadOf({}).median, 0);
  EXPECT_EQ(SpreadOf({3, 1, 2}).median, 2);
  EXPECT_EQ(SpreadOf({4, 1, 2, 3}).median, 2.5);
  EXPECT_EQ(SpreadOf({3, 1, 2}).min, 1);
  EXPECT_EQ(SpreadOf({3, 1, 2}).max, 3);
}

// Serves the echo within this process.
class LoadTest : public testing::Test {
 protected:
  LoadTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    route_ = {{server_->InProcessChannel({})},
              kEchoPath,
              {{kEchoBytesHeader, "1000"}}};
  }

  EchoService service_;
  std::unique_ptr<grpc::Server> server_;
  Route route_;
  RepeatedRequests requests_{{"four"}, 1};
};

TEST_F(LoadTest, AClosedLoopCountsCallsAndBytes) {
  const Slice slice = RunLoad(ClosedLoop{8, absl::Milliseconds(50)}, route_,
                              requests_, getpid());
  EXPECT_GE(slice.calls(), 8);
  EXPECT_EQ(slice.failed_calls(), 0) << slice.first_failure();
  EXPECT_EQ(slice.request_bytes(), 4);
  EXPECT_EQ(slice.response_bytes(), 1000);
  EXPECT_GT(slice.p50_us(), 0);
  EXPECT_GE(slice.p99_us(), slice.p50_us());
  EXPECT_GT(slice.cpu_us_per_call(), 0);
  EXPECT_GT(slice.resident_bytes(), 0);
}

TEST_F(LoadTest, AnOpenLoopMakesTheCallsOfItsSchedule) {
  const OpenLoop load = {2000, absl::Milliseconds(100), 7};
  const Slice first = RunLoad(load, route_, requests_, getpid());
  const Slice second = RunLoad(load, route_, requests_, getpid());
  EXPECT_EQ(first.failed_calls(), 0) << first.first_failure();
  // 200 on average, with a standard deviation of 14.
  EXPECT_GT(first.calls(), 100);
  EXPECT_LT(first.calls(), 300);
  EXPECT_EQ(first.calls(), second.calls());
}

// Lets one call out at a time.
class OneByOne : public Requests {
 public:
  std::optional<Request> Next() override {
    if (out_) return std::nullopt;
    out_ = true;
    return Request{ToByteBuffer("x"), 0};
  }
  void Answered(int /*id*/, bool /*ok*/) override { out_ = false; }

 private:
  bool out_ = false;
};

TEST_F(LoadTest, ArrivalsThatWaitInTheGeneratorAreLateNotLost) {
  OneByOne requests;
  // Far more arrivals than can be answered one by one in that time.
  const Slice slice = RunLoad(OpenLoop{1e6, absl::Milliseconds(5), 7}, route_,
                              requests, getpid());
  EXPECT_GT(slice.calls(), 4000);
  EXPECT_GT(slice.p50_us(), 1e6 * slice.seconds() / 10);
}

TEST_F(LoadTest, FailedCallsAreCountedAndSaid) {
  route_.method = "/tonus.bench.Echo/Nothing";
  const Slice slice = RunLoad(ClosedLoop{4, absl::Milliseconds(20)}, route_,
                              requests_, getpid());
  EXPECT_GE(slice.calls(), 4);
  EXPECT_EQ(slice.failed_calls(), slice.calls());
  EXPECT_THAT(slice.first_failure(), HasSubstr("code 12"));
  EXPECT_EQ(slice.p50_us(), 0);
}

TEST_F(LoadTest, TheEchoRefusesWhatItCanNotAnswer) {
  for (const std::string bytes : {"-1", "x", "99999999"}) {
    route_.headers = {{kEchoBytesHeader, bytes}};
    const Slice slice = RunLoad(ClosedLoop{1, absl::ZeroDuration()}, route_,
                                requests_, getpid());
    EXPECT_EQ(slice.calls(), 1);
    EXPECT_THAT(slice.first_failure(), HasSubstr("code 3")) << bytes;
  }
}

TEST(VerdictTest, FailedCallsOfAllSlicesAddUp) {
  Report report;
  MethodReport* method = report.add_methods();
  method->mutable_warm_up()->mutable_tonus()->set_failed_calls(1);
  method->mutable_warm_up()->mutable_tonus()->set_first_failure("first");
  Pair* pair = report.add_methods()->add_loads()->add_pairs();
  pair->mutable_echo()->set_failed_calls(10);
  pair->mutable_tonus()->set_failed_calls(100);
  pair->mutable_tonus()->set_first_failure("later");
  CountFailedCalls(report);
  EXPECT_EQ(report.failed_calls(), 111);
  EXPECT_EQ(report.first_failure(), "first");
}

}  // namespace
}  // namespace tonus::bench
