// Further people in a running installation: invited by its owner, joined by their links, each with a browser.
import type { Browser, Page } from '@playwright/test';
import type { World } from '#e2e/world.ts';
import { type ConsoleClient, connect } from '#scripts/console-client.ts';
import type { Grant, Role } from '#server/domain/rights.ts';

const PASSWORD = 'violet harbour lantern';

let count = 0;

export type Person = { client: ConsoleClient; userId: string; email: string };

/** Somebody new with these grants, signed in over the API. */
export async function invitePerson({ client: owner, installation }: World, grants: Grant[]): Promise<Person> {
  const name = `person-${++count}`;
  const email = `${name}@example.com`;
  const { secret } = await owner.api.invitations.create.mutate({ email: null, grants });
  const client = connect(installation.consoleUrl);
  await client.api.invitations.join.mutate({ secret, name, email, password: PASSWORD });
  const me = await client.api.session.me.query();
  if (!me) throw new Error(`${email} is not signed in`);
  return { client, userId: me.user.id, email };
}

/** A role in the installation's first environment. */
export function inviteAs(world: World, role: Exclude<Role, 'owner'>): Promise<Person> {
  return invitePerson(world, [{ environmentId: world.environmentId, role }]);
}

/** A page of a browser of the person's own. */
export async function pageOf({ installation }: World, browser: Browser, { client }: Person): Promise<Page> {
  const context = await browser.newContext({ baseURL: installation.consoleUrl });
  const url = installation.consoleUrl;
  await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url })));
  return context.newPage();
}
