// SPDX-License-Identifier: Apache-2.0
#include "services/server/store_watch.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/server/test_server.h"

namespace tonus {
namespace {

using storage::Health;
using testing::TestServer;

const std::string kServing("\x08\x01", 2);
const std::string kNotServing("\x08\x02", 2);

std::string HealthOf(TestServer& server, const std::string& name) {
  std::string request;
  if (!name.empty()) {
    request = std::string("\x0a") + static_cast<char>(name.size()) + name;
  }
  return server.Call("grpc.health.v1.Health.Check", request, "").response;
}

class StoreWatchTest : public ::testing::Test {
 protected:
  StoreWatchTest() { watch_.Attach(&server_.grpc_server()); }
  ~StoreWatchTest() override { watch_.Attach(nullptr); }

  void Tell(Health health) { watch_.Listener()(health, "a reason"); }

  std::string Reads() { return HealthOf(server_, ""); }
  std::string Service() { return HealthOf(server_, "tonus.v1.PatientService"); }
  std::string Writes() { return HealthOf(server_, "tonus.writes"); }

  int stops_ = 0;
  StoreWatch watch_{[this] { ++stops_; }};
  TestServer server_;
};

TEST_F(StoreWatchTest, AReadOnlyStoreServesReadsAlone) {
  EXPECT_EQ(Writes(), kServing);
  Tell(Health::kWarning);
  EXPECT_EQ(Writes(), kServing);
  Tell(Health::kReadOnly);
  EXPECT_EQ(Reads(), kServing);
  EXPECT_EQ(Service(), kServing);
  EXPECT_EQ(Writes(), kNotServing);
  Tell(Health::kServing);
  EXPECT_EQ(Writes(), kServing);
  EXPECT_EQ(stops_, 0);
}

TEST_F(StoreWatchTest, AStoreInTroubleIsNotReady) {
  Tell(Health::kRecovering);
  EXPECT_EQ(Reads(), kNotServing);
  EXPECT_EQ(Service(), kNotServing);
  EXPECT_EQ(Writes(), kNotServing);
  EXPECT_EQ(stops_, 0);
  EXPECT_FALSE(watch_.stopped());
  Tell(Health::kServing);
  EXPECT_EQ(Reads(), kServing);
  Tell(Health::kStopped);
  EXPECT_EQ(Reads(), kNotServing);
  EXPECT_TRUE(watch_.stopped());
  EXPECT_EQ(stops_, 1);
}

TEST_F(StoreWatchTest, WhatAStoreTellsWhileItClosesCountsForNothing) {
  watch_.Attach(nullptr);
  Tell(Health::kStopped);
  EXPECT_FALSE(watch_.stopped());
  EXPECT_EQ(stops_, 0);
}

TEST(StoreWatchBeforeServingTest, WhatItToldBeforeCounts) {
  StoreWatch watch({});
  watch.Listener()(Health::kReadOnly, "a reason");
  TestServer server;
  watch.Attach(&server.grpc_server());
  EXPECT_EQ(HealthOf(server, "tonus.writes"), kNotServing);
  watch.Attach(nullptr);
}

}  // namespace
}  // namespace tonus
