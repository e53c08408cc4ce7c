import { page } from '../http/html.ts';
import { html, type Reply, redirect } from '../http/reply.ts';
import type { Visit } from '../http/visit.ts';
import { redirectMethod } from './sso/sso-method.ts';

/** `GET /core/auth/logout/`: 200 with a page that jumps to the login after 3 s; terminals stay open (protocol 2.5). */
export function logout(visit: Visit): Reply {
  const method = redirectMethod.safeParse(visit.session?.method).data;
  if (method !== undefined) return redirect(`/core/auth/${method}/logout/`);
  visit.logout();
  const head = '<meta http-equiv="refresh" content="3;url=/core/auth/login/">';
  return html(
    200,
    page('Logout success', '<h1>Logout success</h1><p>Back to the login page in 3 seconds.</p>', { head }),
  );
}
