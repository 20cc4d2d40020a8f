// What a folder of code is, where no Dockerfile says how it becomes a version: a Node package or a static site.
import { z } from 'zod';
import type { FailureCode } from '#server/domain/failures.ts';
import { nodeArguments } from '#server/domain/start-command.ts';

/** What is to be seen in 目标目录. */
export type CodeFacts = {
  /** The text of package.json; null where there is none. */
  packageJson: string | null;
  /** The names in it, of files and folders. */
  names: readonly string[];
  /** Below it, of {@link SITE_FOLDERS}: those with an index.html. */
  siteFolders: readonly string[];
};

/** Where the pages of a site may lie, the likeliest first. */
export const SITE_FOLDERS = ['.', 'dist', 'build', 'public'] as const;

export type NodeCode = {
  kind: 'node';
  /** Arguments for node; null where only `npm start` can do it. */
  start: string[] | null;
  hasDependencies: boolean;
  /** They came along in node_modules. */
  hasModules: boolean;
  hasLockfile: boolean;
  hasBuildScript: boolean;
};

export type SiteCode = { kind: 'site'; folder: string };

export type Unbuildable = {
  kind: 'problem';
  code: Extract<FailureCode, 'source_unsupported' | 'compose_unsupported' | 'base_image_missing'>;
  params: Record<string, string | number>;
};

/** Why code is source_unsupported; chosen between in the texts of that failure. */
export type UnsupportedReason =
  | 'nothing_known'
  | 'package_json_invalid'
  | 'no_entry'
  | 'no_lockfile'
  | 'start_script'
  | 'no_modules'
  | 'dockerfile_only'
  | 'directory_missing';

const packageSchema = z.object({
  main: z.string().optional(),
  scripts: z.record(z.string(), z.string()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
});

/** Where npm looks when package.json names no program, and where people put one. */
const ENTRIES = ['index.js', 'server.js', 'app.js', 'main.js', 'index.mjs', 'server.mjs'];
const LOCKFILES = ['package-lock.json', 'npm-shrinkwrap.json'];
const COMPOSE_FILE = /^(docker-)?compose\.ya?ml$/;

export function recognizeCode(facts: CodeFacts): NodeCode | SiteCode | Unbuildable {
  const site = SITE_FOLDERS.find((folder) => facts.siteFolders.includes(folder));
  const node = facts.packageJson === null ? null : nodePackage(facts, facts.packageJson);
  if (node?.kind === 'node') return node;
  if (site) return { kind: 'site', folder: site };
  if (node) return node;
  if (facts.names.some((name) => COMPOSE_FILE.test(name))) {
    return { kind: 'problem', code: 'compose_unsupported', params: {} };
  }
  return unsupported('nothing_known');
}

export function unsupported(reason: UnsupportedReason): Unbuildable {
  return { kind: 'problem', code: 'source_unsupported', params: { reason } };
}

function nodePackage({ names }: CodeFacts, text: string): NodeCode | Unbuildable {
  const parsed = packageSchema.safeParse(parseJson(text));
  if (!parsed.success) return unsupported('package_json_invalid');
  const { main, scripts, dependencies } = parsed.data;
  const entry = main ?? ENTRIES.find((name) => names.includes(name));
  if (!scripts.start && !entry) return unsupported('no_entry');
  return {
    kind: 'node',
    start: scripts.start ? nodeArguments(scripts.start) : [entry ?? ''],
    hasDependencies: Object.keys(dependencies).length > 0,
    hasModules: names.includes('node_modules'),
    hasLockfile: LOCKFILES.some((name) => names.includes(name)),
    hasBuildScript: scripts.build !== undefined,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The schema refuses it.
  }
}
