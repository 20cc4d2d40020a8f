// The process runs, and does not get ready.
import type { Entry } from '#e2e/errors/entry.ts';
import { program } from '#e2e/errors/serving-service.ts';
import type { VersionSpecInput } from '#server/domain/spec.ts';

const HEALTHZ = { probe: { kind: 'http', path: '/healthz' } } as const;

export const READINESS: Entry[] = [
  {
    name: 'listens on 127.0.0.1',
    cases: [
      {
        kind: 'deployment',
        begin: (service) => service.deploy(variables({ SAMPLE_LISTEN_HOST: '127.0.0.1' })),
        code: 'loopback_only',
        label: '端口未监听',
        short: /^只监听 127\.0\.0\.1$/,
        step: 'ready',
        says: /监听了端口 8080，但只在 127\.0\.0\.1/,
        log: /listens on 127\.0\.0\.1:8080/,
        advises: /监听 0\.0\.0\.0 的 8080.*HOST=0\.0\.0\.0/,
      },
    ],
  },
  {
    name: 'listens on another port',
    cases: [
      {
        kind: 'deployment',
        begin: (service) => service.deploy(variables({ SAMPLE_LISTEN_PORT: '9555' })),
        code: 'port_not_listening',
        label: '端口未监听',
        short: /^监听的是 9555$/,
        step: 'ready',
        says: /端口 8080 连不上。它监听的是 9555/,
        log: /listens on 0\.0\.0\.0:9555/,
        advises: /现在是 9555/,
      },
    ],
  },
  {
    name: 'never ready',
    cases: [
      {
        kind: 'deployment',
        begin: (service) =>
          service.deploy(program("console.log('waiting for the message queue'); setInterval(() => {}, 1e6)")),
        code: 'start_timeout',
        label: '启动超时',
        short: /^\d+ 秒没有监听$/,
        step: 'ready',
        says: /没有监听任何端口，也没有新的日志/,
        log: /^waiting for the message queue$/m,
        advises: /日志停在哪一步/,
      },
      {
        kind: 'deployment',
        begin: (service) =>
          service.deploy({
            ...program(`
              require('http').createServer(() => {}).listen(process.env.PORT);
              console.log('accepts connections and answers none');`),
            ...HEALTHZ,
          }),
        code: 'probe_no_answer',
        label: '健康检查失败',
        short: /^检查没有得到回答$/,
        step: 'ready',
        says: /端口 8080 连得上/,
        log: /^accepts connections and answers none$/m,
        advises: /TCP 检查/,
      },
    ],
  },
  {
    name: 'slow start',
    cases: [
      {
        kind: 'deployment',
        begin: (service) =>
          service.deploy(
            program("let n = 0; setInterval(() => console.log('importing row ' + (n += 1)), 100)"),
          ),
        code: 'slow_start',
        label: '启动超时',
        short: /^\d+ 秒还在启动$/,
        step: 'ready',
        says: /日志一直在写，端口 8080 还没有监听/,
        log: /^importing row \d+$/m,
        advises: /调大初始延迟/,
      },
    ],
  },
  {
    name: 'probe path 500',
    cases: [
      {
        kind: 'deployment',
        begin: (service) => service.deploy({ ...variables({ SAMPLE_HEALTH_STATUS: '500' }), ...HEALTHZ }),
        code: 'health_check_fail',
        label: '健康检查失败',
        short: /^\/healthz 返回 500$/,
        step: 'ready',
        says: /检查路径 \/healthz 一直回答 500/,
        log: /GET \/healthz 500/,
        advises: /不要一上来调大初始延迟/,
      },
    ],
  },
  {
    name: 'command after start fails',
    cases: [
      {
        kind: 'deployment',
        begin: (service) =>
          service.deploy({
            postStart: ['/usr/bin/node', '-e', "console.error('no schema to migrate'); process.exitCode = 6"],
          }),
        code: 'post_start_fail',
        label: '启动失败',
        short: /^启动后处理退出码 6$/,
        step: 'ready',
        says: /以退出码 6 结束，需要 0。它最后的输出：no schema to migrate/,
        log: 'any',
        advises: /不需要就清空它再部署/,
      },
    ],
  },
  {
    name: 'probe command fails',
    cases: [
      {
        kind: 'deployment',
        begin: (service) =>
          service.deploy(checkedBy("console.error('database is not migrated'); process.exitCode = 4")),
        code: 'probe_command_fail',
        label: '健康检查失败',
        short: /^检查命令退出码 4$/,
        step: 'ready',
        says: /一直以退出码 4 结束，需要 0。它最后的输出：database is not migrated/,
        log: /listens on/,
        advises: /改用 TCP 或 HTTP 检查/,
      },
      {
        kind: 'deployment',
        begin: (service) => service.deploy({ probe: { kind: 'exec', command: ['curl', '-f', 'localhost'] } }),
        code: 'probe_command_missing',
        label: '健康检查失败',
        short: /^找不到检查命令 curl$/,
        step: 'ready',
        says: /实例里没有检查命令要用的“curl”/,
        log: /listens on/,
        advises: /不需要镜像里有任何工具/,
      },
      {
        kind: 'deployment',
        begin: (service) => service.deploy(checkedBy('setInterval(Date.now, 1e6)')),
        code: 'probe_command_timeout',
        label: '健康检查失败',
        short: /^检查命令没有结束$/,
        step: 'ready',
        says: /每次都没有在时限内结束，已被终止/,
        log: /listens on/,
        advises: /让它很快结束/,
      },
    ],
  },
];

function variables(env: Record<string, string>): Partial<VersionSpecInput> {
  return { env: Object.entries(env).map(([name, value]) => ({ kind: 'plain' as const, name, value })) };
}

/** A script of Node has to end with 0 for the instance to be ready. */
function checkedBy(script: string): Partial<VersionSpecInput> {
  return { probe: { kind: 'exec', command: ['/usr/bin/node', '-e', script] } };
}
