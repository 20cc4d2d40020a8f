// `next build`, unless the last build was made from the very same sources.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const NEXT = path.join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next');
const SOURCES = [
  '{app,components,db,messages,public,sample,server}/**/*',
  '{instrumentation,proxy}.ts',
  '{next,postcss}.config.*',
  '{package,package-lock,tsconfig}.json',
];

/** Makes the console ready to be served. Throws where the build fails; what it said stands before. */
export async function ensureBuilt(): Promise<void> {
  const marker = path.join(ROOT, process.env.NEXT_DIST_DIR ?? '.next', 'built-from');
  const wanted = hashSources();
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  console.log('Building the console …');
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const build = spawn(process.execPath, [NEXT, 'build', ROOT], { cwd: ROOT, stdio: 'inherit', env });
  const [code, signal] = await once(build, 'exit');
  if (code !== 0) throw new Error(`the console could not be built (${signal ?? `exit code ${code}`})`);
  writeFileSync(marker, wanted);
}

function hashSources(): string {
  const hash = createHash('sha256').update(process.version);
  const files = globSync(SOURCES, { cwd: ROOT, withFileTypes: true, exclude: isTest })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .toSorted();
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(path.join(ROOT, file)));
  return hash.digest('hex');
}

function isTest(entry: { name: string }): boolean {
  return entry.name.includes('.test.');
}

if (import.meta.main) await ensureBuilt();
