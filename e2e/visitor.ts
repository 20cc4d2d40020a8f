// Visitors of a service, as plain HTTP over the gateway's real port.
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export type Answer = { status: number; versionName: string; text: string };

const REQUEST_DEADLINE_MS = 20_000;

/** One GET to `url`. Rejects where no answer comes. */
export function visit(url: string, agent?: Agent): Promise<Answer> {
  return send(url, { agent });
}

type Sending = { method?: string; body?: unknown; agent?: Agent };

/** One request, with a JSON body if any, dialled at 127.0.0.1 as *.localhost is (RFC 6761 §6.3). */
export function send(url: string, { method = 'GET', body, agent }: Sending): Promise<Answer> {
  const { hostname, port, pathname, search, host } = new URL(url);
  const dialled = hostname.endsWith('localhost') ? '127.0.0.1' : hostname;
  const headers = { host, accept: 'text/plain', ...(body ? { 'content-type': 'application/json' } : {}) };
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: dialled, port, path: pathname + search, method, agent, headers },
      async (response) => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk);
          resolve({
            status: response.statusCode ?? 0,
            versionName: String(response.headers['x-cloudberth-version'] ?? ''),
            text: Buffer.concat(chunks).toString(),
          });
        } catch (error) {
          reject(error);
        }
      },
    );
    sent.setTimeout(REQUEST_DEADLINE_MS, () => sent.destroy(new Error(`no answer from ${url}`)));
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

/** `count` requests, at most `width` at a time: how many each version answered, and how many failed. */
export async function visitMany(
  url: string,
  count: number,
  width = 8,
): Promise<{ split: Record<string, number>; failed: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: width });
  const split: Record<string, number> = {};
  let failed = 0;
  let left = count;
  async function visitor(): Promise<void> {
    while (left-- > 0) {
      const answer = await visit(url, agent).catch(() => undefined);
      if (!answer || answer.status >= 500) failed++;
      else split[answer.versionName] = (split[answer.versionName] ?? 0) + 1;
    }
  }
  await Promise.all(Array.from({ length: width }, visitor));
  agent.destroy();
  return { split, failed };
}

/** Between two requests of a steady visitor: one that never rests would take a core from the browser beside it. */
const PAUSE_MS = 5;

/** Requests one after another in the background until it is stopped. */
export class SteadyVisitor {
  requests = 0;
  readonly failures: string[] = [];
  readonly #agent = new Agent({ keepAlive: true });
  #isStopped = false;
  readonly #done: Promise<void>;

  constructor(url: string) {
    this.#done = this.#run(url);
  }

  async #run(url: string): Promise<void> {
    while (!this.#isStopped) {
      this.requests++;
      const answer = await visit(url, this.#agent).catch((error: Error) => error);
      if (answer instanceof Error) this.failures.push(answer.message);
      else if (answer.status >= 500) this.failures.push(`${answer.status} ${answer.text.slice(0, 200)}`);
      await pause(PAUSE_MS);
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#done;
    this.#agent.destroy();
  }
}
