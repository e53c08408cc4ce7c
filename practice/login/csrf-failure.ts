import { escapeHtml } from '../http/html.ts';
import type { Visit } from '../http/visit.ts';
import { loginTexts } from './login-texts.ts';

/** What the page says to whoever runs the site: the line that the configuration lacks. */
export function csrfBanner(visit: Visit): string {
  return `<div class="csrf-failure"><p class="red-fonts">${loginTexts(visit.language).csrfFailed}</p><pre>DOMAINS=${escapeHtml(visit.request.host)}</pre></div>`;
}

/** Where a form whose CSRF test failed is sent: a 302, never a 403 (protocol 1.4). */
export const CSRF_FAILURE = '/core/auth/login/?csrf_failure=1&admin=1';
