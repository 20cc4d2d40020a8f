import { watch } from 'node:fs';
import path from 'node:path';
import type { ManagedProcess } from '#server/supervisor/managed-process.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const SOURCES = ['server', 'db'];
/** An editor writes a file in several steps, and a branch switch writes many. */
const SETTLE_MS = 200;

/** Starts these processes again whenever a source of the server changes. */
export function reloadOnChange(processes: ManagedProcess[]): Disposable {
  let settled: NodeJS.Timeout | undefined;
  const reload = () => {
    for (const managed of processes) managed.restart();
  };
  const watchers = SOURCES.map((folder) =>
    watch(path.join(ROOT, folder), { recursive: true }, (_, file) => {
      if (!file?.endsWith('.ts') || file.endsWith('.test.ts')) return;
      clearTimeout(settled);
      settled = setTimeout(reload, SETTLE_MS);
    }),
  );
  return {
    [Symbol.dispose]() {
      clearTimeout(settled);
      for (const watcher of watchers) watcher.close();
    },
  };
}
