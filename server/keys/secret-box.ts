// Seals and opens secrets for a process that goes on while keys are replaced. The keys are read each time, which is
// rare; those seen before are kept, for a value that was read just before it was sealed anew.
import { idOfKey, seal, unseal } from '#server/keys/sealed-text.ts';
import { ensureKeyring, type KeySetting, keysOf, readKeyring } from './keyring.ts';

export type SecretBox = {
  /** To be called inside of the transaction that stores it: a replacement of the key waits for that. */
  seal: (text: string, place: string) => string;
  /** Throws where no key opens it, where it belongs elsewhere, or was changed. */
  unseal: (sealed: string, place: string) => string;
};

/** Makes the first key where there is none. Throws KeyRefused. */
export function openSecretBox(dataDir: string, env: KeySetting = process.env): SecretBox {
  const seen = new Map<string, Buffer>();
  const keep = (keys: readonly Buffer[]) => {
    for (const key of keys) seen.set(idOfKey(key), key);
  };
  const first = keysOf(ensureKeyring(dataDir, env));
  keep(first);
  const keysNow = () => {
    const keys = keysOf(readKeyring(dataDir, env));
    keep(keys);
    return keys.length > 0 ? keys : first;
  };
  return {
    seal(text, place) {
      const [key] = keysNow();
      if (!key) throw new Error('there is no key for secrets');
      return seal(key, text, place);
    },
    unseal(sealed, place) {
      keysNow();
      return unseal([...seen.values()], sealed, place);
    },
  };
}
