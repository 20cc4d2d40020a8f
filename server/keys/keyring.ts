// The keys of secrets: the first of them seals, all of them open. They come from BERTH_SECRET_KEY, then from
// `keys/secrets.key`; while one is replaced, the file holds the new one and the old one (scripts/secrets.ts).
import { ensureKey, KeyRefused, keyFile, newKey, readKeys, writeKeys } from './key-file.ts';

export type Keyring = {
  fromSetting: readonly Buffer[];
  fromFile: readonly Buffer[];
};

/** Of the environment of a process. */
export type KeySetting = Readonly<Record<string, string | undefined>>;

const HEX = /^[0-9a-f]{64}$/i;
/** 32 bytes, in the alphabet of base64 or of base64url. */
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/** Makes the first key where there is none at all. Throws KeyRefused. */
export function ensureKeyring(dataDir: string, env: KeySetting): Keyring {
  if (keysOfSetting(env).length === 0) ensureKey(dataDir, 'secrets');
  return readKeyring(dataDir, env);
}

/** As it is now. Throws KeyRefused. */
export function readKeyring(dataDir: string, env: KeySetting): Keyring {
  return { fromSetting: keysOfSetting(env), fromFile: readKeys(dataDir, 'secrets') };
}

export function keysOf({ fromSetting, fromFile }: Keyring): Buffer[] {
  return [...fromSetting, ...fromFile];
}

/** The key that seals from now on: that of the setting, else a new one, else the one of a replacement under way. */
export function beginReplacement(dataDir: string, env: KeySetting): Keyring {
  const ring = ensureKeyring(dataDir, env);
  if (ring.fromSetting.length > 0 || ring.fromFile.length > 1) return ring;
  const fromFile = [newKey(), ...ring.fromFile];
  writeKeys(dataDir, 'secrets', fromFile);
  return { ...ring, fromFile };
}

/** To be called when nothing needs any key but the first. A file beside the setting is left for its owner to remove. */
export function endReplacement(dataDir: string, { fromSetting, fromFile }: Keyring): void {
  if (fromSetting.length === 0) writeKeys(dataDir, 'secrets', fromFile.slice(0, 1));
}

/** What the person who starts the product ought to know of its keys; null where there is nothing. */
export function wordsOnKeyring(dataDir: string, { fromSetting, fromFile }: Keyring): string | null {
  const [wanted] = fromSetting;
  if (!wanted || fromFile.length === 0) return null;
  if (fromFile.every((key) => key.equals(wanted))) return null;
  return `BERTH_SECRET_KEY is another key than ${keyFile(dataDir, 'secrets')}. New secrets are sealed by BERTH_SECRET_KEY, because whoever set it wants the key out of the data folder; the file still opens what it sealed. After npm run secrets -- rotate nothing needs the file any more.`;
}

/** One key or several, parted by commas: the first seals. Throws KeyRefused, whose words tell nothing of the key. */
function keysOfSetting({ BERTH_SECRET_KEY: text }: KeySetting): Buffer[] {
  if (!text) return [];
  return text.split(',').map((part) => {
    const entry = part.trim();
    if (HEX.test(entry)) return Buffer.from(entry, 'hex');
    const key = BASE64.test(entry) ? Buffer.from(entry, 'base64') : null;
    if (key?.length === 32) return key;
    throw new KeyRefused(
      'BERTH_SECRET_KEY is not a key: 32 bytes, as 64 hex digits or as base64, as openssl rand -base64 32 prints them. Several are parted by commas; the first seals.',
    );
  });
}
