// `npm run certificate -- add --chain fullchain.pem --key key.pem | list | remove <id>`: the certificates for HTTPS.
// The gateway shows what was added within a moment; nothing is started again. It acts as `system`.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { berthFile, type Db, openDb } from '#db/open.ts';
import { listCertificates } from '#db/stores/certificates.ts';
import { text } from '#scripts/message-text.ts';
import { addCertificate } from '#server/commands/add-certificate.ts';
import { type CommandContext, ON_MACHINE } from '#server/commands/context.ts';
import { randomText } from '#server/commands/random-text.ts';
import { removeCertificate } from '#server/commands/remove-certificate.ts';
import { Problem } from '#server/domain/problem.ts';
import { openSecretBox } from '#server/keys/secret-box.ts';
import { readSettings } from '#server/settings.ts';
import { runEntry, StartRefused } from '#server/supervisor/start-refused.ts';

const USAGE = `usage: npm run certificate -- add --chain fullchain.pem --key key.pem
       npm run certificate -- list
       npm run certificate -- remove <id>`;

type Order =
  | { verb: 'add'; chain: string; key: string }
  | { verb: 'list' }
  | { verb: 'remove'; certificateId: string };

await runEntry(async () => {
  const order = readOrder();
  const { dataDir } = readSettings();
  if (!existsSync(berthFile(dataDir))) {
    throw new StartRefused(`There is nothing in ${dataDir} yet: start npm run up once, or set DATA_DIR.`);
  }
  const db = openDb(berthFile(dataDir));
  try {
    console.log(carryOut(order, db, dataDir));
  } catch (error) {
    throw error instanceof Problem ? new StartRefused(wordsOf(error, order)) : error;
  } finally {
    db.$client.close();
  }
});

function readOrder(): Order {
  const { values, positionals } = readArguments();
  const [verb, certificateId, ...more] = positionals;
  const { chain, key } = values;
  const hasFiles = chain !== undefined || key !== undefined;
  if (verb === 'add' && !certificateId && chain && key) return { verb, chain, key };
  if (verb === 'list' && !certificateId && !hasFiles) return { verb };
  if (verb === 'remove' && certificateId && more.length === 0 && !hasFiles) return { verb, certificateId };
  throw new StartRefused(USAGE);
}

function readArguments() {
  try {
    const options = { chain: { type: 'string' }, key: { type: 'string' } } as const;
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw new StartRefused(`${(error as Error).message}\n${USAGE}`);
  }
}

/** Gives what is to be printed. */
function carryOut(order: Order, db: Db, dataDir: string): string {
  if (order.verb === 'list') return listCertificates(db).map(lineOf).join('\n') || 'There is no certificate.';
  const { seal } = openSecretBox(dataDir);
  const ctx: CommandContext = {
    db,
    actor: ON_MACHINE,
    now: Date.now,
    randomText,
    seal,
  };
  if (order.verb === 'remove') {
    removeCertificate(ctx, order.certificateId);
    return `Removed ${order.certificateId}.`;
  }
  const added = addCertificate(ctx, { chain: readText(order.chain), key: readText(order.key) });
  return `Added ${lineOf({ id: added.certificateId, ...added })}`;
}

/** Of a path as it was typed: npm runs scripts in the project's folder, wherever it was called. */
function readText(file: string): string {
  const whole = path.resolve(process.env.INIT_CWD ?? '.', file);
  try {
    return readFileSync(whole, 'utf8');
  } catch (error) {
    throw new StartRefused(`${whole} cannot be read: ${(error as Error).message}`);
  }
}

function lineOf({ id, names, notAfter }: { id: string; names: string[]; notAfter: number }): string {
  const end = `${notAfter > Date.now() ? 'until' : 'ended'} ${new Date(notAfter).toISOString().slice(0, 10)}`;
  return `${id}  ${end}  ${names.join(', ')}`;
}

function wordsOf({ code, params }: Problem, order: Order): string {
  if (order.verb === 'remove') return `There is no certificate ${order.certificateId}; list shows them all.`;
  const values = Object.entries(params).map(([name, value]) => [name, String(value)]);
  return `${text('en', `problems.${code}`, Object.fromEntries(values))} (${code})`;
}
