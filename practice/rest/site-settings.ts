import type { Json } from '../http/json.ts';
import { json } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import type { SiteSettings } from '../options.ts';
import { restDate } from '../site-time.ts';

/** The health probe and the settings a client may read (protocol 5.2). */
export function settingsRoutes(): Route[] {
  return [
    {
      path: '/api/health/',
      access: 'page',
      methods: {
        GET: () =>
          json(200, {
            status: true,
            db_status: true,
            db_time: 0.001,
            redis_status: true,
            redis_time: 0.0005,
            time: Math.floor(Date.now() / 1000),
          }),
      },
    },
    {
      path: '/api/v1/settings/public/open/',
      access: 'open',
      methods: { GET: ({ site }) => json(200, openSettings(site.settings)) },
    },
    {
      path: '/api/v1/settings/public/',
      access: 'signed-in',
      methods: { GET: ({ site }) => json(200, { ...openSettings(site.settings), ...memberSettings(site.settings) }) },
    },
    {
      path: '/api/v1/settings/server-info/',
      access: 'signed-in',
      methods: { GET: () => json(200, { CURRENT_TIME: restDate(Date.now()) }) },
    },
  ];
}

/** What KoKo repeats in CONNECT and the login page shows. */
export function interfaceOf({ title }: SiteSettings): { [key: string]: Json } {
  return {
    login_title: title,
    logo_logout: '/static/img/logo.png',
    logo_index: '/static/img/logo_text_white.png',
    login_image: '/static/img/login_image.png',
    favicon: '/static/img/facio.ico',
  };
}

export const ANNOUNCEMENT: { [key: string]: Json } = {
  ID: '',
  SUBJECT: '',
  CONTENT: '',
  LINK: '',
  DATE_START: '0001-01-01 00:00:00 +0000',
  DATE_END: '0001-01-01 00:00:00 +0000',
};

function openSettings(settings: SiteSettings): { [key: string]: Json } {
  return {
    XPACK_ENABLED: false,
    INTERFACE: { ...interfaceOf(settings), theme: 'classic_green' },
    LANGUAGES: [
      { name: 'English', code: 'en' },
      { name: '中文(简体)', code: 'zh-hans' },
    ],
    VENDOR: 'JumpServer',
    PRIVACY_MODE: false,
    REMOTE_ADDR: '127.0.0.1',
  };
}

function memberSettings(settings: SiteSettings): { [key: string]: Json } {
  return {
    SECURITY_MAX_IDLE_TIME: settings.maxIdleMinutes,
    SECURITY_VIEW_AUTH_NEED_MFA: settings.confirmIdentity,
    SECURITY_MFA_VERIFY_TTL: 3600,
    SECURITY_SESSION_SHARE: true,
    SECURITY_WATERMARK_ENABLED: true,
    SESSION_EXPIRE_AT_BROWSER_CLOSE: settings.browserCloseMode,
    CONNECTION_TOKEN_REUSABLE: false,
    FILE_UPLOAD_SIZE_LIMIT_MB: 200,
    AUTH_PASSKEY: false,
    TICKETS_ENABLED: true,
    ANNOUNCEMENT_ENABLED: false,
    ANNOUNCEMENT,
    XPACK_LICENSE_IS_VALID: false,
  };
}
