import { type Reply, redirect } from '../../http/reply.ts';
import type { Visit } from '../../http/visit.ts';
import { FLASH_SECONDS } from '../flash/flash-messages.ts';
import { loginTexts } from '../login-texts.ts';
import { methodPath } from './sso-method.ts';

/**
 * The login page that leads on to a provider by itself, over a notice of 3 s with a way back to the form. `admin=1`
 * switches it off (protocol 1.2).
 */
export function autoRedirect(visit: Visit): Reply | undefined {
  const { autoRedirect: method, redirectMessage, methods } = visit.site.settings.login;
  if (method === 'off' || !methods.includes(method) || visit.request.query.get('admin') === '1') return undefined;
  const target = methodPath(method) + visit.request.search;
  if (!redirectMessage) return redirect(target);
  const texts = loginTexts(visit.language);
  const rest = visit.request.search === '' ? '' : `&${visit.request.search.slice(1)}`;
  return redirect(
    visit.site.login.flashes.urlFor({
      title: texts.redirecting,
      message: texts.redirectingTo(texts.methods[method]),
      seconds: FLASH_SECONDS,
      goOnTo: target,
      cancelTo: `/core/auth/login/?admin=1${rest}`,
    }),
  );
}
