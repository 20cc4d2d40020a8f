// One service with a version that serves, to which things that fail are done.
import assert from 'node:assert/strict';
import { type Deployment, findDeployment } from '#db/stores/deployments.ts';
import { findService, type Service } from '#db/stores/services.ts';
import { findVersion, readSpec, type Version } from '#db/stores/versions.ts';
import type { ErrorsWorld } from '#e2e/errors/errors-world.ts';
import { type Answer, visit } from '#e2e/visitor.ts';
import { readDeploymentView } from '#server/api/views/deployment-view.ts';
import { type Deployed, deployVersion } from '#server/commands/deploy-version.ts';
import { redeployVersion } from '#server/commands/redeploy-version.ts';
import { serviceUrl } from '#server/domain/naming.ts';
import { specInputSchema, type VersionSpecInput } from '#server/domain/spec.ts';

/** Node as the sample image has it: any program can be run without an image of its own. */
const NODE = '/usr/bin/node';
const PORT = 8080;

/** The part of a configuration that makes an instance run this program. */
export function program(source: string): Partial<VersionSpecInput> {
  return { command: [NODE, '-e', source] };
}

export class ServingService {
  readonly world: ErrorsWorld;
  readonly service: Service;
  #first: Deployed | undefined;

  constructor(world: ErrorsWorld, service: Service) {
    this.world = world;
    this.service = service;
  }

  async begin(spec: Partial<VersionSpecInput>): Promise<void> {
    const deployed = this.deploy(spec);
    this.#first = deployed;
    await this.live(deployed);
    await this.world.until('the first version answers', async () => (await this.visit()).status === 200);
  }

  /** The version that serves. */
  get first(): Version {
    return findVersion(this.world.db, this.#first?.versionId ?? '') ?? assert.fail('there is no version yet');
  }

  /** 新建版本 that is to take all traffic. */
  deploy(spec: Partial<VersionSpecInput>): Deployed {
    return deployVersion(this.world.ctx, this.service, {
      trafficStrategy: 'full',
      remark: '',
      spec: specInputSchema.parse({
        source: { kind: 'image', image: 'sample/hello:v1' },
        port: PORT,
        initialDelaySeconds: 0,
        cpu: 0.25,
        memoryGb: 0.5,
        ...spec,
      }),
    });
  }

  /** 编辑配置并重新部署 of the version that serves. */
  redeploy(changes: Partial<VersionSpecInput>): { deploymentId: string } {
    const { id, snapshotNumber } = this.first;
    const spec = specInputSchema.parse({ ...readSpec(this.world.db, id, snapshotNumber), ...changes });
    return redeployVersion(this.world.ctx, this.first, { spec });
  }

  readonly deployment = (id: string): Deployment => {
    return findDeployment(this.world.db, id) ?? assert.fail(`no deployment ${id}`);
  };

  /** A deployment once it has ended. */
  ended(deploymentId: string): Promise<Deployment> {
    return this.world.until(`the deployment of ${this.service.name} ends`, () => {
      const deployment = this.deployment(deploymentId);
      return deployment.state === 'running' ? null : deployment;
    });
  }

  /** As {@link ended}, with success. */
  async live({ deploymentId }: { deploymentId: string }): Promise<void> {
    const { state, failure } = await this.ended(deploymentId);
    assert.equal(state, 'succeeded', JSON.stringify(failure));
  }

  /** A deployment as the console shows it. */
  view(deploymentId: string) {
    const service = findService(this.world.db, this.service.id) ?? assert.fail('the service is gone');
    return readDeploymentView(this.world, service, this.deployment(deploymentId));
  }

  /** As a visitor, through the gateway. */
  visit(): Promise<Answer> {
    return visit(serviceUrl(this.service.host, this.world.settings));
  }
}
