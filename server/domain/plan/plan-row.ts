// A row of a table of plans: a scene, and what becomes of its instances.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activities, created, moves, planOf, type Scene } from '#server/domain/plan/plan-fixture.ts';

export type PlanRow = {
  /** The name of the test. */
  promise: string;
  scene: Scene;
  /** All that is expected; what is left out is expected to be nothing. */
  moves?: Record<string, string>;
  created?: Record<string, number>;
  activities?: string[];
  againInMs?: number | null;
};

export function testRows(rows: readonly PlanRow[]): void {
  for (const row of rows) {
    test(row.promise, () => {
      const result = planOf(row.scene);
      assert.deepEqual(
        {
          moves: moves(result),
          created: created(result),
          activities: activities(result),
          againInMs: result.againInMs,
        },
        {
          moves: row.moves ?? {},
          created: row.created ?? {},
          activities: row.activities ?? [],
          againInMs: row.againInMs ?? null,
        },
      );
    });
  }
}
