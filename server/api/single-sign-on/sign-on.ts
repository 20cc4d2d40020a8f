// Single sign-on as the console process holds it.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Db } from '#db/open.ts';
import { readSetting } from '#db/stores/installation-settings.ts';
import { fetchDiscovery } from '#server/api/single-sign-on/fetch-discovery.ts';
import {
  createSignOnAuth,
  type SigningOn,
  type SignOnAuth,
} from '#server/api/single-sign-on/sign-on-auth.ts';
import type { SingleSignOn } from '#server/domain/access.ts';
import { Problem } from '#server/domain/problem.ts';
import { SINGLE_SIGN_ON_PLACE } from '#server/domain/sealed-place.ts';
import type { SecretBox } from '#server/keys/secret-box.ts';

/** After that the provider is asked anew what it says of itself. */
const FRESH_MS = 3600_000;

type Parts = { db: Db; key: Buffer; consoleUrl: string; secrets: SecretBox };

export class SignOn {
  readonly #parts: Parts;
  readonly #signingOn = new AsyncLocalStorage<SigningOn>();
  #made: { mark: string; at: number; auth: SignOnAuth } | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Throws not_found where it is off, sign_on_failed where the provider is not to be used. */
  async auth(): Promise<SignOnAuth> {
    const setting = readSetting(this.#parts.db, 'singleSignOn');
    if (!setting?.isEnabled) throw new Problem('not_found');
    const mark = JSON.stringify(setting);
    const now = Date.now();
    if (this.#made?.mark === mark && now - this.#made.at < FRESH_MS) return this.#made.auth;
    const auth = await this.#make(setting);
    this.#made = { mark, at: now, auth };
    return auth;
  }

  /** Runs what brings somebody in, in one request. */
  within<Result>(signingOn: SigningOn, body: () => Promise<Result>): Promise<Result> {
    return this.#signingOn.run(signingOn, body);
  }

  async #make(setting: SingleSignOn): Promise<SignOnAuth> {
    const discovery = await fetchDiscovery(setting.issuer);
    if ('code' in discovery) {
      console.error(`single sign-on: ${setting.issuer}: ${discovery.code} ${discovery.found}`);
      throw new Problem('sign_on_failed');
    }
    const { sealedClientSecret } = setting;
    const { secrets, ...parts } = this.#parts;
    const clientSecret =
      sealedClientSecret === null ? null : secrets.unseal(sealedClientSecret, SINGLE_SIGN_ON_PLACE);
    return createSignOnAuth({ ...parts, setting, clientSecret, discovery, signingOn: this.#signingOn });
  }
}
