// The import directions of the architecture as data, and what finds a breach of them.
import path from 'node:path';

/** Room → the rooms it may import. Every room may import itself. The longest matching prefix is a file's room. */
export const ROOMS: Record<string, readonly string[]> = {
  'server/domain': [],
  messages: ['server/domain'],
  db: ['server/domain'],
  'server/keys': [],
  'server/settings.ts': ['server/domain', 'server/trusted-proxies.ts'],
  'server/trusted-proxies.ts': [],
  'server/sources': ['server/domain'],
  'server/commands': ['server/domain', 'db', 'server/keys'],
  'server/api': [
    'server/domain',
    'db',
    'server/commands',
    'server/keys',
    'server/settings.ts',
    'server/sources',
    'server/trusted-proxies.ts',
  ],
  'server/runner': ['server/domain'],
  'server/gateway': ['server/domain', 'db', 'server/keys', 'server/settings.ts', 'server/trusted-proxies.ts'],
  // It compares with other programs, which the scripts know how to install.
  'server/gateway/wire/fuzz': ['*'],
  'server/gateway/wire/fuzz.ts': ['*'],
  'server/deployer': [
    'server/domain',
    'db',
    'server/commands',
    'server/keys',
    'server/runner',
    'server/settings.ts',
    'server/sources',
  ],
  'server/supervisor': ['server/domain', 'db', 'server/keys', 'server/runner', 'server/settings.ts'],
  'server/main.ts': ['server/supervisor'],
  components: ['server/domain', 'messages'],
  app: ['server/domain', 'server/api', 'components', 'messages'],
  scripts: ['*'],
  e2e: ['*'],
  bench: ['*'],
  docs: ['*'],
};

/** What may be imported for its types only. */
const TYPES_ONLY: Record<string, readonly string[]> = { components: ['server/api'] };

/** Package → the rooms that may know it. */
const PACKAGES: Record<string, readonly string[]> = {
  'drizzle-orm': ['db'],
  'better-sqlite3': ['db'],
  dockerode: ['server/runner', 'scripts', 'e2e', 'bench'],
  'prom-client': ['server/gateway'],
};

/** The domain is pure: neither Node nor any package but the one that describes values. */
const DOMAIN_PACKAGES = ['zod'];
/** What only tests, and the tables that they share, have a use for. */
const TEST_MODULES = ['node:test', 'node:assert/strict', 'fast-check'];

export type Import = { specifier: string; isTypeOnly: boolean };

/** The imports and re-exports of a file that is formatted as this project's are. */
export function importsOf(source: string): Import[] {
  const statement =
    /^(?:import|export)\s+(type\s+)?[^'"`;]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm;
  return [...source.matchAll(statement)].map(([, type, from, bare, dynamic]) => ({
    specifier: from ?? bare ?? dynamic ?? '',
    isTypeOnly: type !== undefined,
  }));
}

/** The room of a file, or undefined for the configuration files at the top. */
export function roomOf(file: string): string | undefined {
  return Object.keys(ROOMS)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}

/** The file that an import leads to, or undefined where it is a package or a Node module. */
export function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier);
  return undefined;
}

/** Why this import is not allowed, or undefined where it is. */
export function breachOf(file: string, { specifier, isTypeOnly }: Import): string | undefined {
  const room = roomOf(file);
  if (!room) return undefined;
  const target = targetOf(file, specifier);
  if (target === undefined) return packageBreach(file, room, specifier);
  const targetRoom = roomOf(target);
  if (targetRoom === undefined || targetRoom === room) return undefined;
  if (specifier.startsWith('.')) return `${file}: '${specifier}' leaves its room; write the full path`;
  if (isAllowed(room, targetRoom, isTypeOnly)) return undefined;
  return `${file}: ${room} may not import ${targetRoom} (${specifier})`;
}

function isAllowed(room: string, target: string, isTypeOnly: boolean): boolean {
  const allowed = ROOMS[room] ?? [];
  if (allowed.includes('*') || allowed.includes(target)) return true;
  return isTypeOnly && (TYPES_ONLY[room] ?? []).includes(target);
}

function packageBreach(file: string, room: string, specifier: string): string | undefined {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  if (room === 'server/domain' && ![...DOMAIN_PACKAGES, ...TEST_MODULES].includes(specifier)) {
    return `${file}: the domain is pure and may not import ${specifier}`;
  }
  const knowers = PACKAGES[name];
  if (!knowers || knowers.includes(room)) return undefined;
  return `${file}: only ${knowers.join(', ')} may import ${name}`;
}

/** Every ring of files that import one another, each once, as `a → b → a`. */
export function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  function walk(file: string, trail: string[]): void {
    const at = trail.indexOf(file);
    if (at >= 0) cycles.push([...trail.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...trail, file]);
    done.add(file);
  }
  for (const file of graph.keys()) walk(file, []);
  return cycles;
}
