// SPDX-License-Identifier: Apache-2.0
#include "services/patient/feed_bucket.h"

#include <optional>

#include "services/keys.h"
#include "services/status_macros.h"
#include "storage/key_range.h"

namespace tonus {

absl::StatusOr<FeedBucketEnd> ReadFeedBucketEnd(const SealedStorage& storage,
                                                absl::string_view tenant,
                                                int bucket,
                                                absl::Time deadline) {
  // The mark, if there is one, comes behind the entries.
  TONUS_ASSIGN_OR_RETURN(
      const storage::Page page,
      storage.Scan(storage::ScanPrefix(keys::FeedPrefix(tenant, bucket),
                                       storage::Direction::kBackward,
                                       /*limit=*/2),
                   deadline));
  FeedBucketEnd end;
  for (const storage::Record& record : page.records) {
    const std::optional<keys::Key> key = keys::Parse(record.key);
    if (!key.has_value()) {
      return absl::DataLossError("a key of the feed does not parse");
    }
    if (key->kind == keys::Kind::kFeedMark) {
      TONUS_ASSIGN_OR_RETURN(end.mark,
                             ParseStored<storage::v1::FeedMark>(record.value));
      end.mark_version = record.version;
    } else if (end.last == 0) {
      end.last = key->number;
    }
  }
  return end;
}

}  // namespace tonus
