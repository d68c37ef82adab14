// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/chance.h"

#include <cmath>

namespace tonus::simulation {
namespace {

constexpr double kTau = 6.283185307179586;

// A step of SplitMix64.
uint64_t Mix(uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

// FNV-1a.
uint64_t Digest(absl::string_view text) {
  uint64_t digest = 0xcbf29ce484222325U;
  for (const char c : text) {
    digest = (digest ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return digest;
}

// A number in (0, 1) with 53 random bits.
double ToUnit(uint64_t bits) {
  return (static_cast<double>(bits >> 11U) + 0.5) / 9007199254740992.0;
}

}  // namespace

double Chance::Uniform(Purpose purpose, absl::string_view what, int first,
                       int second) const {
  uint64_t state = Mix(seed_);
  state = Mix(state ^ static_cast<uint64_t>(purpose));
  state = Mix(state ^ Digest(what));
  state = Mix(state ^ static_cast<uint64_t>(first));
  return ToUnit(Mix(state ^ static_cast<uint64_t>(second)));
}

double Chance::Between(double low, double high, Purpose purpose,
                       absl::string_view what, int first, int second) const {
  return low + (high - low) * Uniform(purpose, what, first, second);
}

// Box and Muller; the seed of the angle is another one.
double Chance::Normal(Purpose purpose, absl::string_view what, int first,
                      int second) const {
  const double angle =
      Chance(~seed_).Uniform(purpose, what, first, second) * kTau;
  return std::sqrt(-2 * std::log(Uniform(purpose, what, first, second))) *
         std::cos(angle);
}

}  // namespace tonus::simulation
