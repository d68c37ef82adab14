// SPDX-License-Identifier: Apache-2.0
// The change feed misses nothing: clients write on several threads, with clocks
// that run apart, while somebody watches, stops at random and goes on.

#include <atomic>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "services/keys.h"
#include "services/resource_names.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "tests/property/feed_history.h"
#include "tests/services/service_test.h"
#include "tests/storage/temporary_folder.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::tonus::testing::Complaints;
using ::tonus::testing::FeedHistory;
using ::tonus::testing::IsOk;

constexpr int kWriters = 6;
constexpr int kPatients = 8;
constexpr int kWritesOfEach = 40;
constexpr int kMaxRounds = 50;  // Until a mutant is caught.

// What a server does wrong.
enum class Mutant {
  kNone,
  kWriterDoesNotCheck,  // That the bucket is as it was.
  kReaderDoesNotClose,  // What it reads.
};

bool IsMark(const storage::Mutation& mutation) {
  const auto key = keys::Parse(mutation.key);
  return key.has_value() && key->kind == keys::Kind::kFeedMark;
}

// Lets others come first now and then, and has a fault.
class FaultyStorage : public storage::Storage {
 public:
  FaultyStorage(storage::Storage* behind, Mutant mutant)
      : behind_(behind), mutant_(mutant) {}

  absl::StatusOr<storage::Record> Read(absl::string_view key,
                                       absl::Time deadline) const override {
    return behind_->Read(key, deadline);
  }
  absl::StatusOr<storage::Page> Scan(const storage::ScanRequest& request,
                                     absl::Time deadline) const override {
    return behind_->Scan(request, deadline);
  }
  absl::Status Commit(absl::Span<const storage::Mutation> mutations,
                      absl::Time deadline) override {
    static thread_local std::minstd_rand random(++seeds_);
    for (unsigned i = random() % 16; i > 0; --i) std::this_thread::yield();
    std::vector<storage::Mutation> kept;
    for (const storage::Mutation& mutation : mutations) {
      const bool is_check = mutation.kind == storage::Mutation::Kind::kCheck;
      const Mutant dropped =
          is_check ? Mutant::kWriterDoesNotCheck : Mutant::kReaderDoesNotClose;
      if (mutant_ == dropped && IsMark(mutation)) continue;
      kept.push_back(mutation);
    }
    return kept.empty() ? absl::OkStatus() : behind_->Commit(kept, deadline);
  }

 private:
  storage::Storage* const behind_;
  const Mutant mutant_;
  std::atomic<unsigned> seeds_ = 0;
};

Call CallNow(absl::Duration skew = {}) {
  Call call;
  call.time = absl::Now() + skew;
  call.deadline = absl::InfiniteFuture();
  call.principal = {"clinic", "alice", v1::ROLE_CLINICIAN, ""};
  return call;
}

// One round over a store.
class Round {
 public:
  Round(storage::Storage* behind, Mutant mutant, unsigned seed)
      : storage_(behind, mutant),
        log_(&storage_, &testing::ReleasedKnowledge()),
        service_(&log_),
        seed_(seed) {}

  FeedHistory Run() {
    for (int i = 0; i < kPatients; ++i) Create();
    std::vector<FeedHistory> written(kWriters);
    std::vector<std::thread> writers;
    for (int i = 0; i < kWriters; ++i) {
      writers.emplace_back([this, i, &written] { Write(i, &written[i]); });
    }
    std::thread watcher([this] { Watch(); });
    for (std::thread& writer : writers) writer.join();
    written_.store(true);
    watcher.join();
    for (const FeedHistory& of_one : written) {
      for (const auto& [patient, revisions] : of_one.acknowledged) {
        history_.acknowledged[patient].insert(revisions.begin(),
                                              revisions.end());
      }
    }
    return history_;
  }

 private:
  void Create() {
    Call call = CallNow();
    v1::CreatePatientRequest request;
    request.mutable_patient();
    const auto created = service_.CreatePatient(call, request);
    ASSERT_THAT(created, IsOk());
    patients_.push_back(testing::Parsed(*created).name());
    history_.acknowledged[patients_.back()].insert(1);
  }

  void Write(int writer, FeedHistory* written) {
    std::minstd_rand random(seed_ * kWriters + writer + 1);
    const absl::Duration skew = absl::Minutes(40 * writer - 100);
    for (int i = 0; i < kWritesOfEach; ++i) {
      v1::UpdatePatientRequest request;
      const std::string& patient = patients_[random() % patients_.size()];
      request.mutable_patient()->set_name(patient);
      request.mutable_patient()->mutable_profile()->set_user_level(
          static_cast<int>(1 + random() % 5));
      Call call = CallNow(skew);
      ASSERT_THAT(service_.UpdatePatient(call, request), IsOk());
      written->acknowledged[patient].insert(call.revision);
    }
  }

