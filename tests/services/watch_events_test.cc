// SPDX-License-Identifier: Apache-2.0
// WatchEvents: what is recorded of the tenant's patients, at least once.

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "services/patient/feed_writer.h"
#include "tests/services/event_fixture.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::EventFixture;
using ::tonus::testing::IsOk;
using ::tonus::testing::Places;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

constexpr char kOldest[] = "from_oldest: true";

class WatchEventsTest : public EventFixture {};

TEST_F(WatchEventsTest, TheFirstMessageIsATokenThenComesEachEvent) {
  NewPatient();
  std::string cursor;
  const Watched first = Watch("", &cursor, At({}));
  EXPECT_EQ(first.messages, 1);
  EXPECT_THAT(first.events, IsEmpty()) << "it begins now";
  EXPECT_THAT(first.token, Not(IsEmpty()));

  const std::string patient = NewPatientWithRoutine();
  const Watched then = Watch("", &cursor, At(absl::Seconds(2)));
  ASSERT_THAT(Places(then.events), ElementsAre(patient + " 1", patient + " 2"));
  EXPECT_EQ(then.events[0].kind(), v1::EVENT_KIND_PATIENT_CREATED);
  EXPECT_EQ(then.events[1].kind(), v1::EVENT_KIND_ASSESSMENT_SUBMITTED);
  EXPECT_EQ(then.events[1].record_time().seconds(),
            absl::ToUnixSeconds(At({}).time));
  EXPECT_FALSE(then.ended);
  EXPECT_EQ(Watch("", &cursor, At(absl::Seconds(4))).messages, 0);
}

TEST_F(WatchEventsTest, ATokenGoesOnBehindItsMessage) {
  const std::string patient = NewPatient();
  const Watched all = Drain(kOldest, At({}));
  EXPECT_THAT(Places(all.events), ElementsAre(patient + " 1"));
  Touch(patient);
  const Watched news = Drain(From(all.token), At({}));
  EXPECT_THAT(Places(news.events), ElementsAre(patient + " 2"));
  EXPECT_THAT(Drain(From(news.token), At({})).events, IsEmpty());
}

TEST_F(WatchEventsTest, WhatIsSentTwiceHasTheSameId) {
  const std::string patient = NewPatient();
  for (int i = 0; i < 3; ++i) Touch(patient);
  NewPatient();
  const Watched once = Drain(kOldest, At({}));
  const Watched again = Drain(kOldest, At({}));
  std::set<std::string> ids;
  ASSERT_THAT(once.events, SizeIs(5));
  for (size_t i = 0; i < once.events.size(); ++i) {
    EXPECT_EQ(again.events[i].id(), once.events[i].id());
    EXPECT_LE(once.events[i].id().size(), 64);
    ids.insert(once.events[i].id());
  }
  EXPECT_THAT(ids, SizeIs(5));
}

TEST_F(WatchEventsTest, ABacklogComesInPartsAndInOrder) {
  const std::string patient = NewPatient();
  const std::string neighbour = NewNeighbour(patient);
  const Watched before = Drain("", At({}));
  constexpr int kChanges = FeedTail::kMostEvents + 20;
  for (int i = 0; i < kChanges; ++i) {
    Touch(patient);
    if (i % 10 == 0) Touch(neighbour);
  }
  std::string cursor;
  const Watched all = Watch(From(before.token), &cursor, At(absl::Seconds(2)));
  EXPECT_GT(all.messages, 1);
  int64_t revision = 1;
  for (const v1::PatientEvent& event : all.events) {
    if (event.patient() != patient) continue;
    EXPECT_EQ(event.revision(), ++revision);
  }
  EXPECT_EQ(revision, 1 + kChanges);
  EXPECT_THAT(all.events, SizeIs(kChanges + kChanges / 10));
}

// A server whose clock is late writes behind what others wrote before.
TEST_F(WatchEventsTest, ClocksThatRunApartBringNothingOutOfOrder) {
  const std::string patient = NewPatient();
  Touch(patient, absl::Hours(2));
  Touch(patient, -absl::Hours(2));
  const Watched early = Drain(kOldest, At({}));
  EXPECT_THAT(Places(early.events),
              ElementsAre(patient + " 1", patient + " 2", patient + " 3"));
  Touch(patient, -absl::Hours(3));
  EXPECT_THAT(Places(Drain(From(early.token), At({})).events),
              ElementsAre(patient + " 4"));
}

