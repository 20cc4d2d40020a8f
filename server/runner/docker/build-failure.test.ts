// The words of Docker 20.10 and of later engines, as they were answered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BuildAnswer, buildFailure } from './build-failure.ts';

const ORDER = { dockerfile: 'deploy/Dockerfile', directory: '/app', limits: { cpu: 1, memoryGb: 2 } };

function failureOf(answer: Partial<BuildAnswer> & { message: string }): [string, ...(string | number)[]] {
  const { code, params } = buildFailure({ exitCode: null, step: null, tail: [], ...answer }, ORDER);
  return [code, ...Object.values(params)];
}

test('a Dockerfile that is not there is named with its folder', () => {
  const message = 'Cannot locate specified Dockerfile: deploy/Dockerfile';
  assert.deepEqual(failureOf({ message }), ['dockerfile_missing', 'deploy/Dockerfile', '/app']);
});

test('a base image that is not there is named, whatever keeps the engine from pulling it', () => {
  const reasons = [
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: no such host',
    'Get "http://127.0.0.1:9/v2/": dial tcp 127.0.0.1:9: connect: connection refused',
    "pull access denied for shop/base, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    'manifest for node:99 not found: manifest unknown: manifest unknown',
    'no matching manifest for linux/arm64/v8 in the manifest list entries',
  ];
  for (const message of reasons) {
    assert.deepEqual(failureOf({ message, step: 'FROM --platform=linux/amd64 shop/base:v9 AS build' }), [
      'base_image_missing',
      'shop/base:v9',
    ]);
  }
  const message = 'invalid from flag value missing/img: Get "https://registry-1.docker.io/v2/": no such host';
  assert.deepEqual(failureOf({ message, step: 'COPY --from=missing/img /x /y' }), [
    'base_image_missing',
    'missing/img',
  ]);
});

test('a registry that wants somebody to sign in for a base image is told', () => {
  const message = 'Head "https://r.io/v2/shop/base/manifests/v9": unauthorized: authentication required';
  const refused = ['registry_refused', 'r.io', 'r.io/shop/base:v9'];
  assert.deepEqual(failureOf({ message, step: 'FROM r.io/shop/base:v9' }), refused);
});

test('a step that fails is named in the words of the Dockerfile', () => {
  const step = 'RUN npm ci';
  const message = "The command '/bin/sh -c npm ci' returned a non-zero code: 3";
  assert.deepEqual(failureOf({ message, step, exitCode: 3 }), ['build_fail', step, message]);
  const noFile =
    'COPY failed: file not found in build context or excluded by .dockerignore: stat gone: file does not exist';
  assert.deepEqual(failureOf({ message: noFile, step: 'COPY gone /x' }), [
    'build_fail',
    'COPY gone /x',
    noFile,
  ]);
  const noShell =
    'failed to create shim task: OCI runtime create failed: exec: "/bin/sh": stat /bin/sh: no such file or directory';
  assert.equal(failureOf({ message: noShell, step: 'RUN ls' })[0], 'build_fail');
});

test('a Dockerfile that cannot be read fails before any step', () => {
  for (const message of [
    'dockerfile parse error line 2: unknown instruction: FOO',
    'the Dockerfile (Dockerfile) cannot be empty',
    'no build stage in current context',
  ]) {
    assert.deepEqual(failureOf({ message }), ['build_fail', 'none', message]);
  }
  const message = 'invalid reference format: repository name must be lowercase';
  assert.deepEqual(failureOf({ message, step: 'FROM Shop/BASE' }), ['build_fail', 'FROM Shop/BASE', message]);
});

test('a step that is killed has used too much memory', () => {
  const message = "The command '/usr/bin/node build.js' returned a non-zero code: 137";
  assert.deepEqual(failureOf({ message, step: 'RUN x', exitCode: 137 }), ['build_out_of_memory', 2]);
});

test('a full disk is told apart, said by the engine or by the step that failed', () => {
  const full = ['disk_full', 'build'];
  const engine = 'Error processing tar file(exit status 1): write /app/x: no space left on device';
  assert.deepEqual(failureOf({ message: engine }), full);
  const message = "The command '/bin/sh -c make' returned a non-zero code: 2";
  const tail = ['make: cannot write a.o: No space left on device', 'make: *** [a.o] Error 1'];
  assert.deepEqual(failureOf({ message, step: 'RUN make', exitCode: 2, tail }), full);
});
