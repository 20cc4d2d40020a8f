// A Dockerfile for code that has none. The code lies in `code/` of the build's context, what is added beside it.
import type { NodeCode, SiteCode, Unbuildable } from '#server/domain/recognize-code.ts';
import { unsupported } from '#server/domain/recognize-code.ts';

export type GeneratedBuild = {
  kind: 'generated';
  dockerfile: string;
  /** To lie beside `code/`. */
  files: { path: string; text: string }[];
  /** Our static server is to lie beside `code/` too, under this name. */
  staticServer: string | null;
  /** The base is the one that we make of this machine's Node. */
  usesOwnBase: boolean;
};

export type Bases = {
  /** References that are on the engine. */
  images: readonly string[];
  /** Of the base with nothing but Node that we can make; null where we cannot. */
  own: { reference: string; node: string } | null;
};

const STATIC_SERVER = 'static-server.mjs';
const SITE = '/site';

export function generateDockerfile(code: NodeCode | SiteCode, bases: Bases): GeneratedBuild | Unbuildable {
  return code.kind === 'site' ? siteBuild(code, bases) : nodeBuild(code, bases);
}

function nodeBuild(code: NodeCode, bases: Bases): GeneratedBuild | Unbuildable {
  const withNpm = newest(bases.images, 'node');
  const mustInstall = code.hasDependencies && !code.hasModules;
  if (mustInstall && !code.hasLockfile) return unsupported('no_lockfile');
  if (withNpm)
    return build([
      `FROM ${withNpm}`,
      'WORKDIR /app',
      ...(mustInstall ? installSteps(code) : COPY),
      npmStart(code),
    ]);
  if (mustInstall || code.start === null || !bases.own) return baseMissing('node');
  const { reference, node } = bases.own;
  const start = entrypoint([node, ...code.start]);
  return { ...build([`FROM ${reference}`, 'WORKDIR /app', ...COPY, start]), usesOwnBase: true };
}

const COPY = ['COPY code/ ./'];

function installSteps({ hasBuildScript }: NodeCode): string[] {
  const manifests = 'COPY code/package*.json code/npm-shrinkwrap.jso[n] ./';
  if (!hasBuildScript) return [manifests, 'RUN ["npm","ci","--omit=dev"]', ...COPY];
  const steps = ['RUN ["npm","run","build"]', 'RUN ["npm","prune","--omit=dev"]'];
  return [manifests, 'RUN ["npm","ci"]', ...COPY, ...steps];
}

function npmStart({ start }: NodeCode): string {
  return entrypoint(start ? ['node', ...start] : ['npm', 'start', '--']);
}

/** Its default configuration reads PORT, which every instance is given. */
function siteBuild(code: SiteCode, bases: Bases): GeneratedBuild | Unbuildable {
  const copy = `COPY code/${code.folder === '.' ? '' : `${code.folder}/`} ${SITE}/`;
  const nginx = newest(bases.images, 'nginx');
  if (nginx) {
    const files = [{ path: 'default.conf.template', text: NGINX }];
    return { ...build([`FROM ${nginx}`, 'COPY default.conf.template /etc/nginx/templates/', copy]), files };
  }
  const caddy = newest(bases.images, 'caddy');
  if (caddy) {
    const files = [{ path: 'Caddyfile', text: CADDY }];
    return { ...build([`FROM ${caddy}`, 'COPY Caddyfile /etc/caddy/', copy]), files };
  }
  const node = newest(bases.images, 'node');
  const base = node ? { reference: node, node: 'node' } : bases.own;
  if (!base) return baseMissing('nginx');
  const server = entrypoint([base.node, `/${STATIC_SERVER}`, SITE]);
  const lines = [`FROM ${base.reference}`, `COPY ${STATIC_SERVER} /`, copy, server];
  return { ...build(lines), staticServer: STATIC_SERVER, usesOwnBase: base === bases.own };
}

const NGINX = `server {
  listen \${PORT};
  root ${SITE};
  location ~ /\\. { return 404; }
}
`;
const CADDY = `:{$PORT} {
  root * ${SITE}
  @hidden path */.*
  respond @hidden 404
  file_server
}
`;

function build(lines: string[]): GeneratedBuild {
  const dockerfile = `${lines.join('\n')}\n`;
  return { kind: 'generated', dockerfile, files: [], staticServer: null, usesOwnBase: false };
}

function entrypoint(command: string[]): string {
  return `ENTRYPOINT ${JSON.stringify(command)}`;
}

function baseMissing(image: string): Unbuildable {
  return { kind: 'problem', code: 'base_image_missing', params: { image } };
}

/** The image of this name with the highest version in its tag, from whatever registry. */
function newest(images: readonly string[], name: string): string | null {
  const candidates = images.filter((image) => new RegExp(`(?:^|/)${name}:[^/]+$`).test(image));
  return candidates.toSorted((a, b) => versionOf(b) - versionOf(a))[0] ?? null;
}

function versionOf(image: string): number {
  return Number.parseFloat(/:(\d+(?:\.\d+)?)[^:]*$/.exec(image)?.[1] ?? '0');
}
