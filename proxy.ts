import { type NextRequest, NextResponse } from 'next/server';
import { signInPath } from '#components/shell/paths.ts';

/**
 * Sends who has no session cookie to the sign-in page, with the way back. A convenience only: whether a cookie is
 * worth anything is for the layout and the API to say.
 */
export function proxy(request: NextRequest): NextResponse {
  if (SESSIONS.some((name) => request.cookies.has(name))) return NextResponse.next();
  const { pathname, search } = request.nextUrl;
  return NextResponse.redirect(new URL(signInPath(pathname + search), request.url));
}

/** By HTTP and by TLS (server/api/auth.ts). */
const SESSIONS = ['berth.session_token', '__Host-berth.session_token'];

export const config = {
  matcher: ['/services/:path*', '/environments/:path*', '/settings/:path*', '/visit/:path*'],
};
