// For tests only: somebody with a browser. Every call is a request of its own, so that what others changed meanwhile
// counts, as it does for a page; cookies of answers go along with later calls.
import { insertAccount } from '#db/stores/accounts.ts';
import { insertGrant } from '#db/stores/people.ts';
import type { ConsoleState } from '#server/api/console-state.ts';
import type { createCaller } from '#server/api/init.ts';
import type { appRouter } from '#server/api/router.ts';
import type { Role } from '#server/domain/rights.ts';

export const PASSWORD = 'a horse of another colour';

type Api = ReturnType<ReturnType<typeof createCaller<(typeof appRouter)['_def']['record']>>>;

export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly address: string;

  constructor(address = '192.0.2.1') {
    this.address = address;
  }

  /** One request. */
  async call<Result>(body: (api: Api) => Promise<Result>): Promise<Result> {
    const { createCaller } = await import('#server/api/init.ts');
    const { appRouter } = await import('#server/api/router.ts');
    const { createContext } = await import('#server/api/context.ts');
    const answer = new Headers();
    const context = await createContext(this.headers(), answer);
    try {
      return await body(createCaller(appRouter)(context));
    } finally {
      this.keep(answer);
    }
  }

  headers(): Headers {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return new Headers({ cookie, 'x-forwarded-for': this.address });
  }

  keep(answer: Headers): void {
    for (const line of answer.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
  }
}

export type Person = { id: string; email: string; visitor: Visitor };

let people = 0;
/** Of {@link PASSWORD}: hashing is slow on purpose. */
let passwordHash: Promise<string> | undefined;

/** Somebody with an account and a session; `role` in one environment, or for the whole installation. */
export async function person(
  state: ConsoleState,
  role: Role | null = null,
  environmentId: string | null = null,
): Promise<Person> {
  const id = `person-${++people}`;
  const email = `${id}@example.com`;
  const { password } = await state.auth.$context;
  passwordHash ??= password.hash(PASSWORD);
  insertAccount(state.db, { id, name: id, email, passwordHash: await passwordHash, at: people });
  if (role) insertGrant(state.db, { userId: id, environmentId, role, createdAt: people });
  const visitor = new Visitor();
  await signIn(state, visitor, email);
  return { id, email, visitor };
}

/** Throws where the password is wrong. */
export async function signIn(
  { auth }: ConsoleState,
  visitor: Visitor,
  email: string,
  password = PASSWORD,
): Promise<void> {
  const body = { email, password };
  const { headers } = await auth.api.signInEmail({ body, headers: visitor.headers(), returnHeaders: true });
  visitor.keep(headers);
}
