// `npm run audit -- verify [--head <hash>]`: walks the chain of events of the data folder and says whether all of it is
// as it was written. Ends with 1 at the first row that is not. It changes nothing, and the product may run meanwhile.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { berthFile, openDb } from '#db/open.ts';
import { verifyChain } from '#server/commands/verify-chain.ts';
import type { ChainFault, ChainReport } from '#server/domain/audit-report.ts';
import { readSettings } from '#server/settings.ts';
import { runEntry, StartRefused } from '#server/supervisor/start-refused.ts';

const USAGE = `usage: npm run audit -- verify [--head <hash>]
  --head  the head that was printed or shown before: it has to be in the chain still`;

const FAULTS: Record<ChainFault, string> = {
  hash: 'says something else than when it was written',
  link: 'does not follow the row before it',
  gap: 'comes after a gap: rows before it are missing',
  unchained: 'is not chained, though rows before it are',
  pruned: 'is where retention is said to have got to, but no event tells of it',
  end: 'is the last one, but there were rows after it',
};

await runEntry(async () => {
  const head = readOrder();
  const { dataDir } = readSettings();
  if (!existsSync(berthFile(dataDir))) {
    throw new StartRefused(`There is nothing in ${dataDir} yet: start npm run up once, or set DATA_DIR.`);
  }
  const { report, hasHead } = walk(berthFile(dataDir), head);
  console.log(summaryOf(report));
  if (report.fault) throw new StartRefused(`BROKEN: event ${report.fault.id} ${FAULTS[report.fault.kind]}.`);
  if (!hasHead) {
    throw new StartRefused(
      `BROKEN: the head ${head} is not in the chain: events after it were cut off, or retention let it go.`,
    );
  }
  console.log('whole');
});

/** The noted head, where one was given. */
function readOrder(): string | undefined {
  try {
    const options = { head: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    if (positionals.length === 1 && positionals[0] === 'verify') return values.head?.toLowerCase();
  } catch (error) {
    throw new StartRefused(`${(error as Error).message}\n${USAGE}`);
  }
  throw new StartRefused(USAGE);
}

function walk(file: string, head: string | undefined): { report: ChainReport; hasHead: boolean } {
  const db = openDb(file);
  let hasHead = head === undefined;
  try {
    const steps = verifyChain(db, ({ hash }) => {
      if (hash === head) hasHead = true;
    });
    for (;;) {
      const { done, value } = steps.next();
      if (done) return { report: value, hasHead };
    }
  } finally {
    db.$client.close();
  }
}

function summaryOf({ count, unchained, prunedThrough, end }: ChainReport): string {
  const lines = [
    `events in the chain: ${count}`,
    unchained > 0 ? `events from before the chain, which nothing protects: ${unchained}` : '',
    prunedThrough > 0 ? `let go by retention: events up to ${prunedThrough}` : '',
    `last whole event: ${end.id}`,
    `head: ${end.hash || '-'}`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}
