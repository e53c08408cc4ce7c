import { empty, json, type Reply } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import { headerOf } from '../../http/site-request.ts';
import type { Visit } from '../../http/visit.ts';
import { captchaPicture } from './captcha-picture.ts';

/** Where the picture of a challenge is. */
export function captchaImageUrl(key: string): string {
  return `/core/auth/captcha/image/${key}/`;
}

/** Picture and refresh of the captcha (protocol 1.6). */
export function captchaRoutes(): Route[] {
  return [
    {
      path: '/core/auth/captcha/image/:key/',
      access: 'page',
      methods: { GET: (visit, { key = '' }) => picture(visit, key) },
    },
    { path: '/core/auth/captcha/refresh/', access: 'page', methods: { GET: refresh } },
  ];
}

/** `<key>` and `<key>@2` are one picture. A key that is no longer open is gone. */
function picture(visit: Visit, name: string): Reply {
  const captcha = visit.site.login.captchas.find(name.replace(/@\d+$/, ''));
  if (captcha === undefined) return empty(410);
  return { status: 200, headers: { 'Content-Type': 'image/png' }, body: captchaPicture(captcha.challenge) };
}

function refresh(visit: Visit): Reply {
  if (headerOf(visit.request, 'x-requested-with') !== 'XMLHttpRequest') return empty(404);
  const { key } = visit.site.login.captchas.create();
  return json(200, { key, image_url: captchaImageUrl(key), audio_url: null });
}
