// What the test runners counted, added up to the one line that ends `npm test`.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export type Counts = { passed: number; failed: number; skipped: Skip[] };

export type Skip = { name: string; reason: string };

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: [] };

/** A stage that is one test by itself. */
export function single(isPassed: boolean): Counts {
  return { ...NOTHING, [isPassed ? 'passed' : 'failed']: 1 };
}

export function skippedStage(name: string, reason: string): Counts {
  return { ...NOTHING, skipped: [{ name, reason }] };
}

export function addUp(all: Counts[]): Counts {
  return {
    passed: all.reduce((sum, counts) => sum + counts.passed, 0),
    failed: all.reduce((sum, counts) => sum + counts.failed, 0),
    skipped: all.flatMap((counts) => counts.skipped),
  };
}

/** `12 passed, 0 failed`, and `, 1 skipped` where any was. */
export function summaryLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
}

/** A run without one test is a failure, as is one that counted none failed but ended badly. */
export function isGood({ passed, failed }: Counts): boolean {
  return passed > 0 && failed === 0;
}

const skipSchema = z.object({ name: z.string(), reason: z.string() });
const countsSchema = z.object({ passed: z.int(), failed: z.int(), skipped: z.array(skipSchema) });

/** A run that ended badly has at least one failure, whatever its report says. */
export function counted(report: Counts | undefined, isGood: boolean): Counts {
  const counts = report ?? NOTHING;
  return isGood || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/** What node-reporter.ts wrote. Undefined where the runner died before it could. */
export function readNodeCounts(file: string): Counts | undefined {
  const text = readText(file);
  return text ? countsSchema.parse(JSON.parse(text)) : undefined;
}

type Suite = { specs?: Spec[]; suites?: Suite[] };
type Spec = {
  title: string;
  tests: { status: string; annotations: { type: string; description?: string }[] }[];
};

const suiteSchema: z.ZodType<Suite> = z.lazy(() =>
  z.object({ specs: z.array(specSchema).optional(), suites: z.array(suiteSchema).optional() }),
);
const annotationSchema = z.object({ type: z.string(), description: z.string().optional() });
const specSchema = z.object({
  title: z.string(),
  tests: z.array(z.object({ status: z.string(), annotations: z.array(annotationSchema) })),
});
const reportSchema = z.object({ suites: z.array(suiteSchema), errors: z.array(z.unknown()) });

/** What Playwright's JSON reporter wrote. Undefined where it died before it could. */
export function readPlaywrightCounts(file: string): Counts | undefined {
  const text = readText(file);
  if (!text) return undefined;
  const report = reportSchema.parse(JSON.parse(text));
  return addUp([...report.suites.map(countSuite), ...report.errors.map(() => single(false))]);
}

function countSuite(suite: Suite): Counts {
  const specs = suite.specs ?? [];
  return addUp([...specs.map(countSpec), ...(suite.suites ?? []).map(countSuite)]);
}

function countSpec(spec: Spec): Counts {
  return addUp(
    spec.tests.map(({ status, annotations }) => {
      if (status !== 'skipped') return single(status === 'expected');
      const reason = annotations.find((annotation) => annotation.type === 'skip')?.description;
      return skippedStage(spec.title, reason ?? 'no reason given');
    }),
  );
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // The caller knows from its exit code whether that is bad.
  }
}
