// What an entry of the error catalogue is: how it comes about, and what people are told then.
import type { ServingService } from '#e2e/errors/serving-service.ts';
import type { StepName } from '#server/domain/deployment.ts';
import type { FailureCode } from '#server/domain/failures.ts';
import type { ProblemCode } from '#server/domain/problem.ts';
import type { VersionSpecInput } from '#server/domain/spec.ts';

export type Entry = {
  /** In the words of the requirement. */
  name: string;
  /** It needs an engine whose disk it can fill. */
  isDiskSmall?: true;
  cases: (FailingDeployment | RefusedCommand)[];
};

/** It is begun and fails; what served before goes on. */
export type FailingDeployment = {
  kind: 'deployment';
  /** How the version that serves is configured. */
  serving?: Partial<VersionSpecInput>;
  /** Begins it, and sees to what makes it fail. */
  begin: (service: ServingService) => Promise<{ deploymentId: string }> | { deploymentId: string };
  code: FailureCode;
  /** The red status of the version, and where it differs that of its deployment. */
  label: string;
  /** The grey cause beside it. */
  short: RegExp;
  step: StepName;
  /** In 错误详情, besides the real last lines. */
  says: RegExp;
  /** In the real last lines; null where nothing ran that could write any. */
  log: RegExp | 'any' | null;
  /** In 处理建议. */
  advises: RegExp;
};

/** A command that is refused at once, and changes nothing. */
export type RefusedCommand = {
  kind: 'command';
  run: (service: ServingService) => Promise<void> | void;
  code: ProblemCode;
  says: RegExp;
};
