#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Includes point one way: protos, engine, services, edge; storage beside them.
set -u
failed=0

# Fails when a source below $1 includes something that matches $2.
refuse() {
  local found
  found=$(grep -rnE "#include [<\"]($2)" "$1" --include='*.h' --include='*.cc' \
    ${3:+--exclude-dir="$3"}) || return 0
  printf '%s must not include %s:\n%s\n' "$1" "$2" "$found"
  failed=1
}

refuse services/engine 'grpc|storage/|openssl|services/(patient|assessment|routine|progress|server|client|error|call)'
refuse storage 'google/protobuf|tonus/|services/|grpc'
for service in patient assessment routine progress knowledge; do
  refuse services/$service 'grpc|services/(server|client)|rocksdb|libpq'
done
refuse services/server 'services/client|rocksdb|libpq'
refuse services/client 'services/(server|patient|assessment|routine|progress|engine)|storage/|rocksdb|libpq'
exit $failed
