// SPDX-License-Identifier: Apache-2.0
// The change feed in storage: writers that readers overtake, what expires, and
// what many watchers cost.

#include <string>
#include <vector>

#include "services/patient/feed_expiry.h"
#include "services/patient/sealed_storage.h"
#include "tests/services/event_fixture.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::tonus::testing::EventFixture;
using ::tonus::testing::IsOk;
using ::tonus::testing::Places;
using ::tonus::testing::ReasonOf;

constexpr char kOldest[] = "from_oldest: true";
// No multiple of kWritesPerExpiry: no write deletes by chance.
const absl::Duration kLater =
    kFeedLifetime + absl::Hours(24) + absl::Microseconds(1);

class FeedTest : public EventFixture {
 protected:
  int CountOf(keys::Kind kind) const {
    int count = 0;
    for (const storage::Record& record : Everything()) {
      const auto key = keys::Parse(record.key);
      count += key.has_value() && key->kind == kind ? 1 : 0;
    }
    return count;
  }

  void ExpireAll(absl::Duration later) {
    SealedStorage storage(&storage_);
    for (int bucket = 0; bucket < keys::kFeedBuckets; ++bucket) {
      ASSERT_THAT(ExpireFeed(&storage, "clinic", bucket, At(later).time,
                             absl::InfiniteFuture()),
                  IsOk());
    }
  }
};

TEST_F(FeedTest, EveryEventHasAnEntryAndNothingElse) {
  const std::string patient = NewPatientWithRoutine();
  Touch(patient);
  EXPECT_EQ(CountOf(keys::Kind::kEvent), 3);
  EXPECT_EQ(CountOf(keys::Kind::kFeedEntry), 3);
}

TEST_F(FeedTest, NothingIsClosedWhileNobodyWatches) {
  const std::string patient = NewPatient();
  Touch(patient);
  EXPECT_EQ(CountOf(keys::Kind::kFeedMark), 0);
  Drain("", At({}));
  EXPECT_EQ(CountOf(keys::Kind::kFeedMark), 1);
  const auto closed = Everything();
  Drain("", At(absl::Seconds(2)));
  EXPECT_EQ(Everything(), closed) << "nor while nobody writes";
}

// The writer has chosen its time when a reader closes the bucket behind it.
TEST_F(FeedTest, AWriterThatIsOvertakenChoosesAnotherTime) {
  const std::string patient = NewPatient();
  const std::string neighbour = NewNeighbour(patient);
  Watched seen;
  int decided = 0;
  Command command;
  v1::UpdatePatientRequest request;
  command.method = "test";
  command.request = &request;
  Call call = At({});
  command.record = [&](const engine::Knowledge&,
                       const storage::v1::PatientState& state) {
    ++decided;
    storage::v1::Event event;
    *event.mutable_profile_changed() = *state.facts().profiles().rbegin();
    event.mutable_profile_changed()->set_fact_id("another");
    return Record{std::move(event), ""};
  };
  command.decide = [](const Change&) { return Decision(); };
  storage_.before_commit = [&] {
    Touch(neighbour, absl::Hours(1));
    seen = Drain(kOldest, At({}));
  };
  ASSERT_THAT(log_.Write(call, RefOf(patient).patient, command), IsOk());
  EXPECT_EQ(decided, 1) << "nothing that it read has changed";
  EXPECT_EQ(call.revision, 2);
  EXPECT_THAT(Places(Drain(From(seen.token), At({})).events),
              ElementsAre(patient + " 2"));
}

TEST_F(FeedTest, AWriterWhosePatientHasChangedToo) {
  const std::string patient = NewPatient();
  Watched seen;
  storage_.before_commit = [&] {
    Touch(patient);
    seen = Drain(kOldest, At({}));
  };
  Touch(patient);
  EXPECT_THAT(Places(seen.events), SizeIs(2));
  EXPECT_THAT(Places(Drain(From(seen.token), At({})).events),
              ElementsAre(patient + " 3"));
}

