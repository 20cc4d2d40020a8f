// The relay of one service: forwards TCP inside the service's network to the instances that the table names. Plain
// JavaScript without dependencies, because it runs in a container of its own. The table is a file that the deployer
// replaces; it is looked at ten times a second. A connection that stands stays with its instance.
//   node relay.mjs <table.json>     { listeners: [{ port, turns: [version] }], targets: { version: [{ host, port }] } }
import { readFileSync, statSync } from 'node:fs';
import net from 'node:net';

const LOOK_EVERY_MS = 100;
const DIAL_MS = 2_000;
const KEEP_ALIVE_MS = 30_000;

const file = process.argv[2] ?? '/relay/table.json';
/** Port → its server, whose turn it is there, and in which order. */
const listeners = new Map();
/** `host:port` → connections. */
const connections = new Map();
let targets = {};
let seen = '';

/** A file that is half written does not parse: the next look finds the whole. */
function look() {
  try {
    const { ctimeNs, ino } = statSync(file, { bigint: true });
    const mark = `${ino} ${ctimeNs}`;
    if (mark === seen) return;
    follow(JSON.parse(readFileSync(file, 'utf8')));
    seen = mark;
  } catch (error) {
    if (error.code !== 'ENOENT' && !(error instanceof SyntaxError)) console.error(String(error));
  }
}

function follow(table) {
  targets = table.targets;
  const wanted = new Map(table.listeners.map(({ port, turns }) => [port, turns]));
  for (const [port, { server }] of listeners) {
    if (wanted.has(port)) continue;
    server.close(); // What is connected goes on.
    listeners.delete(port);
  }
  for (const [port, turns] of wanted) setTurns(port, turns);
}

/** Whose turn it is outlives a table with the same turns, so that the split stays exact. */
function setTurns(port, turns) {
  const listener = listeners.get(port) ?? listen(port);
  if (String(listener.turns) === String(turns)) return;
  listener.turns = turns;
  listener.next = 0;
}

function listen(port) {
  const listener = { turns: [], next: 0, server: undefined };
  listener.server = net.createServer(
    { allowHalfOpen: true, pauseOnConnect: true, noDelay: true },
    (client) => {
      const version = listener.turns[listener.next];
      listener.next = (listener.next + 1) % Math.max(1, listener.turns.length);
      client.on('error', () => client.destroy());
      dial(client, leastBusyFirst(targets[version] ?? []));
    },
  );
  listener.server.on('error', (error) => {
    console.error(String(error));
    listeners.delete(port);
    seen = ''; // Tried again at the next look.
  });
  listener.server.listen(port);
  listeners.set(port, listener);
  return listener;
}

/** Equally busy ones in turn: the one that was used is put behind the others. */
function leastBusyFirst(instances) {
  const busy = ({ host, port }) => connections.get(`${host}:${port}`) ?? 0;
  const [first, ...others] = instances.toSorted((a, b) => busy(a) - busy(b));
  if (!first) return [];
  instances.push(...instances.splice(instances.indexOf(first), 1));
  return [first, ...others];
}

/** The next one where dialling fails; nobody is left: the connection is reset. */
function dial(client, [target, ...others]) {
  if (client.destroyed) return;
  if (!target) return void client.resetAndDestroy();
  const release = claim(target);
  const upstream = net.connect({ ...target, family: 4, allowHalfOpen: true, noDelay: true });
  const timer = setTimeout(() => upstream.destroy(new Error('no answer')), DIAL_MS);
  const giveUp = () => upstream.destroy();
  const onFailure = () => dial(client, others);
  client.once('close', giveUp);
  upstream.once('close', () => {
    clearTimeout(timer);
    client.off('close', giveUp);
    release();
  });
  upstream.once('error', onFailure);
  upstream.once('connect', () => {
    clearTimeout(timer);
    upstream.off('error', onFailure);
    join(client, upstream);
  });
}

function claim({ host, port }) {
  const key = `${host}:${port}`;
  connections.set(key, (connections.get(key) ?? 0) + 1);
  return () => {
    const left = connections.get(key) - 1;
    if (left > 0) connections.set(key, left);
    else connections.delete(key);
  };
}

/** Each side's end is told to the other, its break too. */
function join(client, upstream) {
  for (const [from, to] of [
    [client, upstream],
    [upstream, client],
  ]) {
    from.setKeepAlive(true, KEEP_ALIVE_MS);
    from.on('error', () => to.resetAndDestroy());
    from.pipe(to);
  }
}

for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
look();
setInterval(look, LOOK_EVERY_MS);
