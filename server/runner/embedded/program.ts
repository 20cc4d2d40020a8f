// What the keeper of an embedded instance is told to start.
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { startCommand } from '#server/domain/start-command.ts';
import { type InstanceOrder, RunnerError } from '#server/runner/port.ts';
import { SAMPLE_PROGRAM, sampleTag } from '#server/runner/sample/sample-image.ts';
import { type PackageImage, readPackageImage } from './package-image.ts';

export type Program = {
  /** Program and arguments. */
  command: string[];
  /** Where it works; null for where the deployer does. */
  folder: string | null;
  /** Of a sample: which one. */
  sampleTag: string | null;
};

/** Throws `image_missing`, and `start_refused` where the command cannot be run. */
export function programOf(imagesRoot: string, order: InstanceOrder): Program {
  const tag = sampleTag(order.image);
  if (tag) return sampleProgram(order, tag);
  const image = readPackageImage(imagesRoot, order.image);
  if (image) return packageProgram(order, image);
  throw new RunnerError('image_missing', imageMissing(order.image));
}

export function imageMissing(image: string): string {
  return `The embedded runner runs the built-in samples (sample/hello:v1 to sample/hello:v9) and Node packages only, not ${image}`;
}

/** Variables by which Node and the loader take in code of others: a sample would run it, outside of any container. */
const LOADS_CODE = /^(?:NODE_(?!ENV$)|LD_|DYLD_|OPENSSL_CONF$)/;

function sampleProgram({ spec, env }: InstanceOrder, tag: string): Program {
  if (spec.command.length > 0 || spec.args.length > 0) {
    throw new RunnerError('start_refused', 'The embedded runner cannot replace the command of a sample');
  }
  if (spec.probe.kind === 'exec') {
    throw new RunnerError('start_refused', 'The embedded runner runs no command in a sample');
  }
  const loading = env.find(({ name }) => LOADS_CODE.test(name));
  if (loading) throw new RunnerError('start_refused', `The embedded runner does not pass ${loading.name} on`);
  return { command: [process.execPath, SAMPLE_PROGRAM], folder: null, sampleTag: tag };
}

function packageProgram({ spec }: InstanceOrder, { start, folder }: PackageImage): Program {
  const [name = 'node', ...args] = startCommand(['node', ...start], spec);
  const program = findProgram(name, folder);
  if (program) return { command: [program, ...args], folder, sampleTag: null };
  throw new RunnerError('start_refused', programMissing(name));
}

export function programMissing(name: string): string {
  return `exec: "${name}": executable file not found on this machine`;
}

/** As execvp(3) looks for it; `node` is the one that this program runs on. */
export function findProgram(name: string, folder: string): string | null {
  if (name === 'node') return process.execPath;
  const places = name.includes('/')
    ? [path.resolve(folder, name)]
    : (process.env.PATH ?? '').split(':').map((place) => path.join(place, name));
  return places.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
