// The process ends, or was never there.
import { CONTROLLED, crash, listen, newInstance } from '#e2e/errors/controlled-program.ts';
import type { Entry } from '#e2e/errors/entry.ts';
import { foreignImage } from '#e2e/errors/own-images.ts';
import { program } from '#e2e/errors/serving-service.ts';

const TWO = { replicaMode: 'high-availability', minReplicas: 2 } as const;

const EAT = `
  console.log('reading the whole catalogue into memory');
  const eaten = [];
  setInterval(() => eaten.push(Buffer.alloc(32 * 1024 * 1024, 1)), 5);`;

export const EXITS: Entry[] = [
  {
    name: 'exec format or command not found',
    cases: [
      {
        kind: 'deployment',
        begin: (service) => service.deploy({ command: ['/srv/serve', '--all'] }),
        code: 'command_not_found',
        label: '启动失败',
        short: /^找不到命令 \/srv\/serve$/,
        step: 'start',
        says: /没有启动命令“\/srv\/serve”/,
        log: null,
        advises: /一行一个参数/,
      },
      {
        kind: 'deployment',
        begin: async (service) =>
          service.deploy({ source: { kind: 'image', image: await foreignImage(service.world) } }),
        code: 'exec_format',
        label: '启动失败',
        short: /^处理器架构不符$/,
        step: 'ready',
        says: /exec format error/,
        log: /exec format error/,
        advises: /amd64 或 arm64/,
      },
    ],
  },
  {
    name: 'exits at once',
    cases: [
      {
        kind: 'deployment',
        begin: (service) =>
          service.deploy(program("console.error('Error: DATABASE_URL is not set'); process.exitCode = 3")),
        code: 'exited_at_once',
        label: '部署失败',
        short: /^启动即退出，退出码 3$/,
        step: 'ready',
        says: /退出 2 次，退出码 3/,
        log: /^Error: DATABASE_URL is not set$/m,
        advises: /listen EACCES/,
      },
    ],
  },
  {
    name: 'exits after a while',
    cases: [
      {
        kind: 'deployment',
        begin: (service) =>
          service.deploy(
            program(`
              console.log('waiting for the database');
              setTimeout(() => { console.error('Error: no database'); process.exit(4); }, 3500);`),
          ),
        code: 'exited_later',
        label: '部署失败',
        short: /^运行 \d+ 秒后退出，退出码 4$/,
        step: 'ready',
        says: /还没有就绪.*退出 2 次，退出码 4/,
        log: /waiting for the database\nError: no database/,
        advises: /等数据库之类的依赖/,
      },
    ],
  },
  {
    name: 'crash loop',
    cases: [
      {
        kind: 'deployment',
        serving: TWO,
        begin: async (service) => {
          const update = service.redeploy(program(CONTROLLED));
          for (let ends = 1; ends <= 2; ends++) {
            const instanceId = await newInstance(service, update, ends);
            await listen(service, instanceId);
            await crash(service, instanceId);
          }
          return update;
        },
        code: 'deploy_fail',
        label: '部署失败',
        short: /^反复重启，退出码 7$/,
        step: 'update',
        says: /就绪后又自己退出.*退出 2 次，退出码 7/,
        log: /^Error: the background job crashed$/m,
        advises: /定时任务/,
      },
    ],
  },
  {
    name: 'out of memory',
    cases: [
      {
        kind: 'deployment',
        begin: (service) => service.deploy(program(EAT)),
        code: 'out_of_memory',
        label: '内存超限',
        short: /^超过 0\.5 GB$/,
        step: 'ready',
        says: /超过了规格的 0\.5 GB.*2 次/,
        log: /^reading the whole catalogue into memory$/m,
        advises: /更大的内存规格/,
      },
    ],
  },
];
