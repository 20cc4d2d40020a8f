import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isDeadEnd,
  type PackageFacts,
  packageOutcome,
} from '#components/versions/spec-form/package-outcome.ts';

const NOTHING: PackageFacts = {
  packageId: 'pkg-1',
  fileName: 'shop',
  sizeBytes: 1,
  fileCount: 1,
  hasDockerfile: false,
  hasPackageJson: false,
  hasIndexHtml: false,
  hasComposeFile: false,
};
const ROOT = { dockerfile: 'Dockerfile', directory: '/' };

function outcome(found: Partial<PackageFacts>, runner: 'docker' | 'embedded' = 'docker', place = ROOT) {
  return packageOutcome({ ...NOTHING, ...found }, place, runner);
}

test('a Dockerfile comes first, then Node, then a static site', () => {
  assert.equal(outcome({ hasDockerfile: true, hasPackageJson: true }), 'dockerfile');
  assert.equal(outcome({ hasPackageJson: true, hasIndexHtml: true }), 'generatedNode');
  assert.equal(outcome({ hasIndexHtml: true }), 'generatedStatic');
});

test('a Compose file is only answered where nothing else can be built (S3-3)', () => {
  assert.equal(outcome({ hasComposeFile: true }), 'compose');
  assert.equal(outcome({ hasComposeFile: true, hasDockerfile: true }), 'dockerfile');
  assert.equal(outcome({ hasComposeFile: true }, 'embedded'), 'compose');
});

test('the built-in runner runs Node as it is and builds nothing', () => {
  assert.equal(outcome({ hasPackageJson: true, hasDockerfile: true }, 'embedded'), 'asItIsNode');
  assert.equal(outcome({ hasDockerfile: true }, 'embedded'), 'needsDocker');
});

test('nothing is foretold of a place that was not looked at', () => {
  assert.equal(outcome({}, 'docker', { dockerfile: 'Dockerfile', directory: '/api' }), 'ownPlace');
  assert.equal(outcome({}, 'docker', { dockerfile: 'prod.Dockerfile', directory: '' }), 'ownPlace');
  assert.equal(isDeadEnd('ownPlace'), false);
});
