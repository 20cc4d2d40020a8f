// `npm run rights`: prints the rights as they are enforced, then walks every procedure and route with every role and
// every kind of proof, on a data folder of its own. The last line counts; exit 1 where an answer was not what the
// tables say.
import { temporaryData } from '#db/temporary.ts';
import { isFailed, sentenceOf } from '#scripts/rights/cell.ts';
import { printedTable } from '#scripts/rights/printed-table.ts';
import { uncovered, walkAll } from '#scripts/rights/walk.ts';
import { prepareWalk } from '#scripts/rights/walked.ts';
import { closeConsole } from '#server/api/console-state.ts';
import { RIGHTS_TABLE } from '#server/api/rights-table.ts';

const SHOWN = 50;

console.log(printedTable());
using data = temporaryData();
process.env.DATA_DIR = data.dataDir;
try {
  const cells = await walkAll(await prepareWalk());
  const failures = [...(await uncovered()), ...cells.filter(isFailed).map(sentenceOf)];
  for (const failure of failures.slice(0, SHOWN)) console.error(failure);
  const procedures = Object.keys(RIGHTS_TABLE).length;
  console.log(JSON.stringify({ procedures, cells: cells.length, failed: failures.length }));
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  closeConsole();
}