  void Watch() {
    std::minstd_rand random(seed_ + 1);
    std::string token;
    while (true) {
      v1::WatchEventsRequest request;
      request.set_parent(kAllPatients);
      request.set_resume_token(token);
      request.set_from_oldest(token.empty());
      request.set_end_when_current(written_.load());
      history_.calls.emplace_back();
      std::string cursor;
      // Only the last call goes to its end.
      const unsigned parts = 1 + random() % 5;
      for (unsigned i = 0; i < parts || request.end_when_current(); ++i) {
        Call call = CallNow();
        const auto part = service_.WatchEvents(call, request, cursor);
        ASSERT_THAT(part, IsOk());
        cursor = part->cursor;
        for (const std::string& bytes : part->messages) {
          v1::WatchEventsResponse response;
          ASSERT_TRUE(response.ParseFromString(bytes));
          for (const v1::PatientEvent& event : response.events()) {
            history_.calls.back().push_back(event);
          }
          // It may stop before it has noted how far it is.
          if (random() % 4 != 0) token = response.next_token();
        }
        if (part->end) return;
      }
    }
  }

  FaultyStorage storage_;
  PatientLog log_;
  PatientService service_;
  const unsigned seed_;
  std::vector<std::string> patients_;
  std::atomic<bool> written_ = false;
  FeedHistory history_;
};

enum class Backend { kMemory, kRocksdb };

class FeedPropertiesTest : public ::testing::TestWithParam<Backend> {
 protected:
  // The history of a round on an empty store.
  FeedHistory Play(Mutant mutant, unsigned seed) {
    if (GetParam() == Backend::kMemory) {
      storage::MemoryStorage storage;
      return Round(&storage, mutant, seed).Run();
    }
    const storage::TemporaryFolder folder;
    auto storage = storage::RocksdbStorage::Open(folder.path() + "/store");
    EXPECT_THAT(storage, IsOk());
    return Round(storage->get(), mutant, seed).Run();
  }

  bool Catches(Mutant mutant) {
    for (int round = 0; round < kMaxRounds; ++round) {
      const auto complaints = Complaints(Play(mutant, round));
      if (complaints.empty()) continue;
      RecordProperty("complaint", complaints.front());
      RecordProperty("rounds", round + 1);
      return true;
    }
    return false;
  }
};

TEST_P(FeedPropertiesTest, EveryAcknowledgedChangeComesInOrder) {
  for (unsigned seed = 0; seed < 5; ++seed) {
    ASSERT_THAT(Complaints(Play(Mutant::kNone, seed)), IsEmpty()) << seed;
  }
}

TEST_P(FeedPropertiesTest, AWriterThatDoesNotCheckIsCaught) {
  EXPECT_TRUE(Catches(Mutant::kWriterDoesNotCheck));
}

TEST_P(FeedPropertiesTest, AReaderThatDoesNotCloseIsCaught) {
  EXPECT_TRUE(Catches(Mutant::kReaderDoesNotClose));
}

INSTANTIATE_TEST_SUITE_P(Backends, FeedPropertiesTest,
                         ::testing::Values(Backend::kMemory, Backend::kRocksdb),
                         [](const auto& backend) {
                           return backend.param == Backend::kMemory ? "Memory"
                                                                    : "Rocksdb";
                         });

v1::PatientEvent Told(const std::string& patient, int64_t revision,
                      const std::string& id = "") {
  v1::PatientEvent event;
  event.set_patient(patient);
  event.set_revision(revision);
  event.set_id(id.empty() ? absl::StrCat(patient, "-", revision) : id);
  return event;
}

TEST(FeedHistoryTest, WhatIsSentTwiceIsNoFault) {
  EXPECT_THAT(Complaints({{{"a", {1, 2}}, {"b", {1}}},
                          {{Told("a", 1), Told("b", 1)},
                           {Told("a", 1), Told("a", 2)},
                           {Told("a", 2)}}}),
              IsEmpty());
}

TEST(FeedHistoryTest, EachFaultIsCalledByItsName) {
  EXPECT_THAT(Complaints({{{"a", {1, 2}}}, {{Told("a", 1)}}}),
              ElementsAre("never came: a 2"));
  EXPECT_THAT(Complaints({{}, {{Told("a", 1)}, {Told("a", 3)}}}),
              ElementsAre("one is left out before: a 3"));
  EXPECT_THAT(Complaints({{}, {{Told("a", 1), Told("a", 2), Told("a", 1)}}}),
              ElementsAre("out of order: a 1"));
  EXPECT_THAT(Complaints({{}, {{Told("a", 1)}, {Told("a", 1, "x")}}}),
              ElementsAre("another id: a 1"));
  EXPECT_THAT(Complaints({{}, {{Told("a", 1, "x"), Told("b", 1, "x")}}}),
              ElementsAre("no id of its own: b 1"));
}

}  // namespace
}  // namespace tonus
