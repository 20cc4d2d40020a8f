// For tests only: a certified OpenID provider on this machine, which wants PKCE, and whose people are what a test says.
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export const CLIENT = { id: 'console', secret: 'a-client-secret-that-nobody-is-told' };

type Claims = { email: string; email_verified: boolean; name: string; groups: string[] };

type GrantContext = { oidc: { account: { accountId: string }; client: { clientId: string } } };

export class TestProvider implements AsyncDisposable {
  /** `sub` → what is said of the person. */
  readonly people = new Map<string, Claims>();
  readonly issuer: string;
  readonly #server: Server;

  private constructor(server: Server, redirectUri: string) {
    this.#server = server;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider: Provider = new Provider(this.issuer, {
      ...this.#configuration(redirectUri),
      loadExistingGrant: async ({ oidc }: GrantContext) => {
        const { accountId } = oidc.account;
        const grant = new provider.Grant({ accountId, clientId: oidc.client.clientId });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
    });
    server.on('request', provider.callback());
  }

  static async open(redirectUri: string): Promise<TestProvider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TestProvider(server, redirectUri);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Walks from the console's question to the address that leads back, as a browser does; `sub` null: refuses there. */
  async pass(url: string, sub: string | null): Promise<string> {
    const cookies = new Map<string, string>();
    const form = await this.#follow(cookies, url);
    const action = /action="([^"]+)"/.exec(form)?.[1] ?? '';
    if (sub === null) return this.#follow(cookies, `${action}/abort`);
    const body = new URLSearchParams({ prompt: 'login', login: sub, password: 'any' });
    return this.#follow(cookies, action, { method: 'POST', body });
  }

  /** Up to a page of the provider, or to an address that is not the provider's. */
  async #follow(cookies: Map<string, string>, url: string, init: RequestInit = {}): Promise<string> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) return response.text();
    const next = new URL(location, url);
    return next.origin === this.issuer ? this.#follow(cookies, next.href) : next.href;
  }

  #configuration(redirectUri: string) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const client = {
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      redirect_uris: [redirectUri],
      id_token_signed_response_alg: 'ES256',
    };
    return {
      clients: [client],
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] },
      cookies: { keys: ['of the test'] },
      pkce: { required: () => true },
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
      findAccount: (_: unknown, sub: string) => ({
        accountId: sub,
        claims: async () => ({ sub, ...this.people.get(sub) }),
      }),
    };
  }
}
