// One service with a version that serves, to which things that fail are done.
import assert from 'node:assert/strict';
import { type Deployment, findDeployment } from '#db/stores/deployments.ts';
import { findService, type Service } from '#db/stores/services.ts';
import { findVersion, readSpec, type Version } from '#db/stores/versions.ts';
import type { ErrorsWorld } from '#e2e/errors/errors-world.ts';
import { type Answer, visit } from '#e2e/visitor.ts';
import { readDeploymentView } from '#server/api/views/deployment-view.ts';
import { type Deployed, deployVersion } from '#server/commands/deploy-version.ts';
import { randomText } from '#server/commands/random-text.ts';
import { redeployVersion } from '#server/commands/redeploy-version.ts';
import { registerPackage } from '#server/commands/register-package.ts';
import { serviceUrl } from '#server/domain/naming.ts';
import { specInputSchema, type VersionSpecInput } from '#server/domain/spec.ts';
import { writeCode } from '#server/runner/code-fixture.ts';
import { packageFolder } from '#server/sources/package-folder.ts';

/** Node as the sample image has it: any program can be run without an image of its own. */
export const NODE = '/usr/bin/node';
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

  /** The part of a configuration that makes it be built from these files. */
  uploaded(files: Record<string, string>, dockerfile = 'Dockerfile'): Partial<VersionSpecInput> {
    const { ctx, settings } = this.world;
    const id = `pkg-${randomText(12)}`;
    for (const [name, text] of Object.entries(files))
      writeCode(packageFolder(settings.dataDir, id), name, text);
    const fileCount = Object.keys(files).length;
    registerPackage(ctx, this.service, { id, fileName: 'shop.zip', kind: 'zip', sizeBytes: 1, fileCount });
    return { source: { kind: 'package', packageId: id, fileName: 'shop.zip', dockerfile } };
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
