// A reporter for `node --test`: one JSON object of Counts at the end.
import type { TestEvent } from 'node:test/reporters';
import type { Counts } from '#scripts/test/counts.ts';

export default async function* countTests(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const counts: Counts = { passed: 0, failed: 0, skipped: [] };
  for await (const event of source) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue;
    const { data } = event;
    if (data.details.type === 'suite' && isToldByItsTests(event)) continue;
    const skip = data.skip ?? data.todo;
    if (skip) counts.skipped.push({ name: data.name, reason: skip === true ? 'no reason given' : skip });
    else if (event.type === 'test:pass') counts.passed += 1;
    else counts.failed += 1;
  }
  yield JSON.stringify(counts);
}

/** A suite that passed, or failed only because a test of its own did; a failed hook is told by nobody else. */
function isToldByItsTests(event: TestEvent): boolean {
  if (event.type !== 'test:fail') return true;
  const { error } = event.data.details;
  return 'failureType' in error && error.failureType === 'subtestsFailed';
}
