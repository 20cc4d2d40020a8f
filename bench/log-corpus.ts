// Lines as services print them: mixed, a fifth JSON, some Chinese, and a few that are looked for. Always the same.
import type { LogLineDraft } from '#server/domain/log-line.ts';

const PATHS = [
  '/api/orders',
  '/api/users',
  '/health',
  '/api/carts/checkout',
  '/static/app.js',
  '/api/search',
];
const WORDS = 'cache miss retry payment shipped invoice session refresh upstream batch queue worker'.split(
  ' ',
);
const CHINESE = [
  '用户登录成功',
  '订单已创建',
  '库存同步完成',
  '支付回调处理中',
  '缓存刷新',
  '发送短信验证码',
];

/** What the benchmark looks for, and how often it is there. */
export const RARE = { text: 'deadlock detected on row', everyLines: 90_000 };
export const RARE_CHINESE = { text: '连接池已耗尽', everyLines: 110_000 };

/** `count` lines of some instances, a few milliseconds apart, the last of them at `until` (epoch ms). */
export function* corpus(count: number, until: number): Generator<LogLineDraft> {
  const random = seeded(4711);
  for (let index = 0; index < count; index += 1) {
    const instance = Math.floor(random() * 6);
    const at = until - (count - index) * 5;
    yield {
      serviceId: 'bench',
      versionId: `v${instance % 3}`,
      instanceId: `instance-${instance}`,
      at,
      stream: random() < 0.05 ? 'stderr' : 'stdout',
      level: 'log',
      file: '',
      dropped: 0,
      text: stamped(at, textOf(index, random)),
    };
  }
}

function stamped(at: number, text: string): string {
  return text.startsWith('{') ? text : `${new Date(at).toISOString()} ${text}`;
}

function textOf(index: number, random: () => number): string {
  const pick = <Value>(from: readonly Value[]) => from[Math.floor(random() * from.length)] as Value;
  const id = Math.floor(random() * 0xffffffff).toString(16);
  if (index % RARE.everyLines === RARE.everyLines - 7) return `ERROR ${RARE.text} ${id}`;
  if (index % RARE_CHINESE.everyLines === 1_234) return `WARN 数据库${RARE_CHINESE.text}，等待 ${id}`;
  const kind = random();
  const ms = Math.floor(random() * 900);
  if (kind < 0.2) {
    const user = { id: `u-${Math.floor(random() * 20_000)}` };
    return JSON.stringify({
      level: pick(['info', 'warn', 'debug']),
      msg: pick(WORDS),
      user,
      path: pick(PATHS),
      ms,
    });
  }
  if (kind < 0.3) return `INFO ${pick(CHINESE)} 编号 ${id} 耗时 ${ms} 毫秒`;
  if (kind < 0.4) return `WARN ${pick(WORDS)} ${pick(WORDS)} after ${ms} ms, trace=${id}`;
  return `${pick(['GET', 'GET', 'GET', 'POST', 'PUT'])} ${pick(PATHS)}/${id} ${pick([200, 200, 200, 201, 304, 404])} ${ms}ms`;
}

/** Mulberry32: the same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
