import { existsSync } from 'node:fs';
import { findProgram, installPackages, type Log } from '#scripts/debian-packages.ts';

/** A font with Chinese glyphs where Debian puts it; without one, pictures and widths of the pages would be wrong. */
const CHINESE_FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';

/** The path of Chromium, installed now with a Chinese font where it is missing. Throws, saying what to install. */
export async function ensureBrowser({ log }: { log: Log }): Promise<string> {
  const found = findChromium();
  if (found && existsSync(CHINESE_FONT)) return found;
  try {
    await installPackages(['chromium-headless-shell', 'fonts-noto-cjk'], log);
  } catch (error) {
    if (!found) throw error;
    log(`The browser may lack Chinese glyphs: ${(error as Error).message}`);
  }
  return findChromium() ?? fail('Chromium was installed but is not on the PATH');
}

/** The shell is the same engine without a browser's own windows: the tests take a fifth less time. */
function findChromium(): string | null {
  return findProgram('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome');
}

function fail(message: string): never {
  throw new Error(message);
}
