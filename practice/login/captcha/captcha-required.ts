import { clientIp } from '../../http/client-ip.ts';
import type { Visit } from '../../http/visit.ts';

/** Decided anew at every request from the address alone, so a neighbour's failure can make a filled form incomplete (protocol 1.6). */
export function captchaRequired(visit: Visit): boolean {
  switch (visit.site.settings.login.captcha) {
    case 'always':
      return true;
    case 'after-failure':
      return visit.site.login.failureMarks.isMarked(clientIp(visit.request));
    case 'off':
      return false;
  }
}
