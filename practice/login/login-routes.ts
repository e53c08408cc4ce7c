import type { Route } from '../http/route.ts';
import { languageRoutes } from '../i18n/language-routes.ts';
import { captchaRoutes } from './captcha/captcha-routes.ts';
import { flashRoutes } from './flash/flash-page.ts';
import { guard } from './guard.ts';
import { postLogin, showLogin } from './login-form.ts';
import { logout } from './logout.ts';
import { mfaApiRoutes } from './mfa/mfa-api.ts';
import { postMfa, showMfa } from './mfa/mfa-form.ts';
import { otpRoutes } from './otp/otp-pages.ts';
import { passkeyRoutes } from './passkey/passkey-routes.ts';
import { passwordRoutes } from './password/reset-page.ts';
import { qrLoginRoutes } from './qr/qr-login.ts';
import { redirectRoutes } from './redirect/redirect-confirm.ts';
import { reviewRoutes } from './review/wait-confirm.ts';
import { oneTimeLinkRoutes } from './sso/one-time-link.ts';
import { ssoRoutes } from './sso/sso-routes.ts';

/** The pages below `/core/auth/` that a person meets on the way in and out (protocol 1.1). */
export function loginRoutes(): Route[] {
  return [
    { path: '/core/auth/login/', access: 'page', methods: { GET: showLogin, POST: postLogin } },
    { path: '/core/auth/login/guard/', access: 'page', methods: { GET: guard } },
    { path: '/core/auth/login/mfa/', access: 'page', methods: { GET: showMfa, POST: postMfa } },
    { path: '/core/auth/logout/', access: 'page', methods: { GET: logout } },
    ...captchaRoutes(),
    ...mfaApiRoutes(),
    ...reviewRoutes(),
    ...ssoRoutes(),
    ...qrLoginRoutes(),
    ...passkeyRoutes(),
    ...oneTimeLinkRoutes(),
    ...flashRoutes(),
    ...passwordRoutes(),
    ...otpRoutes(),
    ...redirectRoutes(),
    ...languageRoutes(),
  ];
}