TEST_F(FeedTest, WhatIsOldGoesAndWhoMissesItIsTold) {
  const std::string patient = NewPatient();
  const std::string token = Drain("", At({})).token;
  Touch(patient);
  Touch(patient, kLater);
  EXPECT_THAT(Drain(From(token), At(kLater)).events, SizeIs(2))
      << "nothing is missing yet";
  ExpireAll(kLater);
  EXPECT_THAT(Drain(From(token), At(kLater)).events, SizeIs(2))
      << "this server still knows them";
  AskAnother();
  const Watched late = Drain(From(token), At(kLater));
  EXPECT_TRUE(absl::IsOutOfRange(late.status)) << late.status;
  EXPECT_EQ(ReasonOf(late.status), "RESUME_TOKEN_EXPIRED");
  EXPECT_THAT(Places(Drain(kOldest, At(kLater)).events),
              ElementsAre(patient + " 3"));
}

TEST_F(FeedTest, ATokenBehindWhatWentIsGood) {
  const std::string patient = NewPatient();
  Touch(patient);
  const std::string token = Drain("", At({})).token;
  ExpireAll(kLater);
  EXPECT_EQ(CountOf(keys::Kind::kFeedEntry), 0);
  Touch(patient, -absl::Hours(1));
  EXPECT_THAT(Places(Drain(From(token), At({})).events),
              ElementsAre(patient + " 3"));
}

// Nobody watched, so nothing of what goes was ever closed.
TEST_F(FeedTest, AWatchInTheMiddleIsToldToo) {
  const std::string patient = NewPatient();
  std::string cursor;
  Watch("", &cursor, At({}));
  Touch(patient);
  ExpireAll(kLater);
  const Watched late = Watch("", &cursor, At(kLater));
  EXPECT_TRUE(absl::IsOutOfRange(late.status)) << late.status;
}

TEST_F(FeedTest, WritersDeleteMoreThanTheyAdd) {
  const std::string patient = NewPatient();
  constexpr int kOld = 200;
  for (int i = 1; i < kOld; ++i) Touch(patient);
  constexpr int kNew = 4 * kWritesPerExpiry;
  for (int i = 0; i < kNew; ++i) Touch(patient, kLater);
  EXPECT_EQ(CountOf(keys::Kind::kFeedEntry), kNew);
}

TEST_F(FeedTest, ManyWatchersCostTheReadsOfOne) {
  const std::string patient = NewPatient();
  std::vector<std::string> cursors(50);
  for (std::string& cursor : cursors) Watch("", &cursor, At({}));
  Touch(patient);
  const int scans = storage_.scans();
  Watch("", &cursors[0], At(absl::Seconds(2)));
  const int of_one = storage_.scans() - scans;
  for (size_t i = 1; i < cursors.size(); ++i) {
    EXPECT_THAT(Watch("", &cursors[i], At(absl::Seconds(2))).events, SizeIs(1));
  }
  EXPECT_EQ(storage_.scans() - scans, of_one);
}

TEST_F(FeedTest, BetweenTwoLooksThereIsAPause) {
  const std::string patient = NewPatient();
  std::string cursor;
  Watch("", &cursor, At({}));
  Touch(patient);
  const Watched early = Watch("", &cursor, At(FeedTail::kPause / 2));
  EXPECT_THAT(early.events, IsEmpty());
  EXPECT_EQ(early.wait, FeedTail::kPause / 2);
  EXPECT_THAT(Watch("", &cursor, At(FeedTail::kPause)).events, SizeIs(1));
}

TEST_F(FeedTest, ThoseWhoWatchAreWokenOnceForManyWrites) {
  const std::string patient = NewPatient();
  int woken = 0;
  log_.set_on_change([&](const std::string& topic) {
    woken += topic == EventsTopic("clinic") ? 1 : 0;
  });
  Touch(patient);
  EXPECT_EQ(woken, 0) << "nobody watches";
  std::string cursor;
  Watch("", &cursor, At({}));
  woken = 0;
  Touch(patient);
  EXPECT_EQ(woken, 1);
  for (int i = 0; i < 10; ++i) Touch(patient);
  EXPECT_EQ(woken, 1) << "they have yet to look";
  EXPECT_THAT(Watch("", &cursor, At(absl::Seconds(2))).events, SizeIs(11));
  EXPECT_EQ(woken, 2) << "what one found is told to the others";
}

}  // namespace
}  // namespace tonus
