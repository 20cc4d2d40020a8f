import { type DeployerContext, logPlatform } from '#server/deployer/context.ts';
import { RunnerError } from '#server/runner/port.ts';

/** Has the image on the engine, and notes whether it could be had. */
export async function ensureImage(
  context: DeployerContext,
  { deploymentId, image }: { deploymentId: string; image: string },
  signal: AbortSignal,
): Promise<void> {
  const { runner, findings, machine } = context;
  const tell = (line: string) => logPlatform(context, deploymentId, `check_image : process, ${line}`);
  try {
    await runner.ensureImage(image, tell, signal);
    if (signal.aborted) return;
    findings.images.set(deploymentId, { kind: 'present' });
    await machine.read();
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof RunnerError) || error.code !== 'image_missing') throw error;
    findings.images.set(deploymentId, { kind: 'missing', message: error.message });
  }
}
