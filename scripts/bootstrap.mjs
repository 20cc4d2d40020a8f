// Every `npm run` word starts here, on whatever Node the system has and with nothing installed: it installs the
// exact packages when they are missing or changed, then hands over to the task under the project's own Node 24.
// Plain JavaScript, only `node:` modules.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';

const TASKS = [
  'up',
  'dev',
  'test',
  'smoke',
  'errors',
  'bench',
  'bench:gateway',
  'bench:logs',
  'certificate',
  'secrets',
  'audit',
  'rights',
];
const ROOT = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const MODULES = path.join(ROOT, 'node_modules');
const OWN_BIN = path.join(MODULES, '.bin');
const OWN_NODE = path.join(OWN_BIN, process.platform === 'win32' ? 'node.cmd' : 'node');
const MARKER = path.join(MODULES, '.installed-lockfile');

const [task, ...args] = process.argv.slice(2);
if (!task || !TASKS.includes(task))
  fail(`usage: node scripts/bootstrap.mjs <${TASKS.join('|')}> [arguments]`);
checkVersions();
install();
checkOwnNode();
run(task, args);

function checkVersions() {
  const node = process.versions.node;
  if (Number.parseInt(node, 10) < 20) fail(`Node ${node} is too old: please install Node 20 or newer.`);
  const npm = spawnSync('npm', ['--version'], { encoding: 'utf8', env: systemEnv() });
  if (npm.error || npm.status !== 0) fail('npm was not found: please install npm 9 or newer beside Node.');
  const version = npm.stdout.trim();
  if (Number.parseInt(version, 10) < 9) fail(`npm ${version} is too old: please install npm 9 or newer.`);
}

/** Installs what package-lock.json says, unless the last install was from the very same file. */
function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(MARKER) && readFileSync(MARKER, 'utf8') === wanted) return;
  console.log('Installing packages …');
  // Errors only: npm would warn that the packages want Node 24, which is among them.
  const npm = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: systemEnv(),
  });
  if (npm.status !== 0) fail('The packages could not be installed; what npm said stands above.');
  writeFileSync(MARKER, wanted);
}

/** npm puts Node 24 in place by an install script; some machines are set to run none. */
function checkOwnNode() {
  if (existsSync(OWN_NODE)) return;
  fail(
    [
      `The project's own Node 24 is not at ${path.relative(ROOT, OWN_NODE)}.`,
      'It comes from the npm package "node", whose install script npm did not run. Please run:',
      '',
      '    npm rebuild node --ignore-scripts=false',
      '',
      'and then the same command again.',
    ].join('\n'),
  );
}

/** The environment without this project's own programs, which an install is about to replace. */
function systemEnv() {
  const dirs = (process.env.PATH ?? '').split(path.delimiter).filter((dir) => path.resolve(dir) !== OWN_BIN);
  return { ...process.env, PATH: dirs.join(path.delimiter) };
}

/** Runs the task, passes signals on, and ends as it ends. */
function run(name, taskArgs) {
  const file = name.startsWith('bench:') ? `bench/${name.slice(6)}.ts` : `scripts/${name}.ts`;
  const child = spawn(OWN_NODE, [path.join(ROOT, file), ...taskArgs], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PATH: [OWN_BIN, process.env.PATH].join(path.delimiter) },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`Node 24 could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
