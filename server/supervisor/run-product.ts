import { berthFile, openDb } from '#db/open.ts';
import { readMachine } from '#db/stores/machine.ts';
import { hasOwner } from '#db/stores/people.ts';
import type { Settings } from '#server/settings.ts';
import { checkStart } from '#server/supervisor/check-start.ts';
import { processPlans } from '#server/supervisor/plans.ts';
import { supervise } from '#server/supervisor/supervise.ts';

/** Runs console, gateway and deployer until a stop signal; `isDev` reloads them when their sources change. */
export async function runProduct({ isDev }: { isDev: boolean }): Promise<void> {
  const settings = await checkStart(process.env);
  await supervise({
    settings,
    plans: processPlans(settings, isDev),
    onReady() {
      console.log(banner(settings));
      console.log('ready'); // Who starts the product as a child waits for this line.
    },
  });
}

function banner(settings: Settings): string {
  const { runner, isFirstRun } = facts(settings);
  const lines = [
    '',
    '  CloudBerth 云泊',
    `  控制台  http://localhost:${settings.port}`,
    `  网关    http://*.${settings.baseDomain}:${settings.gatewayPort}`,
    `  运行器  ${runner}`,
  ];
  if (isFirstRun)
    lines.push('', '  第一步：打开控制台，创建所有者账号。(First run: open the console, create the owner.)');
  return [...lines, ''].join('\n');
}

function facts(settings: Settings): { runner: string; isFirstRun: boolean } {
  const db = openDb(berthFile(settings.dataDir));
  try {
    return { runner: readMachine(db)?.engineVersion ?? settings.runner, isFirstRun: !hasOwner(db) };
  } finally {
    db.$client.close();
  }
}
