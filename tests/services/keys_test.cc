// SPDX-License-Identifier: Apache-2.0
#include "services/keys.h"

#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/key_range.h"

namespace tonus::keys {
namespace {

class RandomKeys {
 public:
  std::string Text(absl::string_view alphabet, int min, int max) {
    std::string text(min + random_() % (max - min + 1), ' ');
    for (char& c : text) c = alphabet[random_() % alphabet.size()];
    return text;
  }

  // Short ids of few letters, so that one is often the beginning of another.
  std::string Tenant() { return Text("ab0-", 1, random_() % 8 ? 3 : 63); }

  Key Next() {
    Key key;
    key.kind = static_cast<Kind>(random_() % 18);
    key.tenant = Tenant();
    const bool of_patient =
        key.kind != Kind::kPack && key.kind != Kind::kActivePack &&
        key.kind != Kind::kExternalId && key.kind != Kind::kFeedMark;
    if (of_patient) {
      key.patient = Text("abcdefghijklmnopqrstuvwxyz234567", 26, 26);
    }
    switch (key.kind) {
      case Kind::kEvent:
      case Kind::kRoutine:
      case Kind::kSession:
      case Kind::kProposal:
        key.number = static_cast<int64_t>(random_() >> 1 >> random_() % 62);
        key.number = std::max<int64_t>(1, key.number);
        break;
      case Kind::kRequest:
        key.id = Text("azAZ09_-", 1, 64);
        break;
      case Kind::kOpenAlert:
        key.rank = static_cast<int>(1 + random_() % 9);
        [[fallthrough]];
      case Kind::kAlertChange:
        key.number = static_cast<int64_t>(random_() >> 1 >> random_() % 62);
        key.number = std::max<int64_t>(1, key.number);
        [[fallthrough]];
      case Kind::kAlert:
        key.id = Text("0123456789abcdef", 16, 16);
        break;
      case Kind::kAdverseEvent:
        key.number = static_cast<int64_t>(1 + random_() % 1'000'000);
        key.id = std::to_string(1 + random_() % 1'000'000);
        break;
      case Kind::kFeedEntry:
        key.number = static_cast<int64_t>(random_() >> 1 >> random_() % 62);
        key.number = std::max<int64_t>(1, key.number);
        key.revision = static_cast<int64_t>(1 + random_() % 1'000'000);
        key.bucket = FeedBucket(key.patient);
        break;
      case Kind::kFeedMark:
        key.bucket = static_cast<int>(random_() % kFeedBuckets);
        break;
      case Kind::kPack:
      case Kind::kExternalId:
        key.id = Text("0123456789abcdef", 64, 64);
        break;
      default:
        break;
    }
    return key;
  }

 private:
  std::mt19937_64 random_{20260101};
};

TEST(KeysTest, ParseGivesBackWhatBuildWasGiven) {
  RandomKeys keys;
  for (int i = 0; i < 20000; ++i) {
    const Key key = keys.Next();
    const std::optional<Key> parsed = Parse(Build(key));
    ASSERT_TRUE(parsed.has_value()) << Build(key);
    ASSERT_EQ(*parsed, key) << Build(key);
  }
}

TEST(KeysTest, WhatParsesIsWhatBuildMakes) {
  RandomKeys keys;
  std::mt19937 random(3);
  int parsed_keys = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = Build(keys.Next());
    text[random() % text.size()] = static_cast<char>(random());
    const std::optional<Key> parsed = Parse(text);
    if (!parsed.has_value()) continue;
    ++parsed_keys;
    ASSERT_EQ(Build(*parsed), text);
  }
  EXPECT_GT(parsed_keys, 0);
}

TEST(KeysTest, NoKeyOfATenantLiesInARangeOfAnother) {
  RandomKeys keys;
  std::vector<std::string> built;
  std::vector<Key> parts;
  for (int i = 0; i < 400; ++i) {
    parts.push_back(keys.Next());
    built.push_back(Build(parts.back()));
  }
  for (const Key& owner : parts) {
    for (const std::string& prefix :
         {PatientPrefix(owner.tenant), owner.tenant + "/",
          FeedPrefix(owner.tenant, owner.bucket),
          EventPrefix(owner.tenant, owner.patient),
          SessionPrefix(owner.tenant, owner.patient),
          RoutinePrefix(owner.tenant, owner.patient)}) {
      const tonus::storage::ScanRequest range =
          tonus::storage::ScanPrefix(prefix);
      for (size_t i = 0; i < built.size(); ++i) {
        if (parts[i].tenant == owner.tenant) continue;
        ASSERT_FALSE(built[i] >= range.begin && built[i] < range.end)
            << built[i] << " in " << prefix;
      }
    }
  }
}

TEST(KeysTest, NumbersAreOrderedAsNumbers) {
  int64_t before = 1;
  for (const int64_t number : {2ll, 9ll, 10ll, 255ll, 256ll, 1ll << 40}) {
    EXPECT_LT(Event("t", "p", before), Event("t", "p", number));
    before = number;
  }
}

TEST(KeysTest, TheMarkOfABucketIsBehindItsEntries) {
  const std::string patient(26, 'a');
  const int bucket = FeedBucket(patient);
  const int64_t year_3000 = 32'503'680'000'000'000;
  EXPECT_LT(FeedEntry("t", {year_3000, patient, 1}), FeedMark("t", bucket));
  EXPECT_LT(FeedMark("t", 0), FeedPrefix("t", 1));
}

TEST(KeysTest, PatientsAreSpreadOverTheBuckets) {
  RandomKeys keys;
  std::vector<int> patients(kFeedBuckets);
  for (int i = 0; i < 1000; ++i) {
    ++patients[FeedBucket(
        keys.Text("abcdefghijklmnopqrstuvwxyz234567", 26, 26))];
  }
  for (const int count : patients) EXPECT_GT(count, 1000 / kFeedBuckets / 2);
}

TEST(KeysTest, TheKeysOfTheStoreBelongToNoTenant) {
  EXPECT_FALSE(Parse(kExternalIdSecret).has_value());
  EXPECT_FALSE(IsTenant("_"));
}

TEST(KeysTest, TenantsAreLowercaseAndShort) {
  EXPECT_TRUE(IsTenant("a"));
  EXPECT_TRUE(IsTenant(std::string(63, '-')));
  for (const std::string& tenant :
       {std::string(), std::string(64, 'a'), std::string("A"),
        std::string("a/b"), std::string("a_b"), std::string("\0", 1)}) {
    EXPECT_FALSE(IsTenant(tenant)) << tenant;
  }
}

}  // namespace
}  // namespace tonus::keys
