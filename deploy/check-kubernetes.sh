#!/usr/bin/env bash
# Checks deploy/kubernetes without a cluster:   deploy/check-kubernetes.sh
# Needs Node.js 20.11 or later and npm. What is checked: kubernetes/check/check.mjs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/kubernetes/check"

npm ci --no-audit --no-fund
npm run check
