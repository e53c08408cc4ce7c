import { setCookie } from '../http/cookies.ts';
import { redirect } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import { headerOf } from '../http/site-request.ts';

export const LANGUAGE_COOKIE_SECONDS = 365 * 86_400;

/** `/core/i18n/<lang>/`: keeps the language for a year and goes back to where the person was, query included. */
export function languageRoutes(): Route[] {
  return [
    {
      path: '/core/i18n/:language/',
      access: 'page',
      methods: {
        GET: (visit, { language = 'en' }) => {
          visit.addCookie(setCookie('django_language', language, { maxAgeSeconds: LANGUAGE_COOKIE_SECONDS }));
          return redirect(headerOf(visit.request, 'referer') ?? '/');
        },
      },
    },
  ];
}
