import { headerOf, type SiteRequest } from '../http/site-request.ts';

export type Language = 'en' | 'zh-hans';

/** Cookie `django_language`, else `Accept-Language`, else English. */
export function languageOf(request: SiteRequest): Language {
  const asked = request.cookies.get('django_language') ?? headerOf(request, 'accept-language') ?? 'en';
  return asked.toLowerCase().startsWith('zh') ? 'zh-hans' : 'en';
}
