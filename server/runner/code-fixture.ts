// For tests only: code in a folder, and orders to build it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuildOrder } from '#server/runner/port.ts';

/** Answers with this text on PORT. */
export function answering(text: string): string {
  return `require('node:http').createServer((_, response) => response.end(${JSON.stringify(text)})).listen(process.env.PORT);`;
}

/** A folder with these files, by path; gone after the test. */
export function codeFolder(
  context: { after(cleanUp: () => void): void },
  files: Record<string, string>,
): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-code-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeCode(folder, name, text);
  return folder;
}

export function writeCode(folder: string, name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

export function buildOrder(folder: string, more: Partial<BuildOrder> = {}): BuildOrder {
  return {
    folder,
    directory: '/',
    dockerfile: 'Dockerfile',
    tag: 'berth/test-001:s1',
    limits: { cpu: 1, memoryGb: 0.5 },
    timeoutMs: 60_000,
    signInTo: () => null,
    ...more,
  };
}
