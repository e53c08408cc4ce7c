import { escapeHtml } from '../http/html.ts';
import { idpSettings } from '../idp/idp-settings.ts';
import { loginSettings } from '../login/login-settings.ts';
import { signInRules } from '../login/sign-in-rules.ts';
import { signInMethod } from '../login/sso/sso-method.ts';
import type { PracticeUser } from '../users.ts';
import { button } from './control-button.ts';
import type { LoginControl } from './login-control.ts';
import { settingRows } from './setting-rows.ts';

/** The part of the control page about signing in: the settings, each person's rules, and the codes that were sent. */
export function loginSection(control: LoginControl, people: readonly PracticeUser[]): string {
  const codes = control
    .sentCodes()
    .map(
      (one) => `<tr>${[one.username, one.kind, one.code].map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
    );
  const tickets = control
    .tickets()
    .filter((one) => one.state === 'pending')
    .map((one) => {
      const verbs = ['approve', 'reject'].map((verb) => button(verb, `login/tickets/${one.id}/${verb}`));
      return `<tr><td>${escapeHtml(one.username)}</td><td>${escapeHtml(one.ip)}</td><td>${verbs.join('')}</td></tr>`;
    });
  const { methods } = control.settings();
  const methodButtons = signInMethod.options.map((method) => {
    const others = methods.filter((one) => one !== method);
    const isOn = others.length < methods.length;
    return button(`${isOn ? 'disable' : 'enable'} ${method}`, 'login', {
      methods: isOn ? others : [...others, method],
    });
  });
  return `<h2>Login reviews</h2><table>${tickets.join('')}</table>
<h2>Sent codes</h2><table>${codes.join('')}</table>
<h2>Sign-in</h2><table>${settingRows(loginSettings, control.settings(), 'login').join('')}</table>
<p>${methodButtons.join(' ')}</p>
<p>${button('Forget failed logins', 'login/failure-marks/clear')} ${button('Lift locks', 'login-locks/clear')}
${button('Pre-auth runs out', 'login/pre-auth/expire')}</p>
<h2>Identity provider</h2><table>${settingRows(idpSettings, control.idpSettings(), 'idp').join('')}</table>
${people.map(person).join('')}`;
}

function person(user: PracticeUser): string {
  const call = `users/${user.username}/sign-in`;
  const factors = signInRules.shape.factors.element.options.map((kind) => {
    const others = user.rules.factors.filter((one) => one !== kind);
    const isOn = others.length < user.rules.factors.length;
    return button(`${isOn ? 'take' : 'give'} ${kind}`, call, { factors: isOn ? others : [...others, kind] });
  });
  const otp =
    user.otpSecret === undefined ? button('give otp', call, { otp: true }) : button('take otp', call, { otp: false });
  return `<h2>${escapeHtml(user.name)}</h2><table>${settingRows(signInRules, user.rules, call).join('')}</table>
<p>${otp} ${factors.join(' ')} ${button('phone confirms QR', `users/${user.username}/qr`)} ${button('lock', `users/${user.username}/lock`)}</p>`;
}
