// Ids that stand in an input beside the object's own: each has to be a part of that object. The right was found for the
// object alone, so whoever could name another's part would reach it with no right at all.
import type { Objects } from '#scripts/rights/installation.ts';

/** What may be named, of one service or environment. */
export type Parts = Pick<
  Objects,
  'versionId' | 'instanceId' | 'packageId' | 'credentialId' | 'networkId' | 'secretId' | 'tokenSecretId'
>;

export const MISSING_PARTS: Parts = {
  versionId: 'ver-0000000000',
  instanceId: 'ins-00000000-0000-0000-0000-000000000000',
  packageId: 'pkg-000000000000',
  credentialId: 'reg-0000000000',
  networkId: 'net-0000000000',
  secretId: 'sec-000000000000',
  tokenSecretId: 'sec-000000000001',
};

export type SecondId = {
  path: string;
  part: keyof Parts;
  /** Of a service, or of all services of an environment. */
  of: 'service' | 'environment';
  input(own: Objects, parts: Parts): object;
};

const IMAGE = { kind: 'image', image: 'registry.example.com/web:1' };

/** Every way by which a configuration names something. */
const SPECS: Pick<SecondId, 'part' | 'of' | 'input'>[] = [
  {
    part: 'packageId',
    of: 'service',
    input: (_, { packageId }) => ({ source: { kind: 'package', packageId } }),
  },
  {
    part: 'credentialId',
    of: 'environment',
    input: (_, { credentialId }) => ({ source: { ...IMAGE, credentialId } }),
  },
  {
    part: 'secretId',
    of: 'service',
    input: (_, { secretId }) => ({ source: IMAGE, env: [{ kind: 'secret', name: 'PASSWORD', secretId }] }),
  },
  {
    part: 'tokenSecretId',
    of: 'service',
    input: (_, { tokenSecretId }) => ({
      source: {
        kind: 'repository',
        url: 'https://git.example.com/web.git',
        token: { kind: 'secret', secretId: tokenSecretId },
      },
    }),
  },
];

const WITH_SPEC: SecondId[] = SPECS.flatMap((spec) => [
  {
    ...spec,
    path: 'versions.deploy',
    input: (own, parts) => ({ serviceId: own.serviceId, spec: spec.input(own, parts) }),
  },
  {
    ...spec,
    path: 'versions.redeploy',
    input: (own, parts) => ({
      versionId: own.versionId,
      spec: spec.input(own, parts),
      fromSnapshotNumber: 1,
    }),
  },
]);

export const SECOND_IDS: readonly SecondId[] = [
  ...['deployments.list', 'requests.list', 'versions.draft'].map(
    (path): SecondId => ({
      path,
      part: 'versionId',
      of: 'service',
      input: ({ serviceId }, { versionId }) => ({ serviceId, versionId }),
    }),
  ),
  {
    path: 'traffic.rollBack',
    part: 'versionId',
    of: 'service',
    input: ({ serviceId, generation }, { versionId }) => ({ serviceId, generation, versionId }),
  },
  {
    path: 'traffic.set',
    part: 'versionId',
    of: 'service',
    input: ({ serviceId, generation }, { versionId }) => ({
      serviceId,
      generation,
      policy: { mode: 'percent', shares: [{ versionId, percent: 100 }] },
    }),
  },
  {
    path: 'traffic.set',
    part: 'versionId',
    of: 'service',
    input: ({ serviceId, generation }, { versionId }) => ({
      serviceId,
      generation,
      policy: { mode: 'rules', rules: [], defaultVersionId: versionId },
    }),
  },
  {
    path: 'traffic.set',
    part: 'versionId',
    of: 'service',
    input: ({ serviceId, generation, otherVersionId }, { versionId }) => ({
      serviceId,
      generation,
      policy: {
        mode: 'rules',
        rules: [{ source: 'query', key: 'a', value: 'b', versionId }],
        defaultVersionId: otherVersionId,
      },
    }),
  },
  {
    path: 'versions.instanceLog',
    part: 'instanceId',
    of: 'service',
    input: ({ versionId }, { instanceId }) => ({ versionId, instanceId }),
  },
  {
    path: 'shell.open',
    part: 'instanceId',
    of: 'service',
    input: ({ versionId }, { instanceId }) => ({ versionId, instanceId }),
  },
  {
    path: 'packages.get',
    part: 'packageId',
    of: 'service',
    input: ({ serviceId }, { packageId }) => ({ serviceId, packageId }),
  },
  {
    path: 'services.create',
    part: 'networkId',
    of: 'environment',
    input: ({ environmentId }, { networkId }) => ({
      environmentId,
      name: 'new',
      network: { kind: 'existing', networkId },
    }),
  },
  {
    path: 'credentials.remove',
    part: 'credentialId',
    of: 'environment',
    input: ({ environmentId }, { credentialId }) => ({ environmentId, credentialId }),
  },
  ...WITH_SPEC,
];
