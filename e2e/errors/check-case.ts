import assert from 'node:assert/strict';
import { createTranslator } from 'use-intl/core';
import { readVersionStatuses } from '#db/stores/versions.ts';
import type { FailingDeployment, RefusedCommand } from '#e2e/errors/entry.ts';
import type { ServingService } from '#e2e/errors/serving-service.ts';
import { loadMessages } from '#messages/load.ts';
import type { StepName } from '#server/domain/deployment.ts';
import { FAILURES, type Failure } from '#server/domain/failures.ts';
import { Problem } from '#server/domain/problem.ts';

/** Brings the case about and looks at all that people are told of it. */
export async function checkCase(
  service: ServingService,
  expected: FailingDeployment | RefusedCommand,
): Promise<void> {
  if (expected.kind === 'command') await checkRefusal(service, expected);
  else await checkFailure(service, expected);
  await checkStillServing(service);
}

async function checkFailure(service: ServingService, expected: FailingDeployment): Promise<void> {
  const { deploymentId } = await expected.begin(service);
  const { failure, kind, versionId } = await service.ended(deploymentId);
  assert.ok(failure, 'the deployment failed');
  assert.equal(failure.code, expected.code, JSON.stringify(failure));
  assert.equal(failure.step, expected.step);
  assert.equal(typeof failure.instanceId, hasInstance(expected) ? 'string' : 'object');
  checkLog(failure, expected.log);
  checkTexts(failure, expected);
  const stateOfStep = (wanted: StepName) =>
    service.view(deploymentId).steps.find(({ name }) => name === wanted)?.state;
  await service.world.until('the step is marked', () => stateOfStep(expected.step) === 'failed');
  const isUpdate = kind !== 'new-version';
  if (expected.step === 'update')
    await service.world.until('all is as before', () => stateOfStep('restore') === 'finished');
  checkServingIsTold(service, deploymentId);
  const wanted = isUpdate ? 'update-failed' : 'failed';
  const stateOf = () => readVersionStatuses(service.world.db, [versionId]).get(versionId)?.state.kind;
  await service.world.until(`the version is ${wanted}`, () => stateOf() === wanted);
}

function checkServingIsTold(service: ServingService, deploymentId: string): void {
  const { serving } = service.view(deploymentId).service;
  assert.deepEqual(
    serving.map(({ id, percent }) => ({ id, percent })),
    [{ id: service.first.id, percent: 100 }],
  );
}

/** From the step on that makes the first one. */
function hasInstance({ step }: FailingDeployment): boolean {
  return ['start', 'ready', 'update'].includes(step);
}

function checkLog({ logTail }: Failure, expected: FailingDeployment['log']): void {
  if (expected === 'any') return;
  if (expected) assert.match(logTail.join('\n'), expected);
  else assert.deepEqual(logTail, []);
}

function checkTexts({ code, params }: Failure, expected: FailingDeployment): void {
  assert.deepEqual(Object.keys(params).sort(), [...FAILURES[code].params].sort(), 'its values');
  const text = translator('zh-CN');
  const advice = FAILURES[code].advice.map((_, index) =>
    text(`failures.${code}.advice.${index + 1}`, params),
  );
  assert.equal(text(`failures.${code}.label`), expected.label);
  assert.match(text(`failures.${code}.short`, params), expected.short);
  assert.match(text(`failures.${code}.message`, params), expected.says);
  assert.match(advice.join('\n'), expected.advises);
  assert.doesNotMatch(text(`failures.${code}.message`, params), /undefined|NaN|\{/);
}

async function checkRefusal(service: ServingService, { run, code, says }: RefusedCommand): Promise<void> {
  const problem = await Promise.resolve()
    .then(() => run(service))
    .then(
      () => assert.fail('it was not refused'),
      (error: unknown) => error,
    );
  assert.ok(problem instanceof Problem, String(problem));
  assert.equal(problem.code, code);
  assert.match(translator('zh-CN')(`problems.${code}`, problem.params), says);
}

/** Really: through the gateway, by the version that served before. */
async function checkStillServing(service: ServingService): Promise<void> {
  const { status, text, versionName } = await service.visit();
  assert.deepEqual([status, text, versionName], [200, 'hello v1\n', service.first.name]);
}

type Translate = (key: string, values?: Record<string, string | number>) => string;

/** A value that is missing, or one that is no message, fails the test. */
function translator(locale: 'zh-CN' | 'en'): Translate {
  const onError = (error: Error) => assert.fail(error.message);
  return createTranslator({ locale, messages: loadMessages(locale), onError }) as unknown as Translate;
}