TEST_F(WatchEventsTest, OnlyTheKindsThatAreAskedFor) {
  const std::string patient = NewPatientWithRoutine();
  const Watched submitted = Drain(
      absl::StrCat(kOldest, " kinds: EVENT_KIND_ASSESSMENT_SUBMITTED"), At({}));
  EXPECT_THAT(Places(submitted.events), ElementsAre(patient + " 2"));
  Touch(patient);
  const Watched rest = Drain(From(submitted.token), At({}));
  EXPECT_THAT(Places(rest.events), ElementsAre(patient + " 3"))
      << "a token goes with any kinds";
}

TEST_F(WatchEventsTest, TenantsNeverMeet) {
  const std::string patient = NewPatient("clinic");
  const std::string other = NewPatient("other");
  EXPECT_THAT(Places(Drain(kOldest, At({}, "clinic")).events),
              ElementsAre(patient + " 1"));
  const Watched others = Drain(kOldest, At({}, "other"));
  EXPECT_THAT(Places(others.events), ElementsAre(other + " 1"));
  EXPECT_THAT(
      ViolatedFields(Drain(From(others.token), At({}, "clinic")).status),
      ElementsAre("resume_token"));
}

TEST_F(WatchEventsTest, EveryWrongFieldIsTold) {
  EXPECT_THAT(ViolatedFields(Drain("parent: 'patients/a' resume_token: 'x' "
                                   "from_oldest: true kinds: 9999",
                                   At({}))
                                 .status),
              ElementsAre("parent", "kinds[0]", "resume_token", "from_oldest"));
  std::string token = Drain("", At({})).token;
  token[token.size() / 2] ^= 1;
  EXPECT_THAT(ViolatedFields(Drain(From(token), At({})).status),
              ElementsAre("resume_token"));
}

TEST_F(WatchEventsTest, AStoreThatWentBackIsToldOfTheToken) {
  NewPatient();
  const Watched here = Drain(kOldest, At({}));
  storage::MemoryStorage restored;
  PatientLog log(&restored, &testing::ReleasedKnowledge());
  PatientService patients(&log);
  Call call = At({});
  v1::WatchEventsRequest request;
  request.set_parent(kAllPatients);
  request.set_resume_token(here.token);
  const auto status = patients.WatchEvents(call, request, "").status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_EQ(ReasonOf(status), "RESUME_TOKEN_AHEAD");
}

TEST_F(WatchEventsTest, AnEntryHoldsNothingOfWhatWasRecorded) {
  Call call = At({});
  ASSERT_THAT(patients_.CreatePatient(
                  call, testing::ParseText<v1::CreatePatientRequest>(
                            "patient { external_id: 'secret-number' }")),
              IsOk());
  int entries = 0;
  for (const storage::Record& record : Everything()) {
    const auto key = keys::Parse(record.key);
    if (!key.has_value() || key->kind != keys::Kind::kFeedEntry) continue;
    ++entries;
    EXPECT_LE(record.value.size(), 32) << "kind, time and hash";
    EXPECT_FALSE(absl::StrContains(record.value, "secret"));
  }
  EXPECT_EQ(entries, 1);
}

TEST_F(WatchEventsTest, EachKindOfEventHasItsName) {
  const auto* payload =
      storage::v1::Event::descriptor()->FindOneofByName("payload");
  std::set<v1::EventKind> kinds;
  for (int i = 0; i < payload->field_count(); ++i) {
    storage::v1::Event event;
    storage::v1::Event::GetReflection()->MutableMessage(&event,
                                                        payload->field(i));
    EXPECT_NE(EventKindOf(event), v1::EVENT_KIND_UNSPECIFIED)
        << payload->field(i)->name();
    kinds.insert(EventKindOf(event));
  }
  EXPECT_EQ(kinds.size(), payload->field_count());
  EXPECT_EQ(v1::EventKind_descriptor()->value_count(), kinds.size() + 1);
}

}  // namespace
}  // namespace tonus
