// SPDX-License-Identifier: Apache-2.0
// Which exercises would serve a purpose, best first, before anyone asks
// whether the person may do them.

#ifndef TONUS_SERVICES_ENGINE_CANDIDATES_H_
#define TONUS_SERVICES_ENGINE_CANDIDATES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"

namespace tonus::engine {

using Candidates = std::vector<const knowledge::v1::Exercise*>;

// The exercises with these ids, in order.
Candidates CandidatesById(
    const Knowledge& knowledge,
    const google::protobuf::RepeatedPtrField<std::string>& ids);

// Puts ahead of each that needs caution those that need none and are otherwise
// equal: same technique, same level, and both or neither with `target` first.
void PutCautionLast(const Eligibility& eligibility, absl::string_view target,
                    Candidates* candidates);

// Adds `exercise` unless it is there.
void AddOnce(const knowledge::v1::Exercise* exercise, Candidates* list);

// Adds behind each exercise the one that is preferred to it, if any;
// where that may be done, the exercise itself may not.
void AddPreferred(const Knowledge& knowledge, Candidates* candidates);

// What an exercise is for; a substitute serves the same purpose.
enum class Purpose { kRelease, kLoad, kBreathing, kFloss, kAerobic };

Purpose PurposeOf(knowledge::v1::Technique technique);
Purpose PurposeOf(const knowledge::v1::Exercise& exercise);

// Whether `target` is one of the targets of `exercise`.
bool Lists(const knowledge::v1::Exercise& exercise, absl::string_view target);

// Whether `other` serves what `wanted` serves: the same purpose, and it
// lists its first target.
bool ServesSame(const knowledge::v1::Exercise& other,
                const knowledge::v1::Exercise& wanted);

// Whether both work on the same first target by the same technique, or both on
// none.
bool IsSameWork(const knowledge::v1::Exercise& a,
                const knowledge::v1::Exercise& b);

// Releases of `muscle` inside a session, in the order of the pack for its
// release preference, then level, then id.
Candidates ReleaseCandidates(const Knowledge& knowledge,
                             absl::string_view muscle);

// Puts the techniques first that come first for `muscle` on one of `sides` in
// `session`, counted through all blocks: those that a retest switched to, also
// where its release preference leaves them out, else those that suit the
// person. For 0 what holds in every session alone.
void PutSwitchedFirst(const Knowledge& knowledge, const v1::PlanLimits& limits,
                      absl::string_view muscle,
                      const std::vector<knowledge::v1::Side>& sides,
                      int session, Candidates* candidates);

// Long stretches of `muscle` after the main part, in the order of the pack
//
Candidates PostStretchCandidates(const Knowledge& knowledge,
                                 absl::string_view muscle);

// Activations of `muscle`: the kinds of the pack in their order with it
// as first target, by level, then id; after them the same with it anywhere.
// Among the first and equally easy ones the movement that uses the range of
// `released` comes first, unless it needs caution; empty for none.
Candidates ActivationCandidates(const Knowledge& knowledge,
                                const Eligibility& eligibility,
                                absl::string_view muscle,
                                absl::string_view released);

// Strength for `muscle`: the kinds of the pack in their order, by level, then
// id.
Candidates StrengthCandidates(const Knowledge& knowledge,
                              absl::string_view muscle);

// The movement that uses the range of `released`; empty when none.
Candidates IntegrationCandidates(const Knowledge& knowledge,
                                 absl::string_view released);

// Nerve glides of `nerve`, easiest first.
Candidates FlossCandidates(const Knowledge& knowledge, absl::string_view nerve);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CANDIDATES_H_
