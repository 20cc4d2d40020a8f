// Keeps one process: starts it once, writes its log and, when it ends, its exit. It outlives the
// deployer, so that a deployer started later still learns how the process ended.
//   node keeper.mjs <folder>      { command, folder, environment } of the process as JSON on stdin
import { spawn } from 'node:child_process';
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';

const MAX_LINE_LENGTH = 16 * 1024;
/** As many as Docker keeps: a file that is full makes room, and one older is kept beside it. */
const MAX_LOG_BYTES = 10 * 1024 * 1024;
const [folder = ''] = process.argv.slice(2);

// TERM goes to the whole process group; the keeper has to see its process end.
process.on('SIGTERM', () => {});
process.on('SIGINT', () => {});
const order = JSON.parse(readFileSync(0, 'utf8'));
const log = { file: -1, bytes: 0, lines: 0 };
if (claim()) keep();

/** True for the one keeper that may start the process; a second one finds the claim and leaves. */
function claim() {
  const draft = draftOf('process.json', { keeper: identityOf(process.pid), sample: null, startedAt: null });
  try {
    linkSync(draft, path.join(folder, 'process.json'));
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function keep() {
  log.file = openLog();
  const [program, ...args] = order.command;
  const cwd = order.folder ?? undefined;
  const child = spawn(program, args, { cwd, env: order.environment, stdio: ['ignore', 'pipe', 'pipe'] });
  child.on('error', (error) => {
    writeLine('stderr', error.message);
    save('exit.json', { code: 127, at: Date.now() });
  });
  child.on('spawn', () => {
    const sample = identityOf(child.pid);
    save('process.json', { keeper: identityOf(process.pid), sample, startedAt: Date.now() });
  });
  for (const stream of ['stdout', 'stderr']) logLines(child[stream], stream);
  child.on('close', (code, signal) => {
    save('exit.json', { code: code ?? 128 + constants.signals[signal], at: Date.now() });
  });
}

function logLines(source, stream) {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  source.on('data', (chunk) => {
    const lines = (pending + decoder.write(chunk)).split('\n');
    pending = lines.pop().slice(0, MAX_LINE_LENGTH);
    for (const line of lines) writeLine(stream, line);
  });
  source.on('end', () => {
    if (pending) writeLine(stream, pending);
  });
}

/** `n` counts the lines: whoever reads too slowly knows how many were lost with a file. */
function writeLine(stream, line) {
  const text = line.slice(0, MAX_LINE_LENGTH).replace(/\r$/, '');
  log.lines += 1;
  log.bytes += writeSync(log.file, `${JSON.stringify({ n: log.lines, at: Date.now(), stream, text })}\n`);
  if (log.bytes < MAX_LOG_BYTES) return;
  closeSync(log.file);
  renameSync(path.join(folder, 'log'), path.join(folder, 'log.1'));
  log.file = openLog();
  log.bytes = 0;
}

function openLog() {
  return openSync(path.join(folder, 'log'), 'a', 0o600);
}

/** Appears whole or not at all. */
function save(name, value) {
  renameSync(draftOf(name, value), path.join(folder, name));
}

function draftOf(name, value) {
  const draft = path.join(folder, `${name}.${process.pid}`);
  writeFileSync(draft, JSON.stringify(value), { mode: 0o600 });
  return draft;
}

/** A process id may be given to another process later; with its start time it is unique (proc(5), field 22). */
function identityOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return { pid, startTime: stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] };
  } catch {
    return { pid, startTime: null }; // No /proc here: the id has to do.
  }
}
