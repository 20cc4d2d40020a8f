/** Why the product cannot start, in words for the person who starts it, with what to do. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

/** Runs an entry point; a refusal is told in one sentence, anything else with its stack. */
export async function runEntry(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    console.error(error instanceof StartRefused ? error.message : error);
    process.exitCode = 1;
  }
}
