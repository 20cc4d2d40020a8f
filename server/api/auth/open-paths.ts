/** Below `/api/auth`, what better-auth answers itself: the way to an identity provider and back. All else is closed. */
const OPEN_PATHS: readonly RegExp[] = [/\/callback\/single-sign-on/];

/** Whether a request may reach better-auth's own HTTP paths. A pattern has to fit the whole path, without `/api/auth`. */
export function isOpenPath(url: string, paths: readonly RegExp[] = OPEN_PATHS): boolean {
  const path = new URL(url).pathname.replace(/^\/api\/auth(?=\/)/, '');
  return paths.some((open) => open.exec(path)?.[0] === path);
}
