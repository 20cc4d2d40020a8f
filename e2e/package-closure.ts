// The installed files that one npm package needs to run: itself and its dependencies, found as Node finds them.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

type Manifest = { dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> };

/** Folders below `root`, relative to it, of `name` and all that it depends on. Throws where one is not installed. */
export function packageClosure(root: string, name: string): string[] {
  const found = new Set<string>();
  const open: { name: string; from: string; isOptional: boolean }[] = [
    { name, from: root, isOptional: false },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const folder = resolveFolder(root, next.name, next.from);
    if (!folder && !next.isOptional) throw new Error(`${next.name} is not installed`);
    if (!folder || found.has(folder)) continue;
    found.add(folder);
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
    const optional = manifest.optionalDependencies ?? {};
    for (const dependency of Object.keys({ ...manifest.dependencies, ...optional })) {
      open.push({ name: dependency, from: folder, isOptional: dependency in optional });
    }
  }
  return [...found].map((folder) => path.relative(root, folder)).sort();
}

function resolveFolder(root: string, name: string, from: string): string | undefined {
  for (let at = from; at.startsWith(root); at = path.dirname(at)) {
    const folder = path.join(at, 'node_modules', name);
    if (existsSync(path.join(folder, 'package.json'))) return folder;
  }
  return undefined;
}
