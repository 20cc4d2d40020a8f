import { setTimeout as pause } from 'node:timers/promises';
import { berthFile, openDb } from '#db/open.ts';
import { readMachine } from '#db/stores/machine.ts';
import { hasOwner } from '#db/stores/people.ts';
import { ensureSetupCode, removeSetupCode } from '#server/keys/setup-code.ts';
import type { Settings } from '#server/settings.ts';
import { checkStart } from '#server/supervisor/check-start.ts';
import { openGatewaySockets } from '#server/supervisor/gateway-sockets.ts';
import { processPlans } from '#server/supervisor/plans.ts';
import { supervise } from '#server/supervisor/supervise.ts';

/** The deployer looks at the machine right after its start. */
const FIRST_LOOK_MS = 3_000;

export type ProductOptions = {
  /** Reloads the processes when their sources change. */
  isDev: boolean;
  /** Called once, when all of them work. */
  whenReady?: (settings: Settings) => Promise<void>;
};

/** Runs console, gateway and deployer until a stop signal. */
export async function runProduct({ isDev, whenReady }: ProductOptions): Promise<void> {
  const settings = await checkStart(process.env);
  const sockets = openGatewaySockets(settings.gatewayPort, settings.gatewayWorkers);
  await supervise({
    settings,
    plans: processPlans(settings, isDev, sockets),
    reloadsOnChange: isDev,
    async onReady() {
      console.log(await banner(settings));
      console.log('ready'); // Who starts the product as a child waits for this line.
      await whenReady?.(settings);
    },
  });
}

async function banner(settings: Settings): Promise<string> {
  const { runner, isFirstRun } = await readFacts(settings.dataDir);
  if (!isFirstRun) removeSetupCode(settings.dataDir); // Where the console died between the owner and this.
  const lines = [
    '',
    '  CloudBerth 云泊',
    `  控制台  http://localhost:${settings.port}`,
    `  网关    http://*.${settings.baseDomain}:${settings.gatewayPort}`,
    `  运行器  ${runner ?? settings.runner}`,
  ];
  if (isFirstRun) lines.push('', ...firstRunLines(settings));
  return [...lines, ''].join('\n');
}

/** The code is behind the `#`, which browsers send to nobody. */
function firstRunLines({ dataDir, consoleUrl }: Settings): string[] {
  const code = ensureSetupCode(dataDir);
  return [
    '  第一步：打开下面的地址，创建所有者账号。(First run: open this address, create the owner.)',
    `  ${consoleUrl}/first-run#code=${code}`,
    `  一次性代码 (one-time code)  ${code}`,
  ];
}

/** `runner`: as the deployer has seen it; undefined where it takes long to answer. */
async function readFacts(dataDir: string): Promise<{ runner: string | undefined; isFirstRun: boolean }> {
  const db = openDb(berthFile(dataDir));
  try {
    const deadline = performance.now() + FIRST_LOOK_MS;
    while (!readMachine(db) && performance.now() < deadline) await pause(20);
    return { runner: readMachine(db)?.engineVersion, isFirstRun: !hasOwner(db) };
  } finally {
    db.$client.close();
  }
}
