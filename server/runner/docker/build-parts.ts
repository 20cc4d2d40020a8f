// What builds leave on the way: an image for each step, which the engine keeps without a name, as a cache. Those that a
// build of ours made get a name as they come, so that they are found again and nobody else's is ever taken for ours.
import { type Engine, EngineRefusal } from './engine.ts';

/** Not for deploying. */
export const PART_IMAGE = 'cloudberth/part';
/** By the engine's clock, which may differ from ours. */
const CLOCK_SLACK_MS = 60_000;

/** Names what this build made; `since` (epoch ms) is its begin: what is older it only spoke of. */
export async function nameParts(
  engine: Engine,
  owner: string,
  shortIds: readonly string[],
  since: number,
): Promise<void> {
  for (const shortId of shortIds) {
    await unlessGone(async () => {
      const { Id, Created } = await engine.ask((docker) => docker.getImage(shortId).inspect());
      const isOurs = Id.startsWith(`sha256:${shortId}`) && Date.parse(Created) >= since - CLOCK_SLACK_MS;
      if (!isOurs) return;
      const tag = tagOf(owner, Id);
      await engine.ask((docker) => docker.getImage(Id).tag({ repo: PART_IMAGE, tag }));
    });
  }
}

/** The last part is the image itself, which goes by its own name. */
export async function unnamePart(engine: Engine, owner: string, id: string): Promise<void> {
  const name = `${PART_IMAGE}:${tagOf(owner, id)}`;
  await unlessGone(() => engine.ask((docker) => docker.getImage(name).remove({ noprune: true })));
}

/** Removes parts made before this (epoch ms) that no other image is made from. */
export async function removeParts(engine: Engine, owner: string, before: number): Promise<void> {
  const tried = new Set<string>();
  for (;;) {
    const leaves = (await leavesOf(engine, owner, before)).filter((name) => !tried.has(name));
    if (leaves.length === 0) return;
    for (const name of leaves) {
      tried.add(name);
      await unlessGone(() => engine.ask((docker) => docker.getImage(name).remove({ noprune: true })));
    }
  }
}

/** Their names. */
async function leavesOf(engine: Engine, owner: string, before: number): Promise<string[]> {
  const images = await engine.ask((docker) => docker.listImages({ all: true }));
  const parents = new Set(images.map(({ ParentId }) => ParentId));
  const start = `${PART_IMAGE}:${owner}-`;
  return images
    .filter(({ Id, Created }) => !parents.has(Id) && Created * 1000 < before)
    .flatMap(({ RepoTags }) => (RepoTags ?? []).filter((name) => name.startsWith(start)));
}

function tagOf(owner: string, id: string): string {
  return `${owner}-${id.replace('sha256:', '').slice(0, 12)}`;
}

/** 404: gone. 409: a container uses it, so it is found again by the next sweep. */
async function unlessGone(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof EngineRefusal) || ![404, 409].includes(error.status)) throw error;
  }
}
