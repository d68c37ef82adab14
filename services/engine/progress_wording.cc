// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress_wording.h"

#include <cmath>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// With two decimals at most.
double Rounded(double value) { return std::round(value * 100) / 100; }

std::string Word(absl::string_view name, absl::string_view prefix) {
  return absl::StrReplaceAll(
      absl::AsciiStrToLower(absl::StripPrefix(name, prefix)), {{"_", " "}});
}

std::string BandWord(kv1::Band band) {
  return Word(kv1::Band_Name(band), "BAND_");
}

std::string StatusWord(kv1::Status status) {
  return Word(kv1::Status_Name(status), "STATUS_");
}

// The value that the person took alone after the latest one; null where there
// is none.
const v1::TestPoint* TakenAloneSince(const v1::SideProgress& side) {
  if (side.points().empty() || !side.has_latest()) return nullptr;
  const v1::TestPoint& newest = *side.points().rbegin();
  return newest.session_number() > 0 ? &newest : nullptr;
}

std::string BandsText(const v1::SideProgress& side) {
  const std::string then = BandWord(side.baseline().band());
  const std::string now = BandWord(side.latest().band());
  if (TakenAloneSince(side) != nullptr) {
    return then == now ? absl::StrCat(" It was ", then, " both times.")
                       : absl::StrCat(" It was ", then, ", then ", now, ".");
  }
  return then == now ? absl::StrCat(" It was ", then, " and still is.")
                     : absl::StrCat(" It was ", then, " and is ", now, " now.");
}

// What was taken alone since is no result, and newer all the same.
std::string AloneText(const kv1::Test& test, const v1::SideProgress& side) {
  const v1::TestPoint* alone = TakenAloneSince(side);
  if (alone == nullptr) return "";
  return absl::StrCat(" Taken alone since: ", Rounded(alone->value()), " ",
                      test.unit(), ", ", BandWord(alone->band()), ".");
}

std::string SizeText(const kv1::Test& test, const v1::SideProgress& side) {
  const std::string error =
      side.has_mdc() ? absl::StrCat("the error of the test, ",
                                    Rounded(side.mdc()), " ", test.unit())
                     : std::string();
  switch (side.reading()) {
    case v1::TEST_CHANGE_IMPROVED:
      return side.has_mdc()
                 ? absl::StrCat(" Better by as much as ", error, ", or more.")
                 : " Better by a band; the error of the test is not known.";
    case v1::TEST_CHANGE_WORSENED:
      return side.has_mdc()
                 ? absl::StrCat(" Worse by as much as ", error, ", or more.")
                 : " Worse by a band; the error of the test is not known.";
    default:
      return side.has_mdc()
                 ? absl::StrCat(" Less than ", error,
                                ", so it may be no change at all.")
                 : " The same band, and the error of the test is not known, so "
                   "it may be no change at all.";
  }
}

std::string NamesOf(
    const google::protobuf::RepeatedPtrField<v1::TestName>& all) {
  std::vector<std::string> names;
  for (const v1::TestName& name : all) {
    names.push_back(OnSide(name.display_name(), name.side()));
  }
  return absl::StrJoin(names, "; ");
}

}  // namespace

std::string OnSide(absl::string_view name, kv1::Side side) {
  switch (side) {
    case kv1::SIDE_LEFT:
      return absl::StrCat(name, ", left");
    case kv1::SIDE_RIGHT:
      return absl::StrCat(name, ", right");
    default:
      return std::string(name);
  }
}

std::string SideText(const kv1::Test& test, const v1::SideProgress& side) {
  const std::string name =
      absl::StrCat(OnSide(test.display_name(), side.side()), ": ");
  const std::string unit = absl::StrCat(" ", test.unit());
  const std::string values = absl::StrCat(
      Rounded(side.baseline().value()), unit, " at first, ",
      Rounded(side.latest().value()), unit,
      TakenAloneSince(side) == nullptr ? " now." : " when last tested.");
  switch (side.reading()) {
    case v1::TEST_CHANGE_SINGLE_VALUE:
      if (!side.has_baseline()) {
        return name + "taken alone only, so no change is read from it.";
      }
      return absl::StrCat(
          name, Rounded(side.latest().value()), unit, ", ",
          BandWord(side.latest().band()),
          ". One value so far; a change can be told from the next one on.",
          AloneText(test, side));
    case v1::TEST_CHANGE_STOPPED_BY_PAIN:
      return name +
             "pain stopped the last test, so it says nothing about "
             "range or strength.";
    case v1::TEST_CHANGE_NOT_COMPARABLE:
      return absl::StrCat(name, values,
                          " They were taken in different ways, so they are not "
                          "compared.",
                          AloneText(test, side));
    default:
      return absl::StrCat(name, values, SizeText(test, side), BandsText(side),
                          AloneText(test, side));
  }
}

std::string TargetText(const v1::TargetProgress& target, NowReading reading,
                       bool was_normal) {
  const std::string name = absl::StrCat(
      OnSide(target.target().display_name(), target.target().side()), ": ");
  // What was normal before its trouble had none at first.
  const std::string then =
      absl::StrCat(StatusWord(target.status_then()),
                   was_normal ? " in between" : " at first");
  const std::string now = StatusWord(target.status_now());
  const std::string shown =
      target.shown_by().empty()
          ? "."
          : absl::StrCat(". Shown by: ", NamesOf(target.shown_by()), ".");
  switch (target.change()) {
    case v1::TARGET_CHANGE_GRADUATED:
      return absl::StrCat(name, then, ", tested normal now",
                          target.maintained() ? " and kept so" : "", shown);
    case v1::TARGET_CHANGE_REMAINS:
      if (reading == NowReading::kNotSince) {
        return absl::StrCat(name, now, "; not tested again since", shown);
      }
      return absl::StrCat(name, "still ", now, shown);
    case v1::TARGET_CHANGE_CHANGED:
      return absl::StrCat(name, then, ", ", now, " now", shown);
    case v1::TARGET_CHANGE_NEW:
      return absl::StrCat(name, "normal at first, ", now, " now", shown);
    default:
      if (reading == NowReading::kWorseSince) {
        return absl::StrCat(name, then,
                            ", tested normal, and worse again when it "
                            "was taken last",
                            shown);
      }
      if (reading == NowReading::kBorderline) {
        return absl::StrCat(name, then,
                            ", borderline now, which is neither that "
                            "nor normal.");
      }
      return absl::StrCat(name, then,
                          "; what is measured now is not enough to "
                          "tell, which is not the same as normal.");
  }
}

}  // namespace tonus::engine
