import { escapeHtml } from '../../http/html.ts';
import type { Visit } from '../../http/visit.ts';
import { loginTexts } from '../login-texts.ts';
import { methodPath } from './sso-method.ts';

/** "More login options": plain links in the same window, with the query of this page. */
export function methodLinks(visit: Visit): string {
  const { methods } = visit.site.settings.login;
  if (methods.length === 0) return '';
  const texts = loginTexts(visit.language);
  const query = new URLSearchParams(visit.request.query);
  for (const own of ['admin', 'csrf_failure']) query.delete(own);
  const search = query.size === 0 ? '' : `?${query}`;
  const links = methods.map(
    (method) =>
      `<a class="more-login-item" data-method="${method}" href="${escapeHtml(methodPath(method) + search)}">${escapeHtml(texts.methods[method])}</a>`,
  );
  return `<div class="more-login"><p>${texts.moreMethods}</p>${links.join(' ')}</div>`;
}
