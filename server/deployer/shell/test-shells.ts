// For tests: a shell server on a data folder of its own, people with sessions, and what a browser does.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { session } from '#db/schema/people.ts';
import { insertAccount } from '#db/stores/accounts.ts';
import { insertInstance } from '#db/stores/instances.ts';
import { insertGrant } from '#db/stores/people.ts';
import { temporaryData } from '#db/temporary.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { randomText } from '#server/commands/random-text.ts';
import { requestShell } from '#server/commands/request-shell.ts';
import { ShellServer } from '#server/deployer/shell/shell-server.ts';
import type { Role } from '#server/domain/rights.ts';
import { type ShellNews, type ShellOrder, shellNewsSchema } from '#server/domain/shell-protocol.ts';
import { specInputSchema } from '#server/domain/spec.ts';
import { DEFAULT_TIMES } from '#server/domain/times.ts';
import type { Shells } from '#server/runner/port.ts';

export const CONSOLE = 'http://localhost:3000';

export type TestPerson = { id: string; name: string; sessionId: string };

export class TestShells implements AsyncDisposable {
  readonly #data = temporaryData();
  readonly db = this.#data.db;
  readonly errors: string[] = [];
  readonly #shells: Shells | null;
  readonly #ctx: CommandContext = {
    db: this.db,
    actor: SYSTEM,
    now: Date.now,
    randomText,
    seal: (text) => text,
  };
  readonly environmentId = createEnvironment(this.#ctx, { alias: 'test', region: 'sh' }).id;
  readonly #service = createService(this.#ctx, {
    environmentId: this.environmentId,
    name: 'shop',
    remark: '',
  });
  readonly #version = deployVersion(this.#ctx, this.#service, {
    spec: specInputSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' } }),
    trafficStrategy: 'keep-zero',
    remark: '',
  });
  #server: ShellServer;

  constructor(shells: Shells | null, idleMs = DEFAULT_TIMES.shellIdleMs) {
    this.#shells = shells;
    this.#server = this.#start(idleMs);
  }

  #start(idleMs: number): ShellServer {
    const server = new ShellServer({
      db: this.db,
      shells: this.#shells,
      settings: { port: 0, url: null, consoleOrigin: CONSOLE },
      consolePort: 3000,
      idleMs,
      onError: (what, error) => this.errors.push(`${what}: ${String(error)}`),
    });
    server.listen(0);
    return server;
  }

  /** A second one on the same data, as after the first was killed. */
  startAnother(): ShellServer {
    return this.#start(DEFAULT_TIMES.shellIdleMs);
  }

  /** The row of an instance that the deployer sees as ready. */
  addInstance(id: string): void {
    const { versionId } = this.#version;
    const row = { id, serviceId: this.#service.id, versionId, snapshotNumber: 1, createdAt: 1 };
    insertInstance(this.db, { ...row, state: 'ready', cpu: 0.5, memoryGb: 1 });
  }

  addPerson(role: Role): TestPerson {
    const [id, sessionId] = [randomUUID(), randomUUID()];
    const at = Date.now();
    insertAccount(this.db, { id, name: role, email: `${id}@example.com`, passwordHash: 'none', at });
    insertGrant(this.db, { userId: id, environmentId: this.environmentId, role, createdAt: 1 });
    const times = { createdAt: new Date(at), updatedAt: new Date(at), expiresAt: new Date(at + 3_600_000) };
    this.db
      .insert(session)
      .values({ id: sessionId, token: sessionId, userId: id, ...times })
      .run();
    return { id, name: role, sessionId };
  }

  ticketFor({ id, name, sessionId }: TestPerson, instanceId: string, ticketMs = 30_000): string {
    const origin = { via: 'session', requestId: 'request-1', address: '192.0.2.7', tokenId: null } as const;
    return requestShell(
      { ...this.#ctx, actor: { id, name, origin } },
      {
        environmentId: this.environmentId,
        serviceId: this.#service.id,
        versionId: this.#version.versionId,
        instanceId,
        credentialId: sessionId,
        ticketMs,
      },
    );
  }

  /** Connects as a page of `origin` does, and says nothing yet. */
  connect(origin = CONSOLE): TestTerminal {
    return new TestTerminal(new WebSocket(`ws://127.0.0.1:${this.#server.port}`, { origin }));
  }

  /** A terminal that is open. */
  async open(person: TestPerson, instanceId: string): Promise<TestTerminal> {
    const terminal = this.connect();
    await terminal.present(this.ticketFor(person, instanceId));
    assert.deepEqual(await terminal.news('opened'), { kind: 'opened' });
    return terminal;
  }

  /** Events of webshells, oldest first: kind, outcome or reason, who. */
  events(): {
    kind: string;
    name: string;
    problem: string | null;
    after: Record<string, unknown>;
    text: string;
  }[] {
    const rows = this.db.$client
      .prepare("select * from events where kind like 'shell.%' order by id")
      .all() as Record<string, string>[];
    return rows.map((row) => ({
      kind: row.kind ?? '',
      name: row.actor_name ?? '',
      problem: row.problem ?? null,
      after: JSON.parse(row.after ?? '{}'),
      text: JSON.stringify(row),
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.close();
    this.#data[Symbol.dispose]();
  }
}

/** What a browser has of a webshell. */
export class TestTerminal {
  readonly socket: WebSocket;
  text = '';
  receivedBytes = 0;
  /** Whether what comes is told to have been shown. */
  isShowing = true;
  readonly #news: ShellNews[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('error', () => {}); // Told by the closing of it.
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) this.#show(data);
      else this.#news.push(shellNewsSchema.parse(JSON.parse(String(data))));
    });
  }

  async present(ticket: string): Promise<void> {
    await once(this.socket, 'open');
    this.order({ kind: 'open', ticket, columns: 80, rows: 24 });
  }

  order(order: ShellOrder): void {
    this.socket.send(JSON.stringify(order));
  }

  type(text: string): void {
    this.socket.send(Buffer.from(text), { binary: true });
  }

  /** The first news of this kind, once there is one. */
  async news<Kind extends ShellNews['kind']>(kind: Kind): Promise<Extract<ShellNews, { kind: Kind }>> {
    const isIt = (news: ShellNews): news is Extract<ShellNews, { kind: Kind }> => news.kind === kind;
    await this.until(`news of ${kind}`, () => this.#news.some(isIt));
    return this.#news.find(isIt) ?? assert.fail();
  }

  async until(what: string, isSo: () => boolean): Promise<void> {
    const deadline = performance.now() + 10_000;
    while (!isSo()) {
      const isLate = performance.now() > deadline || this.socket.readyState === this.socket.CLOSED;
      assert.ok(!isLate, `${what}: ${JSON.stringify([this.text.slice(-300), this.#news])}`);
      await wait(5);
    }
  }

  #show(data: Buffer): void {
    this.receivedBytes += data.length;
    this.text = (this.text + data).slice(-10_000);
    if (this.isShowing) this.order({ kind: 'shown', bytes: data.length });
  }
}
