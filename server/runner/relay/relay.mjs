// The relay of one service: forwards TCP inside the service's network to the instances that the table names. Plain
// JavaScript without dependencies, because it runs in a container of its own. The table is a file that the deployer
// replaces; it is looked at ten times a second. A connection that stands stays with its instance. Which instances
// still have some goes to the standard output, so that the deployer knows when one that left may be stopped.
//   node relay.mjs <table.json>     { listeners: [{ port, turns: [version] }], targets: { version: [{ host, port }] } }
//   each line it prints             { listed: ['host:port'], leaving: ['host:port'] }
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
/** `host:port` of all targets. */
let listed = new Set();
let seen = '';
let told = '';

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
  listed = new Set(Object.values(targets).flat().map(keyOf));
  const wanted = new Map(table.listeners.map(({ port, turns }) => [port, turns]));
  for (const [port, { server }] of listeners) {
    if (wanted.has(port)) continue;
    server.close(); // What is connected goes on.
    listeners.delete(port);
  }
  for (const [port, turns] of wanted) setTurns(port, turns);
  tell();
}

/** `leaving`: those that get no connection any more, and have not seen the end of their last one. */
function tell() {
  const leaving = [...connections.keys()].filter((key) => !listed.has(key));
  const line = JSON.stringify({ listed: [...listed], leaving });
  if (line !== told) console.log(line);
  told = line;
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
      dial(client, version, []);
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
function leastBusy(instances, tried) {
  const busy = (target) => connections.get(keyOf(target)) ?? 0;
  const [first] = instances
    .filter((target) => !tried.includes(keyOf(target)))
    .toSorted((a, b) => busy(a) - busy(b));
  if (first) instances.push(...instances.splice(instances.indexOf(first), 1));
  return first;
}

/**
 * The next one where dialling fails; nobody is left: the connection is reset. Looked up afresh each time: an instance
 * that has left the table meanwhile gets nothing any more.
 */
function dial(client, version, tried) {
  if (client.destroyed) return;
  const target = leastBusy(targets[version] ?? [], tried);
  if (!target) return void client.resetAndDestroy();
  const release = claim(target);
  const upstream = net.connect({ ...target, family: 4, allowHalfOpen: true, noDelay: true });
  const timer = setTimeout(() => upstream.destroy(new Error('no answer')), DIAL_MS);
  const giveUp = () => upstream.destroy();
  const onFailure = () => dial(client, version, [...tried, keyOf(target)]);
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

function keyOf({ host, port }) {
  return `${host}:${port}`;
}

function claim(target) {
  const key = keyOf(target);
  connections.set(key, (connections.get(key) ?? 0) + 1);
  return () => {
    const left = connections.get(key) - 1;
    if (left > 0) connections.set(key, left);
    else connections.delete(key);
    if (left === 0 && !listed.has(key)) tell();
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
