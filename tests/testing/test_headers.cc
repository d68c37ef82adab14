// SPDX-License-Identifier: Apache-2.0
// Empty: precompiled headers belong to a target, and a target has a source.
