import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Engine, EngineRefusal } from './engine.ts';
import { ensureOwnBase, NOBODY, NODE_PATH } from './sample-build.ts';
import { buildImage } from './scratch-image.ts';

/** Not for deploying. */
export const RELAY_IMAGE = 'cloudberth/relay';
/** Where the relay looks for its table. */
export const RELAY_FOLDER = '/relay';
export const TABLE_FILE = 'table.json';

const PROGRAM = fileURLToPath(new URL('../relay/relay.mjs', import.meta.url));
const PROGRAM_PATH = `${RELAY_FOLDER}/relay.mjs`;
/** A relay copies bytes and keeps none: Node itself is most of what it needs. */
const NODE_LIMITS = ['--max-old-space-size=32', '--max-semi-space-size=1'];
const BUILD_DEADLINE_MS = 60_000;

/** The id of the image of the relay's present program, which is built where it is missing. Throws `image_missing`. */
export async function ensureRelayImage(engine: Engine): Promise<string> {
  const tag = `${RELAY_IMAGE}:${await programDigest()}`;
  await engine.once(tag, async () => {
    if ((await idOf(engine, tag)) === null) await build(engine, tag);
  });
  return (await idOf(engine, tag)) ?? tag;
}

async function build(engine: Engine, tag: string): Promise<void> {
  const plan = {
    tag,
    from: await ensureOwnBase(engine, () => {}),
    files: [{ kind: 'file' as const, source: PROGRAM, path: PROGRAM_PATH }],
    instructions: [
      `USER ${NOBODY}:${NOBODY}`,
      `ENTRYPOINT ${JSON.stringify([NODE_PATH, ...NODE_LIMITS, PROGRAM_PATH, `${RELAY_FOLDER}/${TABLE_FILE}`])}`,
    ],
  };
  await buildImage(engine, plan, () => {}, AbortSignal.timeout(BUILD_DEADLINE_MS));
}

async function programDigest(): Promise<string> {
  const program = await readFile(PROGRAM);
  return createHash('sha256')
    .update(`${process.version} ${process.arch}`)
    .update(program)
    .digest('hex')
    .slice(0, 12);
}

async function idOf(engine: Engine, image: string): Promise<string | null> {
  try {
    const { Id } = await engine.ask((docker) => docker.getImage(image).inspect());
    return Id;
  } catch (error) {
    if (error instanceof EngineRefusal && error.status === 404) return null;
    throw error;
  }
}
