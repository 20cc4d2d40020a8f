// Certificates by the name that a visitor asks for. They are read when something in the database changed, never while
// a visitor waits.
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Db } from '#db/open.ts';
import { certificatesMark, findCertificate, listCertificates } from '#db/stores/certificates.ts';
import { namesToTry } from '#server/domain/certificate.ts';
import { certificatePlace } from '#server/domain/sealed-place.ts';
import { openSecretBox, type SecretBox } from '#server/keys/secret-box.ts';

/** The certificates of an installation, as they are now. */
export function openCertificates(db: Db, dataDir: string): Certificates {
  const certificates = new Certificates(db, openSecretBox(dataDir));
  certificates.reload();
  return certificates;
}

export class Certificates {
  readonly #db: Db;
  readonly #secrets: SecretBox;
  /** By id, which stands for what never changes; undefined where it is of no use, so that this is told once. */
  #contexts = new Map<string, SecureContext | undefined>();
  #byName = new Map<string, SecureContext>();
  #mark = '';

  constructor(db: Db, secrets: SecretBox) {
    this.#db = db;
    this.#secrets = secrets;
  }

  /**
   * What to show whoever asks for a name (SNI, RFC 6066 §3): a certificate for this very name, else for `*.` in place
   * of its first label; the one that ends last, ended or not. Undefined where there is none, or no name is asked for.
   */
  contextFor(serverName: string | undefined): SecureContext | undefined {
    if (!serverName) return undefined;
    const [name, wildcard] = namesToTry(serverName);
    return this.#byName.get(name) ?? this.#byName.get(wildcard);
  }

  /** For every hint that the database changed. Where it cannot be read, the last ones go on being shown. */
  reload(): void {
    try {
      const mark = certificatesMark(this.#db);
      if (mark === this.#mark) return;
      this.#takeOver();
      this.#mark = mark;
    } catch (error) {
      console.error('The certificates cannot be read; the last ones are shown.', error);
    }
  }

  #takeOver(): void {
    const rows = listCertificates(this.#db);
    const contexts = new Map(rows.map(({ id, names }) => [id, this.#contextOf(id, names)]));
    const byName = new Map<string, SecureContext>();
    for (const { id, names } of rows) {
      const context = contexts.get(id);
      // What ends last comes last, and stays.
      if (context) for (const name of names) byName.set(name, context);
    }
    this.#contexts = contexts;
    this.#byName = byName;
  }

  #contextOf(id: string, names: string[]): SecureContext | undefined {
    if (this.#contexts.has(id)) return this.#contexts.get(id);
    const row = findCertificate(this.#db, id);
    try {
      if (!row) return undefined;
      const key = this.#secrets.unseal(row.sealedKey, certificatePlace(id));
      return createSecureContext({ cert: row.chain, key });
    } catch (error) {
      // The message of OpenSSL says what is wrong and nothing of the key.
      const reason = error instanceof Error ? error.message : String(error);
      console.error(`The certificate ${id} for ${names.join(', ')} cannot be used: ${reason}`);
      return undefined;
    }
  }
}
