// What the store has of the two services, read as people read it.
import type { Printing } from '#bench/flood/services.ts';
import type { World } from '#e2e/world.ts';
import { until } from '#scripts/console-client.ts';
import type { LogLineView } from '#server/domain/log-query.ts';

const SETTLED_WITHIN_MS = 60_000;

export type CalmLines = { stored: number; missing: number; doubled: number; isInOrder: boolean };
/** `lines` without the marks; `dropped` is what the marks say. */
export type WildLines = { lines: number; marks: number; dropped: number };

/** The newest line of the calm service; undefined before the first. */
export async function newestCalm(
  { client }: World,
  { serviceId }: Printing,
): Promise<{ number: number; at: number } | undefined> {
  const search = { serviceId, query: 'calm', streams: ['stdout' as const], limit: 1 };
  const [line] = (await client.api.logs.search.query(search)).lines;
  return line && { number: numberOf(line), at: line.at };
}

/** Waits for the line of this number, and looks at all up to it in a download of the log. */
export async function checkCalm(world: World, calm: Printing, last: number): Promise<CalmLines> {
  await until(
    () => newestCalm(world, calm),
    (line) => (line?.number ?? 0) >= last,
    SETTLED_WITHIN_MS,
  );
  const numbers = (await download(world, calm)).map(numberOf).filter((number) => number <= last);
  const different = new Set(numbers);
  return {
    stored: numbers.length,
    missing: last - different.size,
    doubled: numbers.length - different.size,
    isInOrder: numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0)),
  };
}

/** What is stored of the flood, once no more comes. */
export async function countWild({ client }: World, { serviceId, instanceId }: Printing): Promise<WildLines> {
  const marks = await allMarks(client.api, serviceId);
  const { instances } = await client.api.logs.sources.query({ serviceId });
  const stored = instances.find(({ id }) => id === instanceId)?.lines ?? 0;
  const dropped = marks.reduce((sum, line) => sum + (line.dropped ?? 0), 0);
  return { lines: stored - marks.length, marks: marks.length, dropped };
}

/** Waits until nothing is added for a while. */
export async function untilSettled(world: World, wild: Printing): Promise<void> {
  let before = -1;
  let since = performance.now();
  await until(
    () => countWild(world, wild),
    ({ lines, dropped }) => {
      if (lines + dropped !== before) since = performance.now();
      before = lines + dropped;
      return performance.now() - since > 3_000;
    },
    SETTLED_WITHIN_MS,
  );
}

async function allMarks(api: World['client']['api'], serviceId: string): Promise<LogLineView[]> {
  const found: LogLineView[] = [];
  let cursor: string | null = null;
  do {
    const search = { serviceId, query: 'drop_log_lines', streams: ['platform' as const], cursor };
    const page: Awaited<ReturnType<typeof api.logs.search.query>> = await api.logs.search.query(search);
    found.push(...page.lines);
    cursor = page.cursor;
  } while (cursor !== null);
  return found;
}

async function download({ client, installation }: World, { serviceId, instanceId }: Printing) {
  const query = new URLSearchParams({
    serviceId,
    instanceIds: instanceId,
    streams: 'stdout',
    format: 'jsonl',
  });
  const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
  const answer = await fetch(`${installation.consoleUrl}/api/logs-export?${query}`, { headers: { cookie } });
  if (!answer.ok) throw new Error(`the download was answered ${answer.status}`);
  const lines = (await answer.text()).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as LogLineView);
}

function numberOf({ text }: LogLineView): number {
  return Number(/^calm (\d+) /.exec(text)?.[1] ?? Number.NaN);
}
