// Updates of a version that fail, and what cannot be done as things are.
import { CONTROLLED, listen, newInstance } from '#e2e/errors/controlled-program.ts';
import type { Entry } from '#e2e/errors/entry.ts';
import { sampleCopy } from '#e2e/errors/own-images.ts';
import { program } from '#e2e/errors/serving-service.ts';
import { cancelDeployment } from '#server/commands/cancel-deployment.ts';
import { deleteVersion } from '#server/commands/delete-version.ts';
import { rollBackVersion } from '#server/commands/roll-back-version.ts';

const THREE = { replicaMode: 'high-availability', minReplicas: 3 } as const;

export const UPDATES: Entry[] = [
  {
    name: 'cpu/memory not available',
    cases: [
      {
        kind: 'deployment',
        begin: (service) => service.deploy({ cpu: 16, memoryGb: 64 }),
        code: 'quota_fail',
        label: '资源不足',
        short: /^还剩 [\d.]+ 核、[\d.]+ GB$/,
        step: 'check',
        says: /需要 1 个 16 核、64 GB 的实例/,
        log: null,
        advises: /小一些的规格/,
      },
    ],
  },
  {
    name: 'redeploy fails on instance 2 of 3',
    cases: [
      {
        kind: 'deployment',
        serving: THREE,
        begin: async (service) => {
          const update = service.redeploy(program(CONTROLLED));
          await listen(service, await newInstance(service, update, 1));
          await newInstance(service, update, 2);
          return update;
        },
        code: 'start_timeout',
        label: '启动超时',
        short: /^\d+ 秒没有监听$/,
        step: 'update',
        says: /没有监听任何端口/,
        log: /^waits to be told$/m,
        advises: /日志停在哪一步/,
      },
    ],
  },
  {
    name: 'rollback to a lost image',
    cases: [
      {
        kind: 'deployment',
        begin: async (service) => {
          const image = await sampleCopy(service.world, 'lost');
          await service.live(service.redeploy({ source: { kind: 'image', image } }));
          await service.live(service.redeploy({ source: { kind: 'image', image: 'sample/hello:v1' } }));
          await service.world.removeImage(image);
          return rollBackVersion(service.world.ctx, service.first, { snapshotNumber: 2 });
        },
        code: 'image_gone',
        label: '镜像已不存在',
        short: /^快照的镜像已不存在$/,
        step: 'image',
        says: /cloudberth-errors\/lost.*什么都没有启动/,
        log: null,
        advises: /在版本历史里选一个镜像还在的快照/,
      },
    ],
  },
  {
    name: 'deletion with traffic',
    cases: [
      {
        kind: 'command',
        run: (service) => deleteVersion(service.world.ctx, service.first),
        code: 'version_has_traffic',
        says: /请先清空 .*-001 的灰度流量（现在是 100%）/,
      },
    ],
  },
  {
    name: 'parallel deployment',
    cases: [
      {
        kind: 'command',
        run: async (service) => {
          const running = service.deploy(program('setInterval(() => {}, 1e6)'));
          try {
            service.deploy({});
          } finally {
            cancelDeployment(service.world.ctx, service.deployment(running.deploymentId));
          }
        },
        code: 'deployment_in_progress',
        says: /当前已有部署发布任务运行中，请稍后再试，或查看实时部署日志/,
      },
    ],
  },
];
