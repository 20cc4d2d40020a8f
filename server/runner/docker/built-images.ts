// Images that were built here for this installation: found by their labels, removed by their own tags.
import type Dockerode from 'dockerode';
import { type Engine, EngineRefusal } from './engine.ts';

/** The installation that had it built. Not the label of containers: those inherit the labels of their image. */
export const BUILT_BY_LABEL = 'cloudberth.built-by';
/** The tag it was built under: an image that somebody made on top of ours inherits the label, but not the tag. */
export const BUILT_TAG_LABEL = 'cloudberth.built-tag';

type Built = { id: string; tag: string };

export async function listBuilt(engine: Engine, owner: string): Promise<Built[]> {
  const filters = { label: [`${BUILT_BY_LABEL}=${owner}`] };
  const images = await engine.ask((docker) => docker.listImages({ filters }));
  return images.flatMap(({ Id, RepoTags, Labels }) => {
    const tag = Labels?.[BUILT_TAG_LABEL];
    return tag && RepoTags?.includes(tag) ? { id: Id, tag } : [];
  });
}

/**
 * Takes our tag away; the engine removes what has no name left. What others tagged or run stays, and what the image is
 * made from: our own parts of it have names (build-parts.ts), others may be somebody else's.
 */
export async function removeBuilt(engine: Engine, owner: string, id: string): Promise<void> {
  const built = (await listBuilt(engine, owner)).find((image) => image.id === id);
  if (!built) return;
  await unlessGone(() => engine.ask((docker) => docker.getImage(built.tag).remove({ noprune: true })));
}

/** The image is on the engine, by id or name. */
export async function hasImage(engine: Engine, image: string): Promise<boolean> {
  try {
    await engine.ask((docker: Dockerode) => docker.getImage(image).inspect());
    return true;
  } catch (error) {
    if (error instanceof EngineRefusal && error.status < 500) return false;
    throw error;
  }
}

/** 404: gone. 409: a container uses it, so it is found again by the next sweep. */
async function unlessGone(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof EngineRefusal) || ![404, 409].includes(error.status)) throw error;
  }
}
